"""Real-world files keep their rows, columns and types."""

from __future__ import annotations

import csv
import datetime
import gzip
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow.lib import DataType, DictionaryType

from tabside.batch import Engine, Limits
from tabside.batch.errors import ChangedError
from tabside.batch.report import Tally
from tabside.errors import InputError
from tests.unit.batch.conftest import Runner

MAIL, DONE = "write to ann@example.com", "write to [EMAIL_1]"
TEXTS = [MAIL, None, "nothing"]


def only(folder: Path, pattern: str = "0*") -> Path:
    (path,) = folder.glob(pattern)
    return path


def read_csv(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as handle:
        return list(csv.DictReader(handle, delimiter=delimiter))


@pytest.mark.parametrize(
    ("content", "texts"),
    [
        # A quote in the middle of a field is a character, and hides no row after it.
        (b'id,text\n1,5" pipe\n2,6" pipe ann@example.com\n3,x\n', ['5" pipe', '6" pipe [EMAIL_1]', "x"]),
        # CR outside of quotes ends a row, as in the csv module.
        (b"id,text\r1,one\r2,ann@example.com\r", ["one", "[EMAIL_1]"]),
        (b'id,text\r\n1,"one\r\ntwo"\r\n2,x', ["one\r\ntwo", "x"]),
        (b'\xef\xbb\xbf"id";"text"\n1;"a;""b"""\n', ['a;"b"']),
        (b'"i\nd",text\n1,x\n', ["x"]),
        (b"id|text\n1|x\n", ["x"]),
        (b"id,text\n\n1,x\n\n\n2,\n", ["x", ""]),
    ],
)
@pytest.mark.parametrize("limits", [Limits(), Limits(partition_bytes=1)])
def test_rows_of_csv(tmp_path: Path, batch: Runner, content: bytes, texts: list[str], limits: Limits) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    report = batch("redact", tmp_path / "a.csv", output=tmp_path / "all.csv", limits=limits)

    assert [row["text"] for row in read_csv(tmp_path / "all.csv")] == texts
    assert (report.rows, report.failures) == (len(texts), {})


def test_a_row_with_a_line_end_too_many_is_kept_aside(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.csv").write_bytes(b"id,text\n1,one\rann@example.com\n2,x\n")

    report = batch("redact", tmp_path / "a.csv")

    assert report.failures == {"batch.row-broken": 1}
    assert [row["text"] for row in read_csv(only(tmp_path / "out"))] == ["one", "x"]
    assert json.loads(only(tmp_path / "out" / "_rejected").read_text())["raw"] == "ann@example.com\n"


def test_rows_of_empty_fields_stay(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.tsv").write_bytes(b"id\ttext\n\t\n1\tx\n")

    assert batch("redact", tmp_path / "a.tsv").rows == 2


@pytest.mark.parametrize("output", ["out", "all.tsv"])
def test_tsv_stays_tsv(tmp_path: Path, batch: Runner, output: str) -> None:
    (tmp_path / "a.tsv").write_bytes(b'id\ttext\n1\t"a ""b"", c\td"\n2\tann@example.com\n')

    batch("redact", tmp_path / "a.tsv", output=tmp_path / output)

    path = tmp_path / output if output != "out" else only(tmp_path / "out", "0*.tsv")
    assert [row["text"] for row in read_csv(path, "\t")] == ['a "b", c\td', "[EMAIL_1]"]


def test_a_return_in_a_cell_is_quoted(tmp_path: Path, batch: Runner) -> None:
    pq.write_table(pa.table({"text": ["a\rb", "c\r\nd"]}), tmp_path / "a.parquet")

    batch("redact", tmp_path / "a.parquet", output=tmp_path / "all.csv")

    assert [row["text"] for row in read_csv(tmp_path / "all.csv")] == ["a\rb", "c\r\nd"]


def test_the_first_row_of_a_file_without_a_header_is_not_repeated(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.csv").write_bytes(b"Ann Smith,ann@example.com\nBob,x\n")

    with pytest.raises(InputError, match="--column") as caught:
        batch("redact", tmp_path / "a.csv")
    assert "Ann" not in str(caught.value)


@pytest.mark.parametrize("content", [b'"id",tex"t\n1,x\n', b"id,text,text\n1,x,y\n", b'"id\n1,x\n', b""])
def test_headers_that_will_not_do(tmp_path: Path, batch: Runner, content: bytes) -> None:
    (tmp_path / "a.csv").write_bytes(content)

    with pytest.raises(InputError, match=r"a\.csv"):
        batch("redact", tmp_path / "a.csv")


@pytest.mark.parametrize(
    ("task", "column"), [("redact", "findings"), ("classify", "label"), ("classify", "score"), ("embed", "embedding")]
)
def test_a_column_is_never_overwritten(tmp_path: Path, batch: Runner, task: str, column: str) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "x", column: "mine"}) + "\n")
    (tmp_path / "a.csv").write_text(f"text,{column}\nx,mine\n")
    pq.write_table(pa.table({"text": ["x"], column: ["mine"]}), tmp_path / "a.parquet")

    assert batch(task, tmp_path / "a.jsonl").failures == {"batch.row-column": 1}
    for name in ("a.csv", "a.parquet"):
        with pytest.raises(InputError, match=f"column {column} already"):
            batch(task, tmp_path / name, output=tmp_path / "other")
    with pytest.raises(InputError, match="cannot be in a column"):
        batch(task, tmp_path / "a.jsonl", column=column, output=tmp_path / "other")


def test_types_of_parquet(tmp_path: Path, batch: Runner) -> None:
    schema = pa.schema(
        [pa.field("text", pa.string(), metadata={"a": "b"}), pa.field("n", pa.int64(), nullable=False)],
        metadata={"mine": "kept"},
    )
    table = pa.table({"text": TEXTS, "n": [1, 2, 3]}, schema=schema)
    for name, kind in [("ts", pa.timestamp("ns", "Europe/Oslo")), ("s", pa.timestamp("s")), ("d", pa.duration("ns"))]:
        table = table.append_column(name, pa.array([1, None, 10**15], kind))
    nested: list[dict[str, list[Any] | None] | None] = [{"a": [1], "m": [("k", 1)]}, None, {"a": None, "m": []}]
    kind = pa.struct([("a", pa.list_(pa.int8())), ("m", pa.map_(pa.string(), pa.int64()))])
    table = table.append_column("nested", pa.array(nested, kind))
    table = table.append_column("by", pa.array(["x", "y", "x"]).dictionary_encode())
    pq.write_table(table, tmp_path / "a.parquet")

    batch("redact", tmp_path / "a.parquet")

    before, after = pq.read_table(tmp_path / "a.parquet"), pq.read_table(only(tmp_path / "out"))
    assert after.drop_columns("findings").schema.equals(before.schema, check_metadata=True)
    assert after.drop_columns(["findings", "text"]).equals(before.drop_columns("text"))
    assert after.column("text").to_pylist() == [DONE, None, "nothing"]


@pytest.mark.parametrize("kind", [pa.large_string(), pa.dictionary(pa.int32(), pa.string())])
def test_the_text_column_keeps_its_type(tmp_path: Path, batch: Runner, kind: DataType | DictionaryType) -> None:
    value_type = kind.value_type if pa.types.is_dictionary(kind) else kind
    texts = pa.array(TEXTS, value_type)
    pq.write_table(pa.table({"text": texts.cast(kind) if kind != value_type else texts}), tmp_path / "a.parquet")

    batch("redact", tmp_path / "a.parquet")

    column = pq.read_table(only(tmp_path / "out")).column("text")
    assert (column.type, column.to_pylist()) == (kind, [DONE, None, "nothing"])


@pytest.mark.parametrize("names", [["text", "text"], ["text", "x", "x"]])
def test_columns_of_one_name_are_refused(tmp_path: Path, batch: Runner, names: list[str]) -> None:
    pq.write_table(pa.table([pa.array(["x"])] * len(names), names=names), tmp_path / "a.parquet")

    with pytest.raises(InputError, match="two columns of one name"):
        batch("redact", tmp_path / "a.parquet")


def test_what_json_and_csv_have_no_type_for(tmp_path: Path, batch: Runner) -> None:
    table = pa.table(
        {
            "text": ["x" * 101, "a"],
            "ns": pa.array([1, 2], pa.timestamp("ns")),
            "far": pa.array([datetime.date(9999, 1, 1), None]).cast(pa.timestamp("s")),
            "took": pa.array([1, 2], pa.duration("ns")),
            "price": pa.array([Decimal("1.10"), None], pa.decimal128(9, 2)),
            "raw": [b"\xff", b""],
            "f": [float("nan"), 1.5],
            "deep": [[{"at": datetime.datetime(2026, 1, 2)}], None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")

    batch("redact", tmp_path / "a.parquet", output=tmp_path / "all.jsonl", limits=Limits(100))
    batch("redact", tmp_path / "a.parquet", output=tmp_path / "all.csv", limits=Limits(100))

    row = json.loads((tmp_path / "all.jsonl").read_text(), parse_constant=pytest.fail)
    assert row == {
        "text": "a", "ns": "1970-01-01 00:00:00.000000002", "far": None, "took": "2 ns", "price": None, "raw": "",
        "f": 1.5, "deep": None, "findings": [],
    }  # fmt: skip
    rejected = json.loads(json.loads(only(tmp_path / "all.jsonl.parts" / "_rejected").read_text())["raw"])
    assert (rejected["price"], rejected["raw"], rejected["f"]) == ("1.10", "ff", None)
    assert rejected["deep"] == [{"at": "2026-01-02 00:00:00.000000"}]
    assert read_csv(tmp_path / "all.csv")[0]["took"] == "2 ns"


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" * 5000])
def test_numbers_that_no_reader_of_json_could_read(tmp_path: Path, batch: Runner, number: str) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "x", "n": ' + number + "}\n")

    assert batch("redact", tmp_path / "a.jsonl").failures == {"batch.row-broken": 1}


def test_lone_surrogates(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "\\ud800 ann@example.com", "x": [{"\\udfff": "\\ud800"}]}\n')

    batch("redact", tmp_path / "a.jsonl")
    batch("redact", tmp_path / "a.jsonl", output=tmp_path / "all.parquet")

    assert json.loads(only(tmp_path / "out").read_text())["text"] == "\ud800 [EMAIL_1]"
    assert pq.read_table(tmp_path / "all.parquet").column("text").to_pylist() == ["\ufffd [EMAIL_1]"]


def write_lines(path: Path, rows: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


MIXED: dict[str, list[Any]] = {
    "text": ["x"] * 6,
    "late": [None, None, None, None, "a", "b"],
    "number": [1, 2, 3, 4, 5.5, 6],
    "large": [2**53 + 1, 1, 2, 3, 4, 5.5],
    "mixed": [1, 2, 3, "four", [5], None],
    "nested": [{"a": 1}, {"b": "x"}, {}, None, {"a": 2}, {"a": 3}],
    "nothing": [None] * 6,
    "empty": [{}, {}, {}, {}, {}, {}],
}


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_a_column_of_jsonl_has_one_type_in_parquet(tmp_path: Path, batch: Runner, processes: int) -> None:
    rows = [{name: values[number] for name, values in MIXED.items()} for number in range(6)]
    source = write_lines(tmp_path / "a.jsonl", rows)
    limits, engine = Limits(partition_bytes=1), Engine(processes=processes)

    batch("redact", source, output=tmp_path / "all.parquet", limits=limits, engine=engine)
    batch("redact", source, format="parquet", limits=limits, engine=engine)

    table = pq.read_table(tmp_path / "all.parquet")
    assert table.column("late").to_pylist() == MIXED["late"]
    assert table.column("number").to_pylist() == MIXED["number"]
    assert table.column("large").to_pylist() == [float(value) for value in MIXED["large"]]
    assert table.column("mixed").to_pylist() == ["1", "2", "3", '"four"', "[5]", None]
    assert table.column("nested").to_pylist()[1] == {"a": None, "b": "x"}
    assert (table.schema.field("nothing").type, table.schema.field("empty").type) == (pa.string(), pa.string())
    assert len({str(pq.read_schema(path)) for path in (tmp_path / "out").glob("0*")}) == 1
    assert pq.read_table(tmp_path / "out").num_rows == 6


def test_objects_with_a_new_key_in_each_row_become_json(tmp_path: Path, batch: Runner) -> None:
    source = write_lines(tmp_path / "a.jsonl", [{"text": "x", "by": {f"user{n}": n}} for n in range(300)])

    batch("redact", source, output=tmp_path / "all.parquet")

    assert json.loads(pq.read_table(tmp_path / "all.parquet").column("by")[7].as_py()) == {"user7": 7}


def test_columns_that_do_not_fit_are_refused_before_the_work(tmp_path: Path, batch: Runner) -> None:
    pq.write_table(pa.table({"text": ["x"], "n": [1]}), tmp_path / "a.parquet")
    (tmp_path / "b.csv").write_text("text,n\ny,one\n")
    (tmp_path / "c.csv").write_text("n,text\n2,y\n")

    for output, names in [("all.parquet", ("a.parquet", "b.csv")), ("all.csv", ("b.csv", "c.csv"))]:
        with pytest.raises(InputError, match="name a folder"):
            batch("redact", *(tmp_path / name for name in names), output=tmp_path / output)
        assert not (tmp_path / f"{output}.parts").exists()


@pytest.mark.parametrize("form", ["jsonl", "csv", "parquet", "txt"])
def test_an_input_without_rows_has_an_output(tmp_path: Path, batch: Runner, form: str) -> None:
    source = tmp_path / f"a.{form}"
    source.write_bytes(b"id,text\n" if form == "csv" else b"")
    if form == "parquet":
        pq.write_table(pa.table({"text": pa.array([], pa.string())}), source)

    report = batch("redact", source, output=tmp_path / f"all.{form}")

    assert report.rows == 0
    if form == "parquet":
        assert pq.read_table(tmp_path / "all.parquet").schema.names == ["text", "findings"]
    else:
        assert (tmp_path / f"all.{form}").read_text() == ("id,text,findings\n" if form == "csv" else "")


def test_a_file_of_rows_that_all_failed_has_an_output(tmp_path: Path, batch: Runner) -> None:
    (tmp_path / "a.jsonl").write_text("{\n{\n")

    report = batch("redact", tmp_path / "a.jsonl", output=tmp_path / "all.jsonl")

    assert (report.rows_rejected, (tmp_path / "all.jsonl").read_text()) == (2, "")


@pytest.mark.slow
def test_large_row_groups_are_read_once(tmp_path: Path, batch: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[list[int]] = []

    class Counting(pq.ParquetFile):  # type: ignore[misc]
        def iter_batches(self, *arguments: Any, row_groups: list[int], **options: Any) -> Any:
            begun.append(row_groups)
            return super().iter_batches(*arguments, row_groups=row_groups, **options)

    monkeypatch.setattr(pq, "ParquetFile", Counting)
    texts = [f"{number}: {MAIL}" for number in range(1000)]
    pq.write_table(pa.table({"text": texts}), tmp_path / "a.parquet", row_group_size=800)

    batch("redact", tmp_path / "a.parquet", output=tmp_path / "all.parquet", limits=Limits(partition_bytes=1000))

    assert len(list((tmp_path / "all.parquet.parts").glob("0*"))) > 10
    assert begun == [[0], [1]]
    read = pq.read_table(tmp_path / "all.parquet").column("text").to_pylist()
    assert read == [f"{number}: {DONE}" for number in range(1000)]


def test_an_input_that_is_written_to_meanwhile(tmp_path: Path, batch: Runner) -> None:
    source = write_lines(tmp_path / "a.jsonl", [{"text": f"{n}: {MAIL}"} for n in range(20)])

    from tabside.batch import Job, run
    from tests.unit.batch.conftest import MODELS

    def on_done(tally: Tally, partitions: int) -> None:
        if tally.partitions == 2:
            source.write_text(source.read_text() + '{"text": "more"}\n')

    job = Job("redact", (str(source),), str(tmp_path / "out.jsonl"), model=MODELS["redact"], limits=Limits(1000, 200))
    with pytest.raises(ChangedError, match=r"a\.jsonl was written to"):
        run(job, Engine(processes=1), on_done=on_done)
    assert not (tmp_path / "out.jsonl").exists()
    with pytest.raises(ChangedError, match=r"input \(a\.jsonl\)"):
        run(job, Engine(processes=1))


@pytest.mark.parametrize(
    ("name", "start", "more"),
    [
        ("a.jsonl", '{"text": "', '"}\n'),
        ("a.txt", "", "\n"),
        ("a.csv", 'text,n\n"', '",1\n'),
        ("a.csv.gz", 'text\n"', '"\n'),
    ],
)
def test_rows_beside_a_row_that_is_too_long_to_be_read(
    tmp_path: Path, batch: Runner, name: str, start: str, more: str
) -> None:
    first, rest = (start[: -len(row)], row) if (row := start.rpartition("\n")[2]) else (start, "")
    content = first + "".join(f"{rest}{text}{more}" for text in ("one", "x" * 100_000, "ann@example.com"))
    (tmp_path / name).write_bytes(gzip.compress(content.encode()) if name.endswith("gz") else content.encode())
    output = tmp_path / f"all.{name.split('.')[1]}"

    report = batch("redact", tmp_path / name, output=output, limits=Limits(max_chars=100))

    assert (report.rows, report.failures) == (3, {"batch.row-too-long": 1})
    written = output.read_text()
    assert "one" in written
    assert "[EMAIL_1]" in written
    rejected = json.loads(next((tmp_path / f"{output.name}.parts" / "_rejected").iterdir()).read_text())
    assert rejected["row"] == 2
    assert content[rejected["start"] : rejected["end"]] == f"{rest}{'x' * 100_000}{more}"

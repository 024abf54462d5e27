"""Each thing that the table of kinds in docs/files.md says is true of a sample."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabside.files import redact_file, restore_file
from tabside.redaction import Redactor
from tests.unit.files.kinds_claims import Claim, Row, Sample
from tests.unit.files.kinds_office import OFFICE_ROWS
from tests.unit.files.kinds_packed import PACKED_ROWS
from tests.unit.files.kinds_text import TEXT_ROWS
from tests.unit.files.office_files import unpacked

ROWS = (*TEXT_ROWS, *OFFICE_ROWS, *PACKED_ROWS)
DOCS = (Path(__file__).parents[3] / "docs" / "files.md").read_text("utf-8")
CLAIMS = [(f"{row.kinds[0]}: {claim.phrase[:60]}", claim) for row in ROWS for cell in row.cells for claim in cell]


def said_in(data: bytes) -> str:
    whole = b"\n".join(unpacked(data).values()) if data.startswith(b"PK") else data
    return whole.decode("latin-1")


@pytest.mark.parametrize("row", ROWS, ids=[row.kinds[0] for row in ROWS])
def test_the_table_is_the_one_that_is_tested(row: Row) -> None:
    assert str(row) in DOCS.splitlines()


@pytest.mark.parametrize(("name", "claim"), CLAIMS, ids=[name for name, _ in CLAIMS])
async def test_the_table_is_true(redactor: Redactor, name: str, claim: Claim) -> None:
    for sample in claim.samples:
        await check(redactor, sample)


async def check(redactor: Redactor, sample: Sample) -> None:
    data = sample.data.encode() if isinstance(sample.data, str) else sample.data
    if sample.error is not None:
        with pytest.raises(sample.error):
            await redact_file(data, sample.name, redactor)
        return
    result = await redact_file(data, sample.name, redactor)
    written = said_in(result.data)
    assert [value for value in sample.gone if value.encode().decode("latin-1") in written] == []
    assert [value for value in sample.kept if value.encode().decode("latin-1") not in written] == []
    if sample.said:
        assert any(sample.said in one for one in result.warnings)
    if sample.comes_back and not data.startswith(b"PK"):
        assert restore_file(result.data, sample.name, result.mapping).data == data

"""What a format, a program or a head says is nobody's: it stays, while names beside it are found."""

from __future__ import annotations

import base64
import json

import pytest
import yaml

from tabside.files import redact_file, restore_file
from tabside.files.plain.yaml_tokens import scanner
from tabside.redaction import Redactor

PIPELINE = """\
name: Build and test
on: [push]
jobs:
  build:
    name: Linux, "quick" # see Ann
    steps:
      - name: Install 'it' & go
        with: {user: "${{ github.actor }}", owner: x y}
      - name: Say hello to
          Ann, and
          nobody else
        path: dist\\*
"""

STAY: dict[str, tuple[str, str]] = {
    "the name of a package": ("package.json", '{"name": "left-pad", "version": "1.0.0", "scripts": {"name": "x"}}'),
    "names of goods": ("goods.csv", "name,price,stock\nRed chair,12.50,3\nDesk lamp,9.00,1\nOak table,99.90,2\n"),
    "the name of a repository": ("repository.json", '[{"full_name": "octo/hello", "owner": "octo"}]'),
    "a head that its value does not fit": (
        "settings.json",
        '{"cell": "A1", "phone": "none yet", "email": "required", "address": "0x7ffe", "pan": "left", "zip": "no"}',
    ),
    "an address in a network": ("hosts.json", '{"address": ":8080", "street": "0x10"}'),
    "templates of programs": (
        "deploy.yaml",
        "username: ${{ github.actor }}\nfirst_name: '{{ user }}'\nphone: $PHONE_1\n",
    ),
    "numbers whose check digit holds by chance": (
        "stock.csv",
        "item,count\n" + "".join(f"{7310012345000 + 7 * number},{number}\n" for number in range(40)),
    ),
    "fonts and joins of a drawing": (
        "drawing.svg",
        '<svg xmlns="http://www.w3.org/2000/svg"><g font-family="Oslo" stroke-linecap="Ann" inkscape:version="1 Ann">'
        '<use href="#Ann"/></g></svg>',
    ),
    "the words of a notebook": (
        "a.ipynb",
        '{"cells": [{"cell_type": "code", "id": "Ann", "execution_count": 1, "metadata": {}, "source": ["x"], '
        '"outputs": [{"output_type": "stream", "name": "Ann", "text": ["y"]}]}], "metadata": {"kernelspec": '
        '{"name": "Ann", "display_name": "Ann 3"}, "language_info": {"name": "Ann"}}, "nbformat": 4}',
    ),
}


@pytest.mark.parametrize("case", STAY)
async def test_it_stays(redactor: Redactor, case: str) -> None:
    name, text = STAY[case]
    assert (await redact_file(text.encode(), name, redactor)).data.decode() == text


CHANGE: dict[str, tuple[str, str, str]] = {
    "a name beside other data of people": (
        "people.json",
        '[{"name": "Qi", "email": "qi@corp.com"}]',
        '[{"name": "[PERSON_1]", "email": "[EMAIL_1]"}]',
    ),
    "a column of names": (
        "people.csv",
        "name,points\nAnn Smith,3\nAnn,1\nSmith,2\nQi,4\n",
        "name,points\n[GIVEN_NAME_1] [SURNAME_1],3\n[GIVEN_NAME_1],1\n[SURNAME_1],2\n[PERSON_1],4\n",
    ),
    "a mapping of people among others": (
        "team.yaml",
        "name: Portal\nmembers:\n  - name: Qi\n    phone: 415-555-2671\n",
        'name: Portal\nmembers:\n  - name: "[PERSON_1]" \n    phone: "[PHONE_1]" \n',
    ),
    "fonts and colors of any XML": (
        "a.xml",
        '<style><font typeface="Oslo" fill="4F81BD" mark="00FC693F"/><by>Oslo</by></style>',
        '<style><font typeface="Oslo" fill="4F81BD" mark="00FC693F"/><by>[CITY_1]</by></style>',
    ),
    "a text of a drawing": (
        "a.svg",
        '<svg><text font-family="Oslo">Oslo</text></svg>',
        '<svg><text font-family="Oslo">[CITY_1]</text></svg>',
    ),
}


@pytest.mark.parametrize("case", CHANGE)
async def test_it_is_replaced_and_comes_back(redactor: Redactor, case: str) -> None:
    name, text, redacted = CHANGE[case]
    result = await redact_file(text.encode(), name, redactor)
    assert result.data.decode() == redacted
    assert restore_file(result.data, name, result.mapping).data.decode() == text


@pytest.mark.parametrize("package", ["PyYAML", "ruamel.yaml"])
async def test_scalars_of_yaml_keep_their_lines_and_come_back(redactor: Redactor, package: str) -> None:
    assert scanner((package,))
    result = await redact_file(PIPELINE.encode(), "a.yaml", redactor, hide={"Install": "X", "dist": "X", "Linux": "X"})
    written = result.data.decode()
    assert "Ann" not in written
    assert written.count("\n") == PIPELINE.count("\n")
    steps = yaml.safe_load(written)["jobs"]["build"]["steps"]
    assert steps[0]["name"] == "[X_2] 'it' & go"
    assert steps[1]["name"] == "Say hello to [GIVEN_NAME_1], and nobody else"
    assert restore_file(result.data, "a.yaml", result.mapping).data.decode() == PIPELINE


@pytest.mark.parametrize(
    "scalar",
    [
        "Ann", "'Ann''s'", '"a \\"b\\" Ann"', "Ann's, [x] {y} # no", "'a: Ann'", "Ann:x", "x-Ann",
        "'Ann\n\n  in\n  Oslo'",
        '"Ann \\u00e9\n  Oslo"', "Ann\n\n  and\n  Smith", '"Ann \\\n  Smith"', "'%Ann'",
    ],
)  # fmt: skip
async def test_a_scalar_comes_back_as_it_was(redactor: Redactor, scalar: str) -> None:
    for text in (f"k: {scalar}\nl: 1\n", f"- {scalar}\n- 2\n"):
        result = await redact_file(text.encode(), "a.yaml", redactor)
        before, after = yaml.safe_load(text), yaml.safe_load(result.data)
        assert "Ann" not in result.data.decode()
        assert len(before) == len(after)
        assert restore_file(result.data, "a.yaml", result.mapping).data.decode() == text


async def test_a_notebook_is_read_cell_by_cell_and_its_pictures_stay(redactor: Redactor) -> None:
    picture = base64.b64encode(bytes(range(256)) * 3).decode()
    notebook = {
        "cells": [
            {"cell_type": "markdown", "source": ["# By Ann\n", "in Oslo"], "metadata": {"tags": ["Ann", "x"]}},
            {
                "cell_type": "code",
                "source": "name = 'Ann'",
                "outputs": [
                    {"output_type": "stream", "name": "stdout", "text": ["hello Ann\n", "bye\n"]},
                    {
                        "output_type": "display_data",
                        "data": {
                            "image/png": [picture[:76] + "\n", picture[76:]],
                            "text/html": ["<table class='Ann'>\n", "<td>Ann <b>x</b></td>\n", "</table>"],
                            "application/json": {"who": "Smith"},
                        },
                    },
                    {"output_type": "error", "ename": "ValueError", "evalue": "no Ann", "traceback": ["line: Ann"]},
                ],
            },
            {"cell_type": "raw", "source": "", "attachments": {"Ann.png": {"image/png": picture}}},
        ],
        "metadata": {"authors": [{"name": "Qi", "email": "qi@corp.com"}], "language_info": {"name": "python"}},
        "nbformat": 4,
    }
    text = json.dumps(notebook, indent=1)
    result = await redact_file(text.encode(), "a.ipynb", redactor)
    read = json.loads(result.data)
    assert read["cells"][0]["source"] == ["# By [GIVEN_NAME_1]\n", "in [CITY_1]"]
    assert read["cells"][0]["metadata"]["tags"] == ["[GIVEN_NAME_1]", "x"]
    outputs = read["cells"][1]["outputs"]
    assert outputs[0] == {"output_type": "stream", "name": "stdout", "text": ["hello [GIVEN_NAME_1]\n", "bye\n"]}
    data = outputs[1]["data"]
    assert data["image/png"] == notebook["cells"][1]["outputs"][1]["data"]["image/png"]  # type: ignore[index]
    assert data["text/html"][1] == "<td>[GIVEN_NAME_1] <b>x</b></td>\n"
    assert data["application/json"] == {"who": "[SURNAME_1]"}
    assert outputs[2]["evalue"] == "no [GIVEN_NAME_1]"
    assert read["metadata"] == {
        "authors": [{"name": "[PERSON_1]", "email": "[EMAIL_1]"}],
        "language_info": {"name": "python"},
    }
    assert list(read["cells"][2]["attachments"]) == ["[GIVEN_NAME_1].png"]
    assert any("Pictures" in warning for warning in result.warnings)
    assert restore_file(result.data, "a.ipynb", result.mapping).data.decode() == text

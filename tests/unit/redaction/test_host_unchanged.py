"""tabside changes nothing of the program that uses it: its modules, python-stdnum, tabside's own settings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[3] / "py"

# Numbers of every kind that a check asks python-stdnum about, and some that only our own checks know.
NUMBERS = """
Call +1 415 555 2671, card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, EIN 91-1144442, VIN 1M8GDM9AXKP042788,
DNI 54362315K, steuer-id 36574261809, Ausweis, cédula 1713175071, BSN 111222333, NINO AB123456C, CPF 390.533.447-05,
TC kimlik no 10000000146, PESEL 44051401359, codice fiscale RCCMNL83S18D969H, NSS 2 95 10 99 126 111 93,
VAT DE136695976, 身份证 11010519491231002X, NRIC S1234567D, IMEI 490154203237518,
bitcoin 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
"""

HOST = """
import sys
sys.path[:0] = [{package!r}, {tests!r}]
{before}
from tabside import env
from tabside.redaction import Redactor
from classifier_fake import WordClassifier
import asyncio

modules = {{name: module for name, module in sys.modules.items() if not name.startswith("tabside")}}
util = dict(vars(sys.modules["stdnum.util"])) if "stdnum.util" in sys.modules else None
def settings_of(env):
    return {{name: getattr(env, name) for name in dir(env) if not name.startswith("_")}}
settings = settings_of(env)
findings = asyncio.run(Redactor(WordClassifier()).analyze({numbers!r}))
kinds = {{found.entity for found in findings}}
assert {{"IBAN", "TAX_ID", "GOVERNMENT_ID", "VEHICLE_ID", "CREDIT_CARD"}} <= kinds, kinds
assert settings_of(env) == settings
assert all(sys.modules.get(name) is module for name, module in modules.items())
if util is not None:
    assert all(vars(sys.modules["stdnum.util"])[name] is value for name, value in util.items())
print(*sorted(name for name in sys.modules if name.partition(".")[0] in ("stdnum", "ssl")))
"""


def run(before: str) -> list[str]:
    code = HOST.format(package=str(PACKAGE), tests=str(Path(__file__).parent), before=before, numbers=NUMBERS)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_redacting_imports_no_python_stdnum_for_the_host() -> None:
    assert not [name for name in run("") if name.startswith("stdnum")]


@pytest.mark.parametrize(
    "before", ["import stdnum.util, stdnum.numdb", "from stdnum.es import nif; import stdnum.iban"]
)
def test_a_host_that_uses_python_stdnum_keeps_its_own(before: str) -> None:
    assert "stdnum.util" in run(before)


def test_no_empty_ssl_stays_behind() -> None:
    # As in Pyodide, which has no ssl until a package brings it.
    hide = (
        "from importlib.abc import MetaPathFinder\n"
        "class Hidden(MetaPathFinder):\n"
        "    def find_spec(self, name, path, target=None):\n"
        "        if name == 'ssl': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hidden()); sys.modules.pop('ssl', None)"
    )

    assert run(hide) == []

"""Files by blocking calls, and a blocking redactor where it cannot be used."""

from __future__ import annotations

import pytest

from tabside import sync
from tabside.errors import InputError
from tabside.files import redact_file
from tabside.redaction import Redactor


def test_files_by_blocking_calls(redactor: Redactor) -> None:
    for one in (redactor, sync.Blocking(redactor)):
        result = sync.redact_file(b"Dear Ann\n", "a.txt", one)
        assert result.data == b"Dear [GIVEN_NAME_1]\n"
        assert sync.restore_file(result.data, "a.txt", result.mapping).data == b"Dear Ann\n"


async def test_a_blocking_redactor_in_an_asynchronous_call_is_refused(redactor: Redactor) -> None:
    """It waited for a loop that waited for it, for ever."""
    with pytest.raises(InputError, match=r"sync\.redact_file"):
        await redact_file(b"Ann", "a.txt", sync.Blocking(redactor))  # type: ignore[arg-type]

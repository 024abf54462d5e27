"""Open Office files that are locked by a password (MS-OFFCRYPTO), by msoffcrypto-tool."""

from __future__ import annotations

import io

from ..errors import FileError, FileProtectedError
from .budget import MOST_BYTES
from .opening import is_office

__all__ = ["NOT_LOCKED", "unlocked"]

NOT_LOCKED = "The result is not locked: the password that opened the file was not set again."
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What Excel locks a workbook with that is only protected against changes; it opens without being asked for.
_DEFAULT = "VelvetSweatshop"


def unlocked(data: bytes, name: str, password: str = "") -> bytes:
    """Return an Office file without its lock; other data as it is, and so what no password was given for.

    Raises:
        FileProtectedError: the password is wrong, or msoffcrypto-tool is not installed. FileError: the file is damaged.
    """
    if not is_office(name) or not data.startswith(_OLE) or len(data) > MOST_BYTES:
        return data
    try:
        from msoffcrypto.exceptions import FileFormatError, InvalidKeyError
        from msoffcrypto.format.ooxml import OOXMLFile
    except ImportError:
        if not password:
            return data
        raise FileProtectedError('Locked Office files need msoffcrypto-tool: pip install "tabside[files]".') from None
    plain = io.BytesIO()
    try:
        file = OOXMLFile(io.BytesIO(data))
        file.load_key(password=password or _DEFAULT, verify_password=True)
        file.decrypt(plain, verify_integrity=file.type == "agile")
    except FileFormatError:
        # The format before 2007, under a name of today's.
        return data
    except InvalidKeyError:
        if not password:
            return data
        raise FileProtectedError("The password does not open this file, or it was altered.") from None
    except Exception:
        # The package raises errors of all kinds for damaged files.
        if not password:
            return data
        raise FileError("This file is locked, and broken: it cannot be opened.") from None
    return plain.getvalue()

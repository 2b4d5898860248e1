"""How large a file may be before zctrack refuses it, instead of the machine giving in.

The defaults are far above any notice: the longest that we know has 60,000 characters and weighs
3 MB as a scan-free PDF.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["DEFAULTS", "Limits"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds that every reader keeps.

    Parameters
    ----------
    file_bytes : int
        Bytes of the file as it comes.
    characters : int
        Characters of the text that was read.
    zip_entries : int
        Files inside a docx.
    part_bytes : int
        Bytes of one unpacked part of a docx (its text, its styles, its numbering).
    zip_ratio : int
        How many times larger a part may become by unpacking, once it is larger than 1 MB.
    pages : int
        Pages of a PDF.
    cells : int
        Cells of all tables.

    Examples
    --------
    >>> Limits(pages=10).pages, Limits().characters
    (10, 2000000)
    """

    file_bytes: int = 20_000_000
    characters: int = 2_000_000
    zip_entries: int = 5_000
    part_bytes: int = 100_000_000
    zip_ratio: int = 200
    pages: int = 3_000
    cells: int = 200_000


DEFAULTS = Limits()

"""Names of files that every system takes (文件名): readable, safe, unlike each other."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["file_name"]

# Windows refuses these in a name, and these names whatever their ending.
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_FULL_WIDTH = str.maketrans({"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？", "|": "｜"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
# Most file systems hold 255 bytes, and a Chinese character takes three.
_BYTES = 200


def file_name(stem: str, ending: str, taken: set[str]) -> str:
    """Make a name that a file may bear, and note it as taken.

    Parameters
    ----------
    stem : str
        The name wished for, without its ending.
    ending : str
        ``.xlsx``.
    taken : set of str
        Names in use, in small letters; the new one is added.

    Returns
    -------
    str
        Readable: what is forbidden becomes its full-width form or a space.

    Examples
    --------
    >>> used = set()
    >>> file_name("科技/信息局", ".xlsx", used), file_name("科技/信息局", ".xlsx", used)
    ('科技／信息局.xlsx', '科技／信息局（2）.xlsx')
    """
    clean = unicodedata.normalize("NFC", stem).translate(_FULL_WIDTH)
    clean = "".join(c for c in _FORBIDDEN.sub(" ", clean) if unicodedata.category(c)[0] != "C")
    # A leading dot hides a file, and Windows drops a trailing dot or space.
    clean = re.sub(r"\s+", " ", clean).strip(" .") or "_"
    if _RESERVED.fullmatch(clean):
        clean += "_"
    number, end = 1, ""
    while True:
        found = _cut(clean, _BYTES - len(end.encode())) + end + ending
        if found.casefold() not in taken:
            taken.add(found.casefold())
            return found
        number += 1
        end = f"（{number}）"


def _cut(text: str, size: int) -> str:
    return text.encode()[:size].decode("utf-8", "ignore").rstrip(" .")

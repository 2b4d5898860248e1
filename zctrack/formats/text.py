"""Plain text (纯文本) in the encodings that Chinese offices save it in.

The order is fixed, and the first that fits wins: a byte order mark; UTF-8, strictly; UTF-16, where
there are NUL bytes; GB18030, which holds GBK and GB2312. What decodes in none of them, or
only into characters that no notice is written with, is refused with the offset of the first
offending byte: nothing is guessed and nothing replaced.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

from zctrack.errors import FormatError, LimitError
from zctrack.formats.limits import DEFAULTS, Limits
from zctrack.notice import Block, Document

__all__ = ["decode", "read"]

# Longest first: the mark of UTF-32 begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_SEQUENCE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CUT_UTF8 = re.compile(rb"(?:[\xc2-\xf4]|[\xe0-\xf4][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{2})\Z")
_HIGH_BYTE = re.compile(rb"[\x80-\xff]")
# GBK text forms valid UTF-8 sequences by chance for about a quarter of its bytes, damaged UTF-8
# for nearly all of them.
_DAMAGED_UTF8 = 0.9
# ASCII, Chinese characters and punctuation: what a text in the right byte order consists of.
_USUAL = re.compile("[\\t\\n\\r -~\u2010-\u2030\u3000-\u301f\u4e00-\u9fff\uff01-\uff5e]")
# A notice in the right encoding has none or a handful of these; one in the wrong encoding
# (Big5 read as GB18030, for example) has them in every sentence.
_ODD_SHARE = 0.03
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
_SAVE_AS = "Open it in an editor and save it as UTF-8."


def read(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> Document:
    r"""Read plain text: what was decoded, character for character.

    A byte order mark is dropped; line breaks stay as they are (``\r\n`` too).

    Parameters
    ----------
    data : bytes
        The file.
    name : str, optional
        Its name.
    limits : Limits, optional
        ``characters`` counts.

    Returns
    -------
    Document
        With a Block per line that is not blank; `Block.paragraph` is the line's number in the
        file, blank lines counted.

    Raises
    ------
    FormatError
        If the file is empty, or its bytes are text in none of the encodings.
    LimitError
        If the text is too long.

    Examples
    --------
    >>> read("一、目标\n\n二、措施".encode("gb18030")).blocks[1]
    Block(start=6, end=10, paragraph=3, page=None, table=None, row=None, column=None)
    """
    text = decode(data, name=name)
    if not text.strip():
        raise FormatError("the file is empty", where=name)
    if len(text) > limits.characters:
        raise LimitError(
            f"the text has {len(text):,} characters, more than {limits.characters:,}",
            where=name,
            todo="Split the file, or raise Limits.characters.",
        )
    blocks = []
    for number, match in enumerate(_LINE.finditer(text), start=1):
        line = match.group().rstrip("\r\n")
        if line.strip():
            blocks.append(Block(match.start(), match.start() + len(line), number))
    return Document(text, tuple(blocks), name)


def decode(data: bytes, *, name: str | None = None) -> str:
    r"""Turn bytes into text, by the order that this module's docstring gives.

    Parameters
    ----------
    data : bytes
        The file.
    name : str, optional
        Its name, for errors.

    Returns
    -------
    str

    Raises
    ------
    FormatError
        With the offset of the first byte that cannot be read.

    Examples
    --------
    >>> decode("周政发〔2020〕27号".encode("gbk"))
    '周政发〔2020〕27号'
    >>> decode(b"\xff\xfe" + "周村".encode("utf-16-le"))
    '周村'
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _strictly(data[len(mark) :], encoding, name, len(mark))
    if b"\0" in data:
        text = _utf16_without_mark(data)
        if text is None:
            raise _binary(data.index(0), name)
        return text
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        utf8_offset = error.start
    if _looks_like_utf8(data):
        raise FormatError(
            f"the text is UTF-8, but the byte at offset {utf8_offset} is damaged",
            where=name,
            todo="Copy or download it again.",
        )
    try:
        gb18030 = data.decode("gb18030")
    except UnicodeDecodeError as error:
        offset = error.start
    else:
        odd = _first_odd(gb18030)
        if odd is None:
            return gb18030
        offset = len(gb18030[:odd].encode("gb18030"))
    text = _utf16_without_mark(data)
    if text is not None:
        return text
    raise FormatError(
        "the bytes are text neither in UTF-8 nor in UTF-16 nor in GB18030: "
        f"the byte at offset {offset} does not fit",
        where=name,
        todo=_SAVE_AS,
    )


def _strictly(data: bytes, encoding: str, name: str | None, shift: int) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FormatError(
            f"the text says that it is {encoding.upper()}, but the byte at offset "
            f"{error.start + shift} is damaged",
            where=name,
            todo=_SAVE_AS,
        ) from None
    if "\0" in text:
        offset = shift + len(text[: text.index("\0")].encode(encoding))
        raise _binary(offset, name)
    return text


def _utf16_without_mark(data: bytes) -> str | None:
    """Decode in the likelier byte order, if either gives a text that a notice could be."""
    # The high byte of ASCII is NUL; so is the low byte of 一 and 开, hence only a tie-break.
    little_first = data[1::2].count(0) >= data[::2].count(0)
    best: tuple[int, str] | None = None
    for encoding in ("utf-16-le", "utf-16-be") if little_first else ("utf-16-be", "utf-16-le"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        usual = len(_USUAL.findall(text))
        if "\0" not in text and _first_odd(text) is None and (best is None or usual > best[0]):
            best = (usual, text)
    return best[1] if best else None


def _binary(offset: int, name: str | None) -> FormatError:
    return FormatError(
        f"the bytes are no text: there is a NUL byte at offset {offset}",
        where=name,
        todo="zctrack reads .txt, .docx, .html and .pdf.",
    )


def _looks_like_utf8(data: bytes) -> bool:
    data = _CUT_UTF8.sub(b"", data)
    fitting = sum(len(match) for match in _UTF8_SEQUENCE.findall(data))
    return fitting > 0 and fitting >= _DAMAGED_UTF8 * len(_HIGH_BYTE.findall(data))


def _is_odd(character: str) -> bool:
    """Whether a character has no place in a Chinese official text."""
    if character < "\x80":
        return character < " " and character not in "\t\n\r\f\v"
    return (
        "\u3040" <= character <= "\u30ff"  # kana
        or "\u3400" <= character <= "\u4dbf"  # extension A
        or "\ua000" <= character <= "\uf8ff"  # Yi to Hangul, surrogates, private use
        or character >= "\U00020000"  # rare characters
        or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs")
        or character == "\ufffd"
    )


def _first_odd(text: str) -> int | None:
    """Offset of the first odd character, if there are too many of them."""
    places = [i for i, character in enumerate(text) if _is_odd(character)]
    foreign = sum(character >= "\x80" for character in text)
    return places[0] if len(places) > max(1, _ODD_SHARE * foreign) else None

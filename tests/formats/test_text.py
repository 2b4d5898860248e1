from __future__ import annotations

import random
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zctrack.errors import FormatError, LimitError
from zctrack.formats import text
from zctrack.formats.limits import Limits

ENCODINGS = ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_made_notice_reads_back_from_every_encoding(
    made: Mapping[str, str], encoding: str
) -> None:
    for notice in made.values():
        assert text.decode(notice.encode(encoding)) == notice


@pytest.mark.parametrize("length", [2, 5, 20, 80])
def test_a_short_text_in_gbk_is_read(made: Mapping[str, str], length: int) -> None:
    short = made["01"][:length]
    assert text.decode(short.encode("gbk")) == short


def test_utf16_without_mark_and_without_any_nul_byte_is_read(made: Mapping[str, str]) -> None:
    chinese = "".join(c for c in made["27"] if "\u4e01" <= c <= "\u9fff" and ord(c) % 256)
    data = chinese.encode("utf-16-le")
    assert b"\0" not in data
    assert text.decode(data) == chinese


def test_line_breaks_stay_as_they_are() -> None:
    document = text.read("一、目标\r\n\r\n二、措施\r三、保障\n".encode())
    assert document.text == "一、目标\r\n\r\n二、措施\r三、保障\n"
    lines = [document.text[b.start : b.end] for b in document.blocks]
    assert lines == ["一、目标", "二、措施", "三、保障"]
    assert [b.paragraph for b in document.blocks] == [1, 3, 4]


def test_the_byte_order_mark_is_no_character_of_the_text() -> None:
    assert text.read(b"\xef\xbb\xbf" + "周".encode()).text == "周"


def test_a_damaged_byte_in_utf8_is_named_by_its_offset_and_not_read_as_gbk() -> None:
    data = "一、目标任务和工作措施".encode()
    with pytest.raises(FormatError, match="offset 9 is damaged") as caught:
        text.decode(data[:9] + b"\xff" + data[10:], name="a.txt")
    assert caught.value.where == "a.txt"


def test_a_cut_utf8_file_is_named_by_its_offset() -> None:
    data = "一、目标任务".encode()
    with pytest.raises(FormatError, match="offset 15"):
        text.decode(data[:-1])


def test_a_damaged_byte_in_gbk_is_named_by_its_offset() -> None:
    data = "目标任务".encode("gbk")
    with pytest.raises(FormatError, match="offset 4"):
        text.decode(data[:4] + b"\xff" + data[5:])


def test_a_damaged_utf16_file_with_mark_is_named_by_its_offset() -> None:
    data = b"\xff\xfe" + "目标".encode("utf-16-le") + b"\x00\xd8"
    with pytest.raises(FormatError, match="UTF-16-LE, but the byte at offset 6"):
        text.decode(data)


@pytest.mark.parametrize("encoding", ["big5hkscs", "euc_kr"])
def test_another_encoding_is_refused_and_not_read_as_gb18030(
    made: Mapping[str, str], encoding: str
) -> None:
    with pytest.raises(FormatError, match="neither in UTF-8"):
        text.decode(made["07"].encode(encoding, "ignore"))


def test_bytes_that_are_no_text_are_refused() -> None:
    noise = random.Random(1).randbytes(2000)
    with pytest.raises(FormatError):
        text.decode(noise)
    with pytest.raises(FormatError, match="NUL byte at offset 3"):
        text.decode(b"abc\0def")


@pytest.mark.parametrize("blank", [b" \r\n\t", "　　".encode(), b"\xef\xbb\xbf"])
def test_a_blank_file_is_empty(blank: bytes) -> None:
    with pytest.raises(FormatError, match="the file is empty"):
        text.read(blank)


def test_a_long_text_is_refused() -> None:
    with pytest.raises(LimitError, match="11 characters, more than 10"):
        text.read(b"a" * 11, limits=Limits(characters=10))


@given(st.text(st.characters(codec="gb18030", exclude_categories=["Cs", "Co", "Cn"])))
def test_what_is_utf8_reads_back_as_it_was(whole: str) -> None:
    kept = whole.replace("\0", "").lstrip("\ufeff")
    assert text.decode(kept.encode()) == kept


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_one_error(data: bytes) -> None:
    try:
        read = text.decode(data)
    except FormatError:
        return
    assert isinstance(read, str)
    assert "\0" not in read

"""A file is written whole or not at all; a ZIP does not know when it was made."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from zctrack.errors import FileError
from zctrack.formats.files import write_bytes, write_text, zip_with_fixed_times


def test_missing_folders_are_made(tmp_path: Path):
    assert write_text(tmp_path / "a" / "b" / "c.txt", "周村").read_text("utf-8") == "周村"


def test_line_ends_are_kept_byte_for_byte(tmp_path: Path):
    assert write_text(tmp_path / "a", "1\r\n2\n").read_bytes() == b"1\r\n2\n"


def test_nothing_is_left_beside_the_file(tmp_path: Path):
    write_bytes(tmp_path / "a", b"1")
    write_bytes(tmp_path / "a", b"2")
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_failure_leaves_the_old_file_whole(tmp_path: Path, monkeypatch):
    write_bytes(tmp_path / "a", b"old")

    def no_room(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", no_room)
    with pytest.raises(FileError, match="No space left"):
        write_bytes(tmp_path / "a", b"new")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]


def test_a_name_that_is_a_folder_gives_one_clear_line(tmp_path: Path):
    (tmp_path / "a").mkdir()
    with pytest.raises(FileError) as caught:
        write_bytes(tmp_path / "a", b"1")
    assert str(tmp_path / "a") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_very_long_chinese_name_that_the_disk_takes_is_written(tmp_path: Path):
    name = "文" * 80 + ".txt"
    assert write_bytes(tmp_path / name, b"1").name == name


def test_others_may_read_what_is_written(tmp_path: Path):
    assert write_bytes(tmp_path / "a", b"1").stat().st_mode & 0o777 == 0o644


def zipped(year: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in ("b.xml", "a.xml"):
            made.writestr(zipfile.ZipInfo(name, (year, 1, 1, 0, 0, 0)), f"<{name}/>")
    return out.getvalue()


def test_a_zip_made_on_another_day_has_the_same_bytes():
    assert zipped(2020) != zipped(2021)
    assert zip_with_fixed_times(zipped(2020)) == zip_with_fixed_times(zipped(2021))


def test_its_entries_keep_order_and_content():
    with zipfile.ZipFile(io.BytesIO(zip_with_fixed_times(zipped(2020)))) as made:
        assert made.namelist() == ["b.xml", "a.xml"]
        assert made.read("a.xml") == b"<a.xml/>"


def test_what_is_no_zip_is_refused():
    with pytest.raises(FileError, match="no ZIP"):
        zip_with_fixed_times(b"text")


def test_an_office_file_s_properties_are_dated_as_asked_and_in_order():
    def office(day: str, swapped: bool) -> bytes:
        parts = [f"<dcterms:created>{day}</dcterms:created>", "<dc:creator>甲</dc:creator>"]
        inside = "".join(reversed(parts) if swapped else parts)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as made:
            made.writestr("docProps/core.xml", f"<cp:coreProperties>{inside}</cp:coreProperties>")
        return out.getvalue()

    one, two = office("2020-01-01T00:00:00Z", False), office("2021-01-01T00:00:00Z", True)
    stamp = "2020-08-25T00:00:00Z"
    assert zip_with_fixed_times(one, stamp=stamp) == zip_with_fixed_times(two, stamp=stamp)
    with zipfile.ZipFile(io.BytesIO(zip_with_fixed_times(one, stamp=stamp))) as made:
        assert made.read("docProps/core.xml").decode() == (
            "<cp:coreProperties><dcterms:created>2020-08-25T00:00:00Z</dcterms:created>"
            "<dc:creator>甲</dc:creator></cp:coreProperties>"
        )

from __future__ import annotations

import contextlib
import io
import zipfile
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import docx
import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib import font_manager
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure

import zctrack as zt
from zctrack.errors import FileError, FormatError, LimitError, ZctrackError
from zctrack.formats.limits import Limits
from zctrack.formats.read import document

MADE = Path(__file__).parents[1] / "made"
PLAIN = ["01", "07", "13", "23", "27", "31"]
TABLE = "24-county-table-tabs-2024.txt"


@cache
def made(number: str) -> str:
    return next(MADE.glob(f"{number}-*.txt")).read_text("utf-8")


def read_as(notice: zt.Notice) -> list[Any]:
    return notice.assignments[["task", "party", "role"]].to_numpy().tolist()


def as_docx(text: str) -> bytes:
    paper = docx.Document()
    for line in text.split("\n"):
        paper.add_paragraph(line)
    return saved(paper)


def saved(paper: Any) -> bytes:
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def as_html(text: str) -> bytes:
    body = "".join(f"<p>{line}</p>" for line in text.split("\n"))
    page = (
        "<html><head><meta charset='gb2312'><title>页</title><script>x()</script></head><body>"
        "<div class='nav'><a href='/'>首页</a><a href='/b'>政务公开</a></div>"
        f"<div id='zoom'>{body}</div><div class='footer'>版权所有</div></body></html>"
    )
    return page.encode("gb18030")


def as_pdf(text: str) -> bytes:
    font = str(resources.files("zhplot") / "fonts" / "NotoSansSC-Regular.ttf")
    face = font_manager.FontProperties(fname=font)
    lines: list[str] = []
    for paragraph in filter(None, (line.strip() for line in text.split("\n"))):
        rest = f"　　{paragraph}"
        while rest:
            lines.append(rest[:38])
            rest = rest[38:]
    buffer = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(buffer) as pages:
        for first in range(0, len(lines), 34):
            page = Figure(figsize=(8.27, 11.69))
            for place, line in enumerate(lines[first : first + 34]):
                page.text(0.1, 0.93 - place * 0.025, line, fontproperties=face, fontsize=11.5)
            number = f"— {first // 34 + 1} —"
            page.text(0.5, 0.03, number, fontproperties=face, fontsize=9, ha="center")
            pages.savefig(page)
    return buffer.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_a_text_reads_the_same_in_every_encoding(encoding: str) -> None:
    assert document(made("01").encode(encoding)).text == made("01")


@pytest.mark.parametrize("number", PLAIN)
def test_a_word_file_reads_as_its_text(number: str) -> None:
    assert read_as(zt.read_notice(as_docx(made(number)))) == read_as(zt.parse(made(number)))


@pytest.mark.parametrize("number", PLAIN)
def test_a_web_page_reads_as_its_article(number: str) -> None:
    notice = zt.read_notice(as_html(made(number)))
    assert read_as(notice) == read_as(zt.parse(made(number)))
    assert "政务公开" not in notice.text
    assert "版权所有" not in notice.text


@pytest.mark.parametrize("number", ["01", "23", "27"])
def test_a_pdf_s_lines_become_paragraphs_again_without_page_numbers(number: str) -> None:
    notice = zt.read_notice(as_pdf(made(number)))
    assert read_as(notice) == read_as(zt.parse(made(number)))
    assert "— 1 —" not in notice.text
    assert {block.page for block in notice.document.blocks} >= {1}


def rows_of(text: str) -> tuple[list[str], list[list[str]], list[str]]:
    lines = text.split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("序号\t"))
    last = max(i for i, line in enumerate(lines) if "\t" in line) + 1
    rows = [line.split("\t") for line in lines[first:last]]
    width = len(rows[0])
    return lines[:first], [row + [""] * (width - len(row)) for row in rows], lines[last:]


def test_a_word_table_with_merged_cells_reads_as_its_flattened_text() -> None:
    before, rows, after = rows_of(made("24"))
    paper = docx.Document()
    for line in before:
        paper.add_paragraph(line)
    grid = paper.add_table(rows=len(rows), cols=len(rows[0]))
    for r, row in enumerate(rows):
        if any(row[1:]):
            for c, words in enumerate(row):
                grid.cell(r, c).text = words
        else:
            grid.cell(r, 0).merge(grid.cell(r, len(row) - 1)).text = row[0]
    for line in after:
        paper.add_paragraph(line)
    notice = zt.read_notice(saved(paper))
    assert read_as(notice) == read_as(zt.parse(made("24")))
    cell = next(b for b in notice.document.blocks if notice.text[b.start : b.end] == "罗文瀚")
    assert (cell.table, cell.column) == (1, 3)


def test_a_web_table_reads_as_its_flattened_text() -> None:
    before, rows, after = rows_of(made("24"))
    cells = "".join(
        "<tr>"
        + (
            "".join(f"<td>{c}</td>" for c in row)
            if any(row[1:])
            else f"<td colspan=6>{row[0]}</td>"
        )
        + "</tr>"
        for row in rows
    )
    page = "".join(f"<p>{line}</p>" for line in before) + f"<table>{cells}</table>"
    page += "".join(f"<p>{line}</p>" for line in after)
    html = f"<html><meta charset=utf-8><body><div class='TRS_Editor'>{page}</div></body></html>"
    assert read_as(zt.read_notice(html.encode())) == read_as(zt.parse(made("24")))


def test_a_path_bytes_and_a_file_object_read_alike(tmp_path: Path) -> None:
    path = tmp_path / "n.txt"
    path.write_bytes(made("01").encode())
    with path.open("rb") as file:
        assert document(path).text == document(path.read_bytes()).text == document(file).text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "is empty"),
        (b"PK\x03\x04 no archive", "damaged"),
        (b"%PDF-1.4 no pages", "damaged"),
        (b"\x00\xff\xfe" * 30, "no text"),
    ],
)
def test_a_broken_file_gives_one_clear_line(data: bytes, what: str) -> None:
    with pytest.raises(FormatError, match=what):
        document(data)


def test_a_pdf_without_text_says_what_to_do() -> None:
    buffer = io.BytesIO()
    with PdfPages(buffer) as pages:
        pages.savefig(Figure())
    with pytest.raises(FormatError, match="OCR"):
        document(buffer.getvalue())


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="no such file"):
        document(tmp_path / "no.txt")
    with pytest.raises(FileError, match="folder"):
        document(tmp_path)


def test_a_zip_bomb_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b" " * 300_000_000)
    with pytest.raises(LimitError):
        document(buffer.getvalue())


def test_an_external_entity_is_never_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("机密内容", "utf-8")
    good = as_docx(made("01"))
    evil = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(evil, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "word/document.xml":
                head = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                data = data.replace(b"<w:document", head + b"<w:document", 1)
                data = data.replace("农村寄递物流".encode(), b"&x;", 1)
            new.writestr(name, data)
    with contextlib.suppress(ZctrackError):
        assert "机密内容" not in document(evil.getvalue()).text


def test_a_file_over_the_limit_is_refused() -> None:
    with pytest.raises(LimitError):
        document(made("01").encode(), limits=Limits(file_bytes=100))


@given(st.data())
@settings(max_examples=40)
def test_a_mutated_file_never_gives_a_traceback_from_deep_inside(data: st.DataObject) -> None:
    whole = data.draw(st.sampled_from([DOCX, HTML, made("05").encode("gb18030")]))
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for _ in range(data.draw(st.integers(0, 6))):
        if broken:
            broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ZctrackError):
        assert isinstance(document(bytes(broken)).text, str)


DOCX, HTML = as_docx(made("05")), as_html(made("05"))

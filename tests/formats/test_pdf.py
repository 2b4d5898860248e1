from __future__ import annotations

import contextlib
import io
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_pdf import PdfPages
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties

from zctrack.charts.typography import font
from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats import pdf
from zctrack.formats.limits import Limits
from zctrack.notice import Document

Make = Callable[..., bytes]
LONG = "坚持以人民为中心的发展思想，落实各项工作任务，明确责任单位和完成时限，确保年底前全面完成"


def plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def paragraphs(document: Document) -> list[str]:
    return document.text.split("\n")


def read(data: bytes) -> list[str]:
    return paragraphs(pdf.read(data))


def test_every_made_notice_reads_back_paragraph_by_paragraph(
    made: Mapping[str, str], typeset: Make
) -> None:
    for number, notice in made.items():
        written = [plain(line) for line in notice.split("\n") if line.strip()]
        # A running head is told by its coming again: a paper of one page has none.
        head = {"head": ""} if len(written) <= 20 else {}
        found = [plain(line) for line in read(typeset(written, **head))]
        assert found == written, number


@pytest.mark.parametrize("style", [{"indent": 0, "after": 12}, {"indent": 2, "after": 8}])
def test_paragraphs_are_told_by_room_or_indent(
    made: Mapping[str, str], typeset: Make, style: dict[str, int]
) -> None:
    for number in ("01", "03", "13", "27"):
        written = [plain(line) for line in made[number].split("\n") if line.strip()]
        assert [plain(line) for line in read(typeset(written, **style))] == written, number


def test_without_indent_or_room_a_short_line_or_a_number_parts_paragraphs(typeset: Make) -> None:
    full = LONG[:27] + "。"
    written = [
        "一、总体要求",
        f"（一）{LONG}",
        "责任单位：某局",
        LONG,
        full,
        "1.第一件",
        "2.第二件",
    ]
    assert read(typeset(written, indent=0, head="")) == written


def test_an_embedded_font_reads_as_its_characters(made: Mapping[str, str]) -> None:
    face = FontProperties(fname=str(font()))
    written = [plain(line) for line in made["01"].split("\n") if line.strip()][:12]
    lines: list[str] = []
    for paragraph in written:
        rest = f"　　{paragraph}"
        lines += [rest[at : at + 36] for at in range(0, len(rest), 36)]
    buffer = io.BytesIO()
    with mpl.rc_context({"pdf.fonttype": 42}), PdfPages(buffer) as pages:
        figure = Figure(figsize=(8.27, 11.69))
        for at, line in enumerate(lines):
            figure.text(0.1, 0.9 - 0.025 * at, line, fontproperties=face, fontsize=12)
        pages.savefig(figure)
    assert [plain(line) for line in read(buffer.getvalue())] == written


def test_page_numbers_and_running_heads_are_dropped_and_pages_are_kept(typeset: Make) -> None:
    written = [f"第{n}条　{LONG}。" for n in range(1, 61)]
    document = pdf.read(typeset(written, head="沧政发第3号"))
    assert "—" not in document.text
    assert "沧政发" not in document.text
    assert [plain(line) for line in paragraphs(document)] == [plain(line) for line in written]
    pages = [block.page for block in document.blocks]
    assert pages == sorted(pages)
    assert pages[0] == 1
    assert pages[-1] == max(pages) > 4
    assert "\n".join(document.text[b.start : b.end] for b in document.blocks) == document.text


def page_of(*texts: str, top: float = 720) -> list[tuple[float, float, float, str]]:
    return [(90, top - 28 * at, 16, text) for at, text in enumerate(texts)]


@pytest.mark.parametrize(
    "number", ["— {} —", "- {} -", "{}", "第 {} 页", "第{}页 共3页", "{}/3", "·{}·"]
)
def test_every_manner_of_page_number_is_dropped(pdf_with: Make, number: str) -> None:
    pages = [
        [*page_of(f"{word}、总体要求。"), (270, 50, 12, number.format(at))]
        for at, word in enumerate("一二三", start=1)
    ]
    assert read(pdf_with(pages)) == ["一、总体要求。", "二、总体要求。", "三、总体要求。"]


def test_a_number_in_the_text_is_no_page_number(pdf_with: Make) -> None:
    assert read(pdf_with([page_of("序号", "12", "目标任务")])) == ["序号", "12", "目标任务"]


def test_odd_and_even_pages_have_heads_of_their_own(pdf_with: Make) -> None:
    pages = [
        [(200, 800, 10, "单页页眉" if at % 2 else "双页页眉"), *page_of(f"第{at}条规定。")]
        for at in range(1, 6)
    ]
    assert read(pdf_with(pages)) == [f"第{at}条规定。" for at in range(1, 6)]


def test_what_stands_at_the_top_of_one_page_only_is_text(pdf_with: Make) -> None:
    pages = [page_of("通知", "甲。", top=800), page_of("乙。", top=700), page_of("丙。", top=700)]
    assert read(pdf_with(pages)) == ["通知", "甲。", "乙。", "丙。"]


def test_a_title_over_two_centred_lines_is_one_paragraph(pdf_with: Make) -> None:
    title = [
        (83, 740, 22, "某市人民政府办公室关于印发二〇二〇年重点"),
        (204, 706, 22, "任务分工方案的通知"),
    ]
    body = [(111, 650, 16, LONG[:26]), (79, 622, 16, LONG[26:]), (111, 594, 16, "特此通知。")]
    assert read(pdf_with([title + body])) == [title[0][3] + title[1][3], LONG, "特此通知。"]


def test_a_table_of_contents_is_left_out(pdf_with: Make) -> None:
    pages = [page_of("目录", "一、总体要求……………………1", "二、主要任务..........12", "正文。")]
    assert read(pdf_with(pages)) == ["目录", "正文。"]


def test_gaps_are_spaces_only_when_wide(pdf_with: Make) -> None:
    items = [
        (90, 700, 16, "年底前建成"), (174, 700, 16, "3"), (194, 700, 16, "所"),
        (260, 700, 16, "某局"),
    ]  # fmt: skip
    assert re.fullmatch(r"年底前建成3所 {4,8}某局", read(pdf_with([items]))[0])


def test_words_of_letters_keep_their_space_over_a_line_break(pdf_with: Make) -> None:
    first = "建设数字中国，采用最新的开放标准，推进政务数据共享open"
    items = [(79, 700, 16, first), (79, 672, 16, "data平台。")]
    assert read(pdf_with([items])) == [f"{first} data平台。"]


def test_watermarks_and_bold_by_double_drawing_do_not_disturb(pdf_with: Make) -> None:
    mark = "内部资料".encode("utf-16-be").hex()
    extra = f"BT /F1 60 Tf 0.7 0.7 -0.7 0.7 100 300 Tm <{mark}> Tj ET\n"
    items = [(90, 700, 16, "人人有责"), (90.5, 700, 16, "人人有责")]
    assert read(pdf_with([items], extra=extra)) == ["人人有责"]


@pytest.mark.parametrize(
    ("turn", "matrix"),
    [(90, "0 1 -1 0 {y} {x}"), (270, "0 -1 1 0 {y} {x}"), (0, "0 1 -1 0 {y} {x}")],
)
def test_a_sheet_on_its_side_reads_in_its_direction(pdf_with: Make, turn: int, matrix: str) -> None:
    extra = ""
    down = matrix.startswith("0 -1")
    for at, text in enumerate(["第一行文字。", "第二行文字。"]):
        y = 400 - 30 * at if down else 100 + 30 * at
        place = matrix.format(y=y, x=700 if down else 100)
        extra += f"BT /F1 16 Tf {place} Tm <{text.encode('utf-16-be').hex()}> Tj ET\n"
    assert read(pdf_with([[]], extra=extra, turn=turn)) == ["第一行文字。", "第二行文字。"]


def test_radicals_that_fonts_lead_back_to_are_read_as_their_characters(pdf_with: Make) -> None:
    # The map of the font says ⼯ (a radical) where the page shows 工.
    data = pdf_with([page_of("PLACE")])
    font = b"/DescendantFonts[2 0 R]"
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"2 beginbfchar <0050> <2F2F> <004C> <2EDA> endbfchar endcmap end end"
    )
    stream = b"<</Length %d>>stream\n%s\nendstream" % (len(cmap), cmap)
    added = data.replace(font, font + b"/ToUnicode 99 0 R")
    added = added.replace(b"xref\n0", b"99 0 obj\n" + stream + b"\nendobj\nxref\n0")
    # The table of places is wrong now; PDFium finds the objects by itself.
    assert read(added)[0].startswith("工页")


def test_a_font_without_characters_is_refused(pdf_with: Make) -> None:
    with pytest.raises(FormatError, match="which characters"):
        pdf.read(pdf_with([page_of("\ue001\ue002\ue003\ue004甲")]))


def test_a_page_without_text_is_an_empty_block(pdf_with: Make) -> None:
    document = pdf.read(pdf_with([page_of("甲。"), [], page_of("乙。")]))
    assert document.text == "甲。\n\n乙。"
    assert [(b.page, b.start == b.end) for b in document.blocks] == [
        (1, False), (2, True), (3, False),
    ]  # fmt: skip


def test_a_pdf_of_pictures_says_that_it_needs_ocr(pdf_with: Make) -> None:
    with pytest.raises(FormatError, match=r"no text layer.*OCR"):
        pdf.read(pdf_with([[], []]))


def test_a_pdf_with_a_password_says_so(pdf_with: Make) -> None:
    data = pdf_with([page_of("甲。")])
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>/ID[<00><00>]/Root" % (
        b"11" * 32,
        b"22" * 32,
    )
    with pytest.raises(FormatError, match="protected by a password"):
        pdf.read(data.replace(b"/Root", lock))


def test_too_many_pages_or_characters_are_refused(pdf_with: Make) -> None:
    data = pdf_with([page_of("一二三四五")] * 3)
    with pytest.raises(LimitError, match="3 pages, more than 2"):
        pdf.read(data, limits=Limits(pages=2))
    with pytest.raises(LimitError, match="longer than 10 characters"):
        pdf.read(data, limits=Limits(characters=10))


def test_it_is_read_the_same_from_several_threads(typeset: Make) -> None:
    from concurrent.futures import ThreadPoolExecutor

    data = typeset([f"第{n}条　{LONG}。" for n in range(1, 30)])
    with ThreadPoolExecutor(4) as pool:
        texts = set(pool.map(lambda _: pdf.read(data).text, range(12)))
    assert len(texts) == 1


@cache
def small(make: Make) -> bytes:
    grid: Sequence[tuple[float, float, float, float]] = [
        (80, 600, 500, 600), (80, 700, 500, 700), (80, 650, 500, 650),
        (80, 600, 80, 700), (300, 600, 300, 700), (500, 600, 500, 700),
    ]  # fmt: skip
    return make(
        [[*page_of("一、目标。"), (90, 670, 12, "任务"), (310, 620, 12, "某局")]], lines=[grid]
    )


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_a_mutated_pdf_gives_text_or_one_error(pdf_with: Make, data: st.DataObject) -> None:
    whole = bytearray(small(pdf_with))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        end = at + data.draw(st.integers(1, 8))
        whole[at:end] = data.draw(
            st.one_of(st.binary(max_size=8), st.sampled_from([b"-9e99", b"0"]))
        )
        if not whole:
            break
    with contextlib.suppress(ZctrackError):
        assert pdf.read(bytes(whole)).text

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import docx as word
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats import docx
from zctrack.formats.limits import Limits

Make = Callable[..., bytes]


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str) -> str:
    return f"<w:p>{run(text)}</w:p>"


def cell(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content}</w:tc>"


def lines(data: bytes) -> list[str]:
    return docx.read(data).text.split("\n")


def test_every_made_notice_reads_back_line_by_line(made: Mapping[str, str], saved: Make) -> None:
    for notice in made.values():
        paper = word.Document()
        for line in notice.split("\n"):
            paper.add_paragraph(line)
        assert docx.read(saved(paper)).text == notice


def test_paragraphs_and_tables_come_in_reading_order_with_their_places(saved: Make) -> None:
    paper = word.Document()
    paper.add_paragraph("前")
    table = paper.add_table(2, 2)
    for row, texts in zip(table.rows, [("任务", "单位"), ("1", "")], strict=True):
        for place, text in zip(row.cells, texts, strict=True):
            place.text = text
    paper.add_paragraph("后")
    document = docx.read(saved(paper), name="a.docx")
    assert document.text == "前\n任务\n单位\n1\n\n后"
    assert document.name == "a.docx"
    places = [(b.table, b.row, b.column) for b in document.blocks]
    assert places == [
        (None, None, None), (1, 1, 1), (1, 1, 2), (1, 2, 1), (1, 2, 2), (None, None, None),
    ]  # fmt: skip
    assert [b.paragraph for b in document.blocks] == [1, 2, 3, 4, 5, 6]
    parts = [document.text[b.start : b.end] for b in document.blocks]
    assert "\n".join(parts) == document.text


def test_a_merged_cell_has_its_text_once_and_its_neighbours_keep_their_column(saved: Make) -> None:
    paper = word.Document()
    table = paper.add_table(3, 3)
    for at, place in enumerate(c for row in table.rows for c in row.cells):
        place.text = str(at)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "竖"
    table.cell(2, 0).merge(table.cell(2, 1)).text = "横"
    document = docx.read(saved(paper))
    read = [(b.row, b.column, document.text[b.start : b.end]) for b in document.blocks]
    assert read == [
        (1, 1, "竖"), (1, 2, "1"), (1, 3, "2"),
        (2, 1, ""), (2, 2, "4"), (2, 3, "5"),
        (3, 1, "横"), (3, 3, "8"),
    ]  # fmt: skip


def test_what_a_merge_hides_stays_hidden(word_with: Make) -> None:
    merged = '<w:vMerge w:val="{}"/>'
    rows = [cell(paragraph("甲"), merged.format("restart")), cell(paragraph("残"), "<w:vMerge/>")]
    body = "".join(f"<w:tr>{row}{cell(paragraph('乙'))}</w:tr>" for row in rows)
    assert lines(word_with(f"<w:tbl>{body}</w:tbl>")) == ["甲", "乙", "", "乙"]


def test_a_cell_is_one_line_whatever_breaks_it(saved: Make) -> None:
    paper = word.Document()
    place = paper.add_table(1, 2).cell(0, 0)
    place.text = "1.建成\n投用"
    place.add_paragraph("2.验收")
    assert lines(saved(paper)) == ["1.建成 投用 2.验收", ""]


def test_a_break_inside_a_paragraph_is_a_line_break(word_with: Make) -> None:
    body = (
        f"<w:p>{run('甲')}<w:r><w:br/></w:r>{run('乙')}<w:r><w:tab/></w:r>{run('丙')}</w:p>"
        f'<w:p><w:r><w:br w:type="page"/></w:r>{run("附件")}</w:p>'
    )
    document = docx.read(word_with(body))
    assert document.text == "甲\n乙\t丙\n附件"
    assert len(document.blocks) == 2


def test_tracked_changes_read_as_accepted(word_with: Make) -> None:
    body = (
        f"<w:p>{run('完成')}<w:del><w:r><w:delText>50</w:delText></w:r></w:del>"
        f"<w:ins>{run('60')}</w:ins>{run('个')}"
        f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo></w:p>"
        f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('前半')}</w:p>{paragraph('后半')}"
        f"<w:tbl><w:tr><w:trPr><w:del/></w:trPr>{cell(paragraph('删'))}{cell(paragraph('行'))}</w:tr>"
        f"<w:tr>{cell(paragraph('留'))}{cell(paragraph('下'))}</w:tr></w:tbl>"
    )
    assert lines(word_with(body)) == ["完成60个新处", "前半后半", "留", "下"]


def test_hidden_text_field_codes_and_the_contents_list_are_left_out(word_with: Make) -> None:
    char = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    code = "<w:r><w:instrText>{}</w:instrText></w:r>"
    field = char.format("begin") + "{}" + char.format("separate") + "{}" + char.format("end")
    body = (
        f"<w:p>{run('见')}{field.format(code.format(' REF a '), run('附件1'))}"
        f"<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r></w:p>"
        f"<w:p>{char.format('begin')}{code.format(' TOC ')}{char.format('separate')}{run('一、…3')}"
        f"</w:p>{paragraph('二、…5')}<w:p>{char.format('end')}</w:p>"
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/>'
        f"</w:docPartObj></w:sdtPr><w:sdtContent>{paragraph('目录项')}</w:sdtContent></w:sdt>"
        f"<w:sdt><w:sdtContent>{paragraph('控件里')}</w:sdtContent></w:sdt>"
    )
    assert [line for line in lines(word_with(body)) if line] == ["见附件1", "控件里"]


def test_a_field_without_end_does_not_swallow_the_document(word_with: Make) -> None:
    begin = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
    )
    assert lines(word_with(f"<w:p>{begin}</w:p>{paragraph('一')}{paragraph('二')}"))[1:] == [
        "一", "二",
    ]  # fmt: skip


def test_a_text_box_is_read_once_after_the_paragraph_that_it_hangs_on(word_with: Make) -> None:
    box = f"<w:txbxContent>{paragraph('框中')}</w:txbxContent>"
    body = (
        f"<w:p>{run('正文')}<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx>{box}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
        f"</mc:Fallback></mc:AlternateContent></w:r></w:p>{paragraph('下文')}"
    )
    assert lines(word_with(body)) == ["正文", "框中", "下文"]


def test_a_frame_around_paragraphs_is_no_flattened_cell(word_with: Make) -> None:
    inner = f"<w:tbl><w:tr>{cell(paragraph('内'))}{cell(paragraph('表'))}</w:tr></w:tbl>"
    column = f"<w:tbl><w:tr>{cell(paragraph('第一段') + paragraph('第二段'))}</w:tr></w:tbl>"
    around = (
        f"<w:tbl><w:tr>{cell(paragraph('甲') + inner + paragraph('乙'))}{cell(paragraph('丙'))}"
        "</w:tr></w:tbl>"
    )
    document = docx.read(word_with(column + paragraph("中") + around))
    assert document.text.split("\n") == ["第一段", "第二段", "中", "甲", "内", "表", "乙", "丙"]
    assert [b.table for b in document.blocks] == [1, 1, None, 2, 3, 3, 2, 2]


def test_headers_footers_and_comments_are_out(saved: Make) -> None:
    paper = word.Document()
    paper.sections[0].header.paragraphs[0].text = "页眉"
    paper.sections[0].footer.paragraphs[0].text = "页脚"
    paragraph = paper.add_paragraph("正文")
    paper.add_comment(paragraph.runs, "批注", author="甲")
    assert docx.read(saved(paper)).text == "正文"


def test_a_lost_picture_does_not_make_a_document_unreadable(
    word_with: Make, repacked: Make
) -> None:
    data = word_with(paragraph("正文"))
    part = "word/_rels/document.xml.rels"
    rels = zipfile.ZipFile(io.BytesIO(data)).read(part)
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    lost = f'<Relationship Id="rId99" Type="{kind}" Target="NULL"/></Relationships>'
    broken = repacked(data, part, rels.replace(b"</Relationships>", lost.encode()))
    with pytest.raises(KeyError):
        word.Document(io.BytesIO(broken))
    assert docx.read(broken).text == "正文"


def test_a_strict_open_xml_document_is_read(word_with: Make, repacked: Make) -> None:
    data = word_with(paragraph("正文"))
    old = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    new = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    part = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    assert docx.read(repacked(data, "word/document.xml", part.replace(old, new))).text == "正文"


def with_doctype(data: bytes, repacked: Make, doctype: str) -> bytes:
    part = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    head, _, rest = part.partition(b"<w:document")
    evil = head + doctype.encode() + b"<w:document" + rest.replace(b"PLACE", b"&x;")
    return repacked(data, "word/document.xml", evil)


def test_an_external_entity_is_refused_and_never_opened(
    tmp_path: Path, word_with: Make, repacked: Make
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密", "utf-8")
    doctype = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    with pytest.raises(FormatError, match="XML entities") as caught:
        docx.read(with_doctype(word_with(paragraph("PLACE")), repacked, doctype))
    assert "机密" not in str(caught.value)


def test_a_billion_laughs_are_refused_at_once(word_with: Make, repacked: Make) -> None:
    laughs = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    doctype = f'<!DOCTYPE d [{laughs}<!ENTITY x "&a9;">]>'
    with pytest.raises(FormatError):
        docx.read(with_doctype(word_with(paragraph("PLACE")), repacked, doctype))


def test_a_zip_bomb_is_refused_by_what_it_unpacks_to(word_with: Make, repacked: Make) -> None:
    data = word_with(paragraph("文"))
    with pytest.raises(LimitError, match="ZIP bomb"):
        docx.read(repacked(data, "word/document.xml", b" " * 3_000_000))
    with pytest.raises(LimitError, match="unpacks"):
        docx.read(data, limits=Limits(part_bytes=100))
    with pytest.raises(LimitError, match="parts, more than 3"):
        docx.read(data, limits=Limits(zip_entries=3))


def test_too_many_characters_or_cells_are_refused(saved: Make) -> None:
    paper = word.Document()
    paper.add_table(3, 4).cell(0, 0).text = "文字"
    with pytest.raises(LimitError, match="11 cells"):
        docx.read(saved(paper), limits=Limits(cells=11))
    paper.add_paragraph("很长的文字")
    with pytest.raises(LimitError, match="10 characters"):
        docx.read(saved(paper), limits=Limits(characters=10))


def test_a_document_without_text_is_refused(saved: Make) -> None:
    with pytest.raises(FormatError, match="no text"):
        docx.read(saved(word.Document()))


@pytest.mark.parametrize("content", [b"", b"<a/>", b"<w:document/>", None])
def test_a_broken_main_part_is_refused(
    word_with: Make, repacked: Make, content: bytes | None
) -> None:
    with pytest.raises(FormatError):
        docx.read(repacked(word_with(paragraph("文")), "word/document.xml", content))


def test_hundreds_of_nested_tables_are_refused_or_read(word_with: Make, repacked: Make) -> None:
    data = word_with(paragraph("PLACE"))
    part = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml")
    for depth in (20, 80, 2000):
        nest = "<w:tbl><w:tr><w:tc>" * depth + "<w:p/>" + "</w:tc></w:tr></w:tbl>" * depth
        deep = part.replace(paragraph("PLACE").encode(), nest.encode() + paragraph("文").encode())
        try:
            assert docx.read(repacked(data, "word/document.xml", deep)).text.endswith("文")
        except FormatError:
            assert depth > 20


@cache
def small() -> bytes:
    paper = word.Document()
    paper.add_paragraph("一、目标", style="List Number")
    paper.add_table(2, 2).cell(0, 0).text = "单位"
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_mutated_word_file_gives_text_or_one_error(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(small())) as archive:
        name = data.draw(st.sampled_from(["word/document.xml", "word/numbering.xml"]))
        tags = sorted({b"<" + tag for tag in archive.read(name).split(b"<")[2:]})
        one, other = data.draw(st.sampled_from(tags)), data.draw(st.sampled_from(tags))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as new:
            for entry in archive.namelist():
                content = archive.read(entry)
                new.writestr(entry, content.replace(one, other, 1) if entry == name else content)
    whole = bytearray(buffer.getvalue())
    if data.draw(st.booleans()):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(ZctrackError):
        assert docx.read(bytes(whole)).text

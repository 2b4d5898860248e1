from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats import html
from zctrack.formats.limits import Limits


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8>{head}</head>{body}</html>".encode()


def lines(body: str, head: str = "") -> list[str]:
    return html.read(page(body, head)).text.split("\n")


def test_every_made_notice_reads_back_from_a_page_with_navigation(made: Mapping[str, str]) -> None:
    for notice in made.values():
        paragraphs = [line for line in notice.split("\n") if line.strip()]
        article = "".join(f"<p>{line}</p>\n" for line in paragraphs)
        body = (
            '<div class="header"><a href="/">首页</a>，欢迎您！</div>'
            '<ul class="nav"><li>政务</li></ul>'
            f'<div class="wrap"><div class="TRS_Editor">{article}</div></div>'
            '<div class="footer">版权所有：市政府，电话：123。</div>'
            '<script>var a = "，。";</script>'
        )
        read = html.read(page(f"<body>{body}</body>", "<title>页面_某市政府</title>")).text
        first, *rest = read.split("\n")
        assert first == "页面"
        plain = [re.sub(r"[ \t]+", " ", line).rstrip(" ") for line in paragraphs]
        assert [line.rstrip(" ") for line in rest] == plain


def test_blocks_and_breaks_are_lines_and_blank_ones_are_left_out() -> None:
    body = "<div id=zoom>甲，<br>乙<br><br/><p>丙<p>&nbsp;</p><div>丁<span>戊</span></div>己</div>"
    assert lines(body) == ["甲，", "乙", "丙", "丁戊", "己"]


def test_white_space_of_the_source_does_not_part_chinese() -> None:
    body = "<div id=zoom><p>\n  落实\n  措施，建成 5G\n  基站   <b>3</b> 个\n</p></div>"
    assert lines(body) == ["落实措施，建成 5G 基站 3 个"]


def test_indents_stay_and_invisible_characters_go() -> None:
    body = (
        "<div id=zoom><p>　　一、目标，</p><p>&nbsp;&nbsp;甲&nbsp;乙\u200b丙\ufeff&shy;</p></div>"
    )
    assert lines(body) == ["　　一、目标，", "  甲 乙丙"]


def test_preformatted_text_keeps_its_lines() -> None:
    assert lines("<div id=zoom><pre>一、目标，\n二、措施</pre>尾</div>") == [
        "一、目标，", "二、措施", "尾",
    ]  # fmt: skip


def test_list_numbers_are_printed() -> None:
    body = (
        "<div id=zoom><p>任务，</p><ol start=3><li>甲</li><li><p>乙</p></li><li value=9>丙</ol>"
        "<ol type=a><li>丁</ol><ol style='list-style-type: none'><li>戊</ol>"
        "<ol style='list-style: cjk-ideographic'><li>己</ol><ul><li>庚</ul></div>"
    )
    assert lines(body)[1:] == ["3. 甲", "4. 乙", "9. 丙", "a. 丁", "戊", "一、己", "庚"]


def test_tables_read_cell_by_cell_with_spans() -> None:
    body = (
        "<div id=zoom><p>清单，</p><table><caption>表1</caption>"
        "<tr><th>类<th>任务<th>单位</tr>"
        "<tr><td rowspan=2>甲<td>建成<p>投用</p><td></tr>"
        "<tr><td colspan=2>合并</tr>"
        "<tr><td>乙<td rowspan=0>长<td rowspan=2>局</tr>"
        "<tr><td>丙</tr><tr><td>丁<td>委</tr></table></div>"
    )
    document = html.read(page(body))
    cells = [(b.row, b.column, document.text[b.start : b.end]) for b in document.blocks if b.table]
    assert cells == [
        (1, 1, "表1"),
        (1, 1, "类"), (1, 2, "任务"), (1, 3, "单位"),
        (2, 1, "甲"), (2, 2, "建成 投用"), (2, 3, ""),
        (3, 1, ""), (3, 2, "合并"),
        (4, 1, "乙"), (4, 2, "长"), (4, 3, "局"),
        (5, 1, "丙"), (5, 2, ""), (5, 3, ""),
        (6, 1, "丁"), (6, 2, ""), (6, 3, "委"),
    ]  # fmt: skip
    assert "\n".join(document.text[b.start : b.end] for b in document.blocks) == document.text


def test_tables_that_arrange_the_page_read_as_paragraphs() -> None:
    text = "".join(f"<p>第{n}段，很长的文字。</p>" for n in range(200))
    body = (
        "<table><tr><td>左栏<td><table><tr><td><p>一，</p><p>二</p></table></table>"
        f"<table><tr><td>菜单<td>{text}</table>"
    )
    document = html.read(page(f"<div id=zoom>{body}</div>"))
    assert document.text.split("\n")[:5] == ["左栏", "一，", "二", "菜单", "第0段，很长的文字。"]
    assert not any(block.table for block in document.blocks)


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("gb2312", "gb18030"), ("GBK", "gbk"), ("utf-8", "utf-8"), ("big5", "big5"),
        ("utf-8", "gb18030"), ("gb2312", "utf-8"), ("", "gb18030"), ("", "utf-16"),
        ("latin-9", "utf-8"), ("utf-8", "utf-8-sig"),
    ],
)  # fmt: skip
def test_the_encoding_is_what_the_bytes_are_whatever_the_page_says(
    declared: str, encoding: str
) -> None:
    text = "落實措施，責任單位：市財政局" if encoding == "big5" else "落实措施，责任单位：〇㈠局"
    markup = f'<html><meta http-equiv="x" content="text/html; charset={declared}"><p>{text}</html>'
    assert html.read(markup.encode(encoding)).text == text


def test_bytes_in_no_encoding_are_refused() -> None:
    with pytest.raises(FormatError, match="offset"):
        html.read(b"<html><meta charset=gbk><p>\xff\xff\xff</html>", name="a.html")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>关于甲的通知_通知公告_某市人民政府</title>", "关于甲的通知"),
        ("<title>关于甲-乙的通知 - 某市人民政府门户网站</title>", "关于甲-乙的通知"),
        ('<meta name="articletitle" content="关于丙的通知"><title>网</title>', "关于丙的通知"),
        ("<title></title>", "正文，"),
    ],
)
def test_the_title_comes_first_without_the_site_s_name(head: str, title: str) -> None:
    assert lines("<div id=zoom>正文，</div>", head)[0] == title


def test_a_heading_is_the_title_and_is_not_said_twice() -> None:
    head = "<title>某网</title>"
    outside = "<h1>关于甲的通知</h1><div id=zoom><p>正文，</p></div>"
    assert lines(outside, head) == ["关于甲的通知", "正文，"]
    inside = "<div id=zoom><h1>关于甲<br>的通知</h1><p>正文，</p></div>"
    assert lines(inside, head) == ["关于甲", "的通知", "正文，"]
    logo = '<div class="header"><h1>某市人民政府</h1></div><div id=zoom>正文，</div>'
    assert lines(logo, "<title>通知</title>") == ["通知", "正文，"]


ARTICLE = "<p>一、总体要求，坚持稳中求进。</p><p>二、主要任务：建成学校3所，年底前完成。</p>" * 5


@pytest.mark.parametrize(
    "wrapper",
    [
        "<div class='TRS_Editor'>{}</div>",
        "<div id='UCAP-CONTENT'>{}</div>",
        "<td class='b12c'>{}</td>",
        "<article>{}</article>",
        "<div class='x3'><div class='y'>{}</div></div>",
        "<form><table><tr><td><div>{}</div></td></tr></table></form>",
        "<div class='header main'>{}</div>",
    ],
)
def test_the_article_is_found_by_name_or_by_its_prose(wrapper: str) -> None:
    around = (
        "<div class=crumb>当前位置：首页</div><div><a href=1>关于甲、乙、丙的通知，很长的标题，</a>"
        "<a href=2>关于丁、戊的通知，也是很长的标题，</a></div>{}"
        "<div class=foot>主办：市政府，承办：大数据局。</div>"
    )
    read = lines(f"<body>{around.format(wrapper.format(ARTICLE))}</body>")
    assert read == ["一、总体要求，坚持稳中求进。", "二、主要任务：建成学校3所，年底前完成。"] * 5


def test_an_article_in_several_containers_is_whole_and_small_boxes_are_not_it() -> None:
    body = (
        "<div class=con>时间，</div>"
        + f"<div class=con>{ARTICLE}</div><div class=con>{ARTICLE}</div>"
    )
    assert len(lines(f"<body>{body}</body>")) == 20


def test_what_no_reader_sees_is_left_out() -> None:
    body = (
        "<div id=zoom><!-- 注释，--><script>脚本，</script><style>样式，</style><p>正文，"
        "<span style='DISPLAY : none'>藏，</span>续<del>删，</del><select><option>选，</select>"
        "<p hidden>隐，</p></div>"
    )
    assert lines(body) == ["正文，续"]


def test_external_entities_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("机密", "utf-8")
    doctype = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    text = html.read(f"{doctype}<html><body><p>甲&x;乙，</p></body></html>".encode()).text
    assert "机密" not in text
    assert "甲&x;乙，" in text


def test_a_billion_laughs_stay_small() -> None:
    laughs = '<!ENTITY a0 "哈">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    text = html.read(f"<!DOCTYPE html [{laughs}]><html><p>甲&a9;，</html>".encode()).text
    assert len(text) < 2000


@pytest.mark.parametrize("markup", ["<div>" * 100_000, "<table><tr><td>" * 5000, "<b>" * 50_000])
def test_a_page_nested_beyond_reason_is_refused_and_not_cut(markup: str) -> None:
    with pytest.raises(LimitError, match="nested"):
        html.read(page(markup + "文，"))


@pytest.mark.parametrize(
    "piece", ["<", "&", "<p>甲，", "<table><tr><td>甲，</table>", "<br>", "文，"]
)
def test_reading_grows_with_the_page_and_no_faster(piece: str) -> None:
    def seconds(times: int) -> float:
        begin = time.perf_counter()
        with contextlib.suppress(ZctrackError):
            html.read(page("<div>文，" + piece * times + "</div>"))
        return time.perf_counter() - begin

    # Ten times the page; squared, it would take a hundred times as long.
    small, large = (min(seconds(times) for _ in range(2)) for times in (800, 8_000))
    assert large < 40 * max(small, 0.002)


def test_a_page_with_absurd_spans_stops_at_the_limit() -> None:
    row = "<tr>" + "<td rowspan=65534 colspan=999999>甲，" * 500 + "</tr>"
    with pytest.raises(LimitError, match="cells"):
        html.read(page(f"<table>{row}{'<tr><td>' * 2000}</table>"), limits=Limits(cells=10_000))


@pytest.mark.parametrize("blank", ["", "<p></p>", "<!-- -->", "<script>，</script>"])
def test_a_page_without_text_is_refused(blank: str) -> None:
    with pytest.raises(FormatError, match="no text"):
        html.read(page(blank))


MARKUP = (
    "<p> </p> <table> <tr> <td/rowspan=3> <td/colspan=2> </table> <ol> </ol> <li> <br> <pre> "
    "</pre> <div/id=zoom> </div> <h1> <title> <!-- --> <a> </a> <script> <html> <body> &nbsp; "
    "&#0; &#xd800; <frameset> <plaintext> <svg> \x01 <meta/charset=gbk> 文，"
)
PIECES = st.sampled_from([*MARKUP.split(" "), "\n", " "])


@given(st.lists(PIECES, max_size=40))
def test_any_markup_gives_text_whose_blocks_tile_it_or_one_error(pieces: list[str]) -> None:
    with contextlib.suppress(ZctrackError):
        document = html.read("".join(pieces).encode())
        parts = [document.text[b.start : b.end] for b in document.blocks]
        assert "\n".join(parts) == document.text

"""Checked by hand against what Word shows, and where both agree against LibreOffice."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from zctrack.formats import docx

Make = Callable[..., bytes]


def level(
    depth: int,
    style: str,
    text: str,
    *,
    start: int = 1,
    more: str = "",
    suffix: str = "nothing",
) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:suff w:val="{suffix}"/><w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str) -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{"".join(levels)}</w:abstractNum>'


def listed(number: int, of: int, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{more}</w:num>'


def item(number: int, depth: int, text: str) -> str:
    return (
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
        f"</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )


NOTICE = abstract(
    1,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
    level(3, "decimalEnclosedCircleChinese", "%4"),
)


def lines(data: bytes) -> list[str]:
    return docx.read(data).text.split("\n")


def test_a_notice_s_four_levels_are_printed_and_start_again(word_with: Make) -> None:
    places = [0, 1, 1, 2, 3, 3, 2, 0, 1, 2]
    body = "".join(item(1, depth, "文") for depth in places)
    assert lines(word_with(body, numbering=NOTICE + listed(1, 1))) == [
        "一、文", "（一）文", "（二）文", "1.文", "①文", "②文", "2.文",
        "二、文", "（一）文", "1.文",
    ]  # fmt: skip


def test_lists_of_one_definition_count_on_unless_told_to_start(word_with: Make) -> None:
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    numbering = NOTICE + listed(1, 1) + listed(2, 1) + listed(3, 1, restart)
    body = item(1, 0, "甲") + item(2, 0, "乙") + item(3, 0, "丙") + item(3, 0, "丁")
    assert lines(word_with(body, numbering=numbering)) == ["一、甲", "二、乙", "五、丙", "六、丁"]


def test_levels_stand_in_one_number_and_restart_only_where_told(word_with: Make) -> None:
    numbering = abstract(
        1,
        level(0, "decimal", "%1"),
        level(1, "decimal", "%1.%2"),
        level(2, "decimal", "%1.%2.%3", more='<w:lvlRestart w:val="1"/>'),
        level(3, "decimal", "%4)", more='<w:lvlRestart w:val="0"/>'),
    )
    places = [0, 1, 2, 3, 1, 2, 3, 0, 2, 3]
    body = "".join(item(1, depth, "") for depth in places)
    # The third level starts again after the first only, the fourth never. A level that is passed
    # over (2.1.1 without a 2.1) counts as begun.
    assert lines(word_with(body, numbering=numbering + listed(1, 1))) == [
        "1", "1.1", "1.1.1", "1)", "1.2", "1.2.2", "2)", "2", "2.1.1", "3)",
    ]  # fmt: skip


def test_a_list_that_begins_below_its_first_level_goes_on_with_two(word_with: Make) -> None:
    numbering = abstract(1, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"))
    body = item(1, 1, "") + item(1, 0, "") + item(1, 1, "")
    assert lines(word_with(body, numbering=numbering + listed(1, 1))) == ["1.1", "2", "2.1"]


def test_articles_count_on_through_chapters(word_with: Make) -> None:
    numbering = abstract(
        1,
        level(0, "chineseCounting", "第%1章", suffix="tab"),
        level(1, "chineseCounting", "第%2条", more='<w:lvlRestart w:val="0"/>', suffix="space"),
    )
    body = "".join(item(1, depth, "总则") for depth in [0, 1, 1, 0, 1])
    assert lines(word_with(body, numbering=numbering + listed(1, 1))) == [
        "第一章 总则", "第一条 总则", "第二条 总则", "第二章 总则", "第三条 总则",
    ]  # fmt: skip


def test_a_legal_level_shows_all_numbers_as_digits(word_with: Make) -> None:
    numbering = abstract(
        1, level(0, "chineseCounting", "%1、"), level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    )
    body = item(1, 0, "") + item(1, 0, "") + item(1, 1, "")
    assert lines(word_with(body, numbering=numbering + listed(1, 1))) == ["一、", "二、", "2.1"]


def test_a_number_that_ends_bare_is_kept_apart_from_the_text(word_with: Make) -> None:
    numbering = abstract(
        1, level(0, "decimal", "%1", suffix="tab"), level(1, "decimal", "%2.", suffix="tab")
    )
    body = item(1, 0, "2020年") + item(1, 1, "开工")
    assert lines(word_with(body, numbering=numbering + listed(1, 1))) == ["1 2020年", "1.开工"]


def test_a_heading_style_brings_its_number(word_with: Make) -> None:
    numbering = abstract(
        1,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="H1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="H2"/>'),
    )
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/>{based}'
        f"<w:pPr>{numbered}</w:pPr></w:style>"
        for name, based, numbered in [
            ("H1", "", '<w:numPr><w:numId w:val="1"/></w:numPr>'),
            ("H2", "", '<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'),
            ("H3", '<w:basedOn w:val="H2"/>', ""),
        ]
    )
    paragraph = '<w:p><w:pPr><w:pStyle w:val="{}"/>{}</w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = "".join(
        paragraph.format(style, more)
        for style, more in [("H1", ""), ("H2", ""), ("H3", ""), ("H2", none), ("H1", "")]
    )
    made = word_with(body, numbering=numbering + listed(1, 1), styles=styles)
    assert lines(made) == ["一、文", "（一）文", "（二）文", "文", "二、文"]


def test_bullets_of_symbol_fonts_are_readable(word_with: Make) -> None:
    numbering = abstract(1, level(0, "bullet", "\uf06c", suffix="space"))
    made = word_with(item(1, 0, "文"), numbering=numbering + listed(1, 1))
    assert lines(made) == ["• 文"]


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        '<w:num w:numId="1"/>',
        listed(1, 77),
        abstract(1, '<w:lvl w:ilvl="x"/>') + listed(1, 1),
        abstract(1, '<w:numStyleLink w:val="nowhere"/>') + listed(1, 1),
    ],
)
def test_a_list_without_definition_prints_no_number(word_with: Make, numbering: str) -> None:
    assert lines(word_with(item(1, 0, "文"), numbering=numbering)) == ["文"]


def test_styles_that_inherit_in_a_circle_end(word_with: Make) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:basedOn w:val="A"/></w:style>'
    )
    body = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>文</w:t></w:r></w:p>'
    assert lines(word_with(body, styles=styles)) == ["文"]


def test_cells_are_numbered_too(word_with: Make) -> None:
    cell = "<w:tc>{}</w:tc>"
    row = f"<w:tr>{cell.format(item(1, 0, ''))}{cell.format('<w:p/>')}</w:tr>"
    numbering = abstract(1, level(0, "decimal", "%1")) + listed(1, 1)
    assert lines(word_with(f"<w:tbl>{row}{row}</w:tbl>", numbering=numbering)) == [
        "1", "", "2", "",
    ]  # fmt: skip

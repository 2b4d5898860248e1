"""What is written for an interactive page: its rows, its words, what it asks for."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd
import pytest

import zctrack as zt
from zctrack.dictionary.build import frame
from zctrack.interactive import style
from zctrack.notice import Document, Tables
from zctrack.reports.figures import Drawing, Subject, drawings
from zctrack.reports.page_rows import Rows
from zctrack.reports.page_tables import rows
from zctrack.reports.pages import pages, write_pages

STEMS = [page.stem for page in pages()]
OFFICIALS = ["国卫兵", "赵学", "解金章", "耿峰", "赵彩霞"]


class Read(HTMLParser):
    """The elements of a page, and what it asks for."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(file.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attributes for name, attributes in self.elements if name == tag]

    def one(self, identity: str) -> dict[str, str]:
        (found,) = [a for _, a in self.elements if a.get("id") == identity]
        return found


def inside(file: Path) -> dict[str, object]:
    text = file.read_text("utf-8")
    found = re.search(r'<script type="application/json" id="page">(.*?)</script>', text, re.DOTALL)
    assert found
    data: dict[str, object] = json.loads(found[1])
    return data


def drawn(stem: str, bundled: Subject, lang: str = "zh") -> tuple[pd.DataFrame, Rows]:
    page: Drawing = next(page for page in pages() if page.stem == stem)
    table = page.table(bundled)
    return table, rows(page.chart, table, bundled.notice, lang=lang)


def test_every_twin_has_its_page_in_both_languages_and_all_share_one_plotly(
    interactive_pages: Path,
) -> None:
    found = {
        path.relative_to(interactive_pages).as_posix()
        for path in interactive_pages.rglob("*")
        if path.is_file()
    }
    wanted = {f"{lang}/{stem}.html" for lang in ("zh", "en") for stem in STEMS}
    assert found == wanted | {"index.html", "plotly.min.js", "zctrack.css", "zctrack.js"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stem", STEMS)
def test_a_page_asks_for_what_lies_beside_it_and_for_nothing_else(
    interactive_pages: Path, stem: str, lang: str
) -> None:
    file = interactive_pages / lang / f"{stem}.html"
    page = Read(file)
    asked = [a["src"] for _, a in page.elements if "src" in a]
    asked += [a["href"] for a in page.all("link") + page.all("a")]
    local = [name for name in asked if not name.startswith(("#", "data:"))]
    assert "../plotly.min.js" in local
    assert all((file.parent / name).is_file() for name in local)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("stem", STEMS)
def test_a_page_says_its_language_and_what_its_chart_shows(
    interactive_pages: Path, stem: str, lang: str
) -> None:
    page = Read(interactive_pages / lang / f"{stem}.html")
    assert page.all("html")[0]["lang"] == ("zh-CN" if lang == "zh" else "en")
    assert page.one("state")["role"] == "status"
    if stem != "targets-track":
        chart = page.one("chart")
        assert chart["role"] == "img"
        assert len(chart["aria-label"]) > 20
    # The notice's own words are Chinese on every page.
    quoted = [a for a in page.all("span") if a.get("lang")]
    assert quoted
    assert all(a["lang"] == "zh-CN" for a in quoted)


def test_every_link_of_the_index_leads_to_a_page(interactive_pages: Path) -> None:
    linked = [a["href"] for a in Read(interactive_pages / "index.html").all("a")]
    assert {f"{lang}/{stem}.html" for lang in ("zh", "en") for stem in STEMS} <= set(linked)


def test_pages_of_made_up_figures_and_their_entries_are_marked_and_no_others(
    interactive_pages: Path,
) -> None:
    for lang, mark in (("zh", "模拟数据"), ("en", "SIMULATED DATA")):
        for stem in STEMS:
            text = (interactive_pages / lang / f"{stem}.html").read_text("utf-8")
            assert (f'class="mark warning">{mark}' in text) == (stem == "simulated-track")
    assert (interactive_pages / "index.html").read_text("utf-8").count('class="mark warning"') == 2


def made_notice() -> Subject:
    """A notice of another manner: no officials, no figures."""
    file = Path(__file__).parents[1] / "made" / "01-ministries-cold-chain-2020.txt"
    return Subject(zt.read_notice(file), frame("actuals"))


def test_nothing_of_the_data_is_read_as_markup(tmp_path: Path) -> None:
    notice = zt.load()
    short = notice.names["short"].where(notice.names["key"] != "区财政局", "</script><b>财政")
    hostile = replace(notice, names=notice.names.assign(short=short), title="<i>通知</i>")
    list(write_pages(Subject(hostile, frame("actuals")), tmp_path))
    for file in tmp_path.rglob("*.html"):
        text = file.read_text("utf-8")
        assert "</script><b>" not in text, file.name
        assert "<i>" not in text, file.name
        # The data that the script reads are whole.
        if file.name != "index.html":
            assert inside(file)["rows"]


def test_each_mark_of_the_units_stands_for_as_many_rows_as_its_bar_is_long(
    bundled: Subject,
) -> None:
    table, made = drawn("workload-units", bundled)
    columns = {"support": "supports"}
    for row in table.to_dict("records"):
        for role in ("lead", "joint", "respective", "support", "by_duty"):
            length = row[columns.get(role, role)]
            assert len(made.of(f"unit:{row['party']}|{role}")) == length


def test_each_mark_of_the_officials_stands_for_their_tasks(bundled: Subject) -> None:
    table, made = drawn("workload-officials", bundled)
    for row in table.to_dict("records"):
        for way in ("tasks", "tasks_due"):
            assert len(made.of(f"official:{row['party']}|{way}")) == row[way]


def test_each_link_of_the_flow_stands_for_its_tasks(bundled: Subject) -> None:
    table, made = drawn("workload-flow", bundled)
    for row in table.to_dict("records"):
        after = "unit" if row["stage"] == "official" else "chapter"
        found = made.of(f"{row['stage']}:{row['source']}>{after}:{row['target']}")
        places = {row.quote.place.split("（")[0].split("，")[0] for row in found}
        assert places == set(row["keys"].split("；"))


def test_the_parts_of_the_icicle_stand_for_their_tasks(bundled: Subject) -> None:
    _, made = drawn("structure-icicle", bundled)
    assert len(made.of("all")) == 81
    # By the notice's own numbering: chapter 1 holds measures 1 and 2, of five tasks each.
    assert len(made.of("C1")) == 10
    assert len(made.of("C1M2")) == 5
    assert len(made.of("M14.3")) == 1


def test_a_day_of_the_calendar_stands_for_all_that_falls_on_it(bundled: Subject) -> None:
    table, made = drawn("deadlines-calendar", bundled)
    for row in table.to_dict("records"):
        assert len(made.of(row["deadline"])) == (table["until"] == row["until"]).sum()


@pytest.mark.parametrize("stem", STEMS)
def test_every_sentence_stands_in_the_notice_where_its_place_says(
    bundled: Subject, stem: str
) -> None:
    _, made = drawn(stem, bundled)
    text = bundled.notice.text
    for row in made.rows:
        found = re.search(r"第(\d+)—(\d+)字符$", row.quote.place)
        assert found
        start, end = int(found[1]), int(found[2])
        words = row.quote.words or row.quote.text
        assert " ".join(text[start:end].split()) == words
        assert row.quote.text


def test_the_words_of_a_deadline_are_marked_where_they_stand(interactive_pages: Path) -> None:
    text = (interactive_pages / "zh" / "deadlines-calendar.html").read_text("utf-8")
    assert "涉及周村区的2项水毁工程完工" in text
    assert "，<mark>2020年主汛期前</mark>，涉及周村区的2项水毁工程完工" in text


def test_hover_of_a_bar_ends_with_the_first_sentence_its_place_and_how_many_more(
    interactive_pages: Path,
) -> None:
    figure = inside(interactive_pages / "zh" / "workload-units.html")["figure"]
    lead = figure["data"][0]  # type: ignore[index]
    text = dict(zip(lead["customdata"], lead["text"], strict=True))["unit:区财政局|lead"]
    lines = text.split("<br>")
    assert lines[-1] == "另有13行，点击看全部"
    assert "全文第" in lines[-2]
    assert max(len(line) for line in lines) <= 30


def test_hidden_persons_are_nowhere(bundled: Subject, tmp_path: Path) -> None:
    list(write_pages(bundled, tmp_path, hide_persons=True, internal=True))
    for file in tmp_path.rglob("*.html"):
        text = file.read_text("utf-8")
        assert not [name for name in OFFICIALS if name in text], file.name
        assert not [name for name in ("Zhao Xue", "Guo Weibing") if name in text], file.name
        assert ("内部资料" in text) or ("INTERNAL" in text), file.name
    assert "责任人A" in (tmp_path / "zh" / "workload-flow.html").read_text("utf-8")


def test_hidden_persons_are_not_in_the_notice_s_own_sentences_either(
    bundled: Subject, tmp_path: Path
) -> None:
    """A task that names an official: wherever a page quotes it, it has the letter."""
    notice = bundled.notice
    # Its sentence has a date and a target: every page quotes it.
    at = notice.text.index("应接尽接")
    comma = notice.text.rindex("，", 0, at)
    text = f"{notice.text[: comma - 3]}赵 学{notice.text[comma:]}"
    own = [text[a:b] for a, b in zip(notice.tasks["start"], notice.tasks["end"], strict=True)]
    tables = {name: (lambda name=name: notice.tables[name]) for name in notice.tables}
    tables["tasks"] = lambda: notice.tasks.assign(text=own)
    named = replace(notice, document=Document(text), tables=Tables(tables))
    for hide in (False, True):
        list(write_pages(replace(bundled, notice=named), tmp_path / "made", hide_persons=hide))
        for file in (tmp_path / "made").rglob("*-*.html"):
            quoted = re.search("赵 学", file.read_text("utf-8"))
            assert bool(quoted) is not hide, file


def test_the_same_notice_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "other"):
        list(write_pages(made_notice(), tmp_path / name))
    files = [file for file in (tmp_path / "one").rglob("*") if file.is_file()]
    assert len(files) > 10
    for file in files:
        twin = tmp_path / "other" / file.relative_to(tmp_path / "one")
        assert twin.read_bytes() == file.read_bytes(), file.name


def test_a_notice_without_officials_and_figures_has_pages_that_say_so(tmp_path: Path) -> None:
    files = [file for made in write_pages(made_notice(), tmp_path) for file in made]
    stems = {file.stem for file in files}
    assert "workload-officials" in stems
    assert not {"targets-track", "simulated-track"} & stems
    page = (tmp_path / "zh" / "workload-officials.html").read_text("utf-8")
    assert "没有写明责任人" in page
    assert 'id="chart"' not in page


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("text", "paper"),
        ("muted", "paper"),
        ("lead", "paper"),
        ("paper", "lead"),
        ("paper", "warning"),
        ("paper", "muted"),
    ],
)
def test_words_keep_the_contrast_of_wcag_aa(ink: str, ground: str) -> None:
    light, dark = sorted((luminance(style.colour(c)) for c in (ink, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_edges_of_controls_keep_the_contrast_of_wcag_aa() -> None:
    for edge in ("axis", "first"):
        assert 1.05 / (luminance(style.colour(edge)) + 0.05) >= 3


def test_the_style_sheet_has_no_colour_of_its_own(interactive_pages: Path) -> None:
    sheet = (interactive_pages / "zctrack.css").read_text("utf-8")
    own = sheet.partition("}")[2]
    assert not re.search(
        r"#[0-9a-fA-F]{3,8}\b|rgba?\(", own.replace("#chart", "").replace("#rows", "")
    )
    named = set(re.findall(r"var\(--([a-z]+)\)", own))
    assert named - {"faces"} <= set(re.findall(r"--([a-z]+):", sheet))


def test_a_page_and_a_figure_of_one_analysis_take_the_same_tables() -> None:
    asked = [(d, p) for d in drawings() for p in pages() if d.analysis == p.analysis]
    asked = [(d, p) for d, p in asked if d.options.get("kind") == p.options.get("kind")]
    alike = [
        (d, p) for d, p in asked if set(d.tables) == set(p.tables) and "kinds" not in d.options
    ]
    assert {p.stem for _, p in alike} >= {"structure-icicle", "workload-units", "targets-track"}
    for figure, page in alike:
        assert figure.options == page.options, (figure.stem, page.stem)

"""The page of all figures opens offline and reads well: links, alt texts, code lines, data."""

from __future__ import annotations

from html.parser import HTMLParser
from pathlib import Path

import pytest

from zctrack.reports.figures import Subject, bundled, drawings

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "figures" / "index.html"


class Elements(HTMLParser):
    """Every element with its attributes, and the text."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in ("meta", "img", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture(scope="module")
def page() -> Elements:
    elements = Elements()
    elements.feed(PAGE.read_text("utf-8"))
    assert elements.open == []
    return elements


@pytest.fixture(scope="module")
def subject() -> Subject:
    return bundled()


def test_every_link_and_picture_lies_beside_the_page(page: Elements) -> None:
    ids = {attributes["id"] for _, attributes in page.found if "id" in attributes}
    targets = [a.get("href") or a.get("src") for _, a in page.found if "href" in a or "src" in a]
    assert len(targets) > 12 * len(drawings())
    for target in targets:
        assert target
        assert "//" not in target  # nothing is loaded from elsewhere
        if target.startswith("#"):
            assert target[1:] in ids
        else:
            assert (PAGE.parent / target).is_file(), target


def test_nothing_runs_and_nothing_is_imported(page: Elements) -> None:
    assert not {tag for tag, _ in page.found} & {"script", "link", "iframe"}
    assert "@import" not in page.words


def test_each_figure_stands_in_both_languages_with_alt_text_code_and_data(
    page: Elements, subject: Subject
) -> None:
    pictures = {a["src"]: a for tag, a in page.found if tag == "img"}
    links = {a["href"] for tag, a in page.found if tag == "a"}
    for drawing in drawings():
        for lang in ("zh", "en"):
            alt = (ROOT / "figures" / lang / f"{drawing.stem}.txt").read_text("utf-8")
            assert pictures[f"{lang}/{drawing.stem}.svg"]["alt"] == alt.splitlines()[-1]
            assert f"{lang}/{drawing.stem}.csv" in links
        assert drawing.code(subject) in page.words


def test_a_reading_aid_knows_the_language_of_each_part(page: Elements) -> None:
    assert ("html", {"lang": "zh-Hans"}) in page.found
    languages = [a.get("lang") for tag, a in page.found if tag == "figure"]
    assert languages == ["zh-Hans", "en"] * len(drawings())


def test_what_is_wider_than_a_narrow_screen_can_be_scrolled_by_the_keyboard(
    page: Elements,
) -> None:
    frames = [a for tag, a in page.found if tag == "div" and a.get("class") == "frame"]
    assert len(frames) == 2 * len(drawings())
    assert all(frame["tabindex"] == "0" and frame["aria-label"] for frame in frames)

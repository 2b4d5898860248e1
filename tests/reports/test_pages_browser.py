"""The interactive pages in a real browser: what a hand, a keyboard and a small screen find."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import Heard, browser, needs_chromium
from zctrack.reports.pages import pages

pytestmark = needs_chromium

NARROW, WIDE = 390, 1440


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as started:
        yield started


class Opened:
    """A page that is open, with what it was heard to say."""

    def __init__(self, chromium: Browser, file: Path, width: int, **context: object) -> None:
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900},
            **context,  # type: ignore[arg-type]
        )
        self.page = self.context.new_page()
        self.heard = Heard(self.page, file.parents[1].as_uri())
        self.go(file)

    def go(self, file: Path) -> None:
        self.page.goto(file.as_uri())
        if self.page.locator("#chart").count():
            self.page.wait_for_selector("#chart[data-ready]")

    def rows(self) -> list[str]:
        return self.page.locator("#rows tbody tr:visible").all_inner_texts()

    def state(self) -> str:
        return self.page.inner_text("#state")

    def opacities(self, trace: int) -> list[float]:
        return self.page.evaluate(f"document.getElementById('chart').data[{trace}].marker.opacity")

    def click(self, selector: str) -> None:
        """Click in the middle of a mark: Plotly lays what hears the pointer over the chart."""
        mark = self.page.locator(selector).first
        mark.scroll_into_view_if_needed()
        box = mark.bounding_box()
        assert box
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        self.page.mouse.move(x, y)
        # Plotly tells a click by what the pointer is over, and looks at most every 50 ms.
        self.page.wait_for_timeout(120)
        self.page.mouse.click(x, y)
        self.page.wait_for_selector("body.filtered")

    def beyond(self) -> list[str]:
        """What lies beyond the edges of the screen: the page itself, or words of the chart."""
        return self.page.evaluate(
            """() => {
                const wide = window.innerWidth;
                const out = document.documentElement.scrollWidth > wide ? ['the page'] : [];
                for (const text of document.querySelectorAll('#chart text')) {
                    const box = text.getBoundingClientRect();
                    if (box.width && (box.left < -1 || box.right > wide + 1)) {
                        out.push(text.textContent);
                    }
                }
                return out;
            }"""
        )

    def colliding(self) -> list[str]:
        """Labels of one axis that lie on each other."""
        return self.page.evaluate(
            """() => {
                const out = [];
                for (const axis of ['.xtick text', '.ytick text']) {
                    const all = [...document.querySelectorAll('#chart ' + axis)];
                    const boxes = all.map((text) => text.getBoundingClientRect());
                    boxes.forEach((one, i) => boxes.slice(i + 1).forEach((other, j) => {
                        const across = Math.min(one.right, other.right)
                            - Math.max(one.left, other.left);
                        const down = Math.min(one.bottom, other.bottom)
                            - Math.max(one.top, other.top);
                        if (across > 1 && down > 1) {
                            out.push(all[i].textContent + ' / ' + all[i + 1 + j].textContent);
                        }
                    }));
                }
                return out;
            }"""
        )

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.context.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_fits_the_screen_and_neither_complains_nor_asks_for_anything(
    chromium: Browser, interactive_pages: Path, lang: str
) -> None:
    files = [interactive_pages / lang / f"{page.stem}.html" for page in pages()]
    with Opened(chromium, files[0], NARROW) as opened:
        for file in files + [interactive_pages / "index.html"] * (lang == "zh"):
            opened.page.set_viewport_size({"width": NARROW, "height": 900})
            opened.go(file)
            assert not opened.beyond(), file.name
            assert not opened.colliding(), file.name
            opened.page.set_viewport_size({"width": WIDE, "height": 900})
            opened.page.wait_for_function(
                """() => {
                    const chart = document.getElementById('chart');
                    return !chart || chart._fullLayout.width === chart.clientWidth;
                }"""
            )
            assert not opened.beyond(), file.name
            assert not opened.colliding(), file.name
            assert not opened.heard.complaints, file.name
            assert not opened.heard.outside, file.name


def test_a_click_on_a_bar_lists_the_rows_behind_it_and_fades_the_others(
    chromium: Browser, interactive_pages: Path
) -> None:
    with Opened(chromium, interactive_pages / "zh" / "workload-units.html", WIDE) as opened:
        everything = len(opened.rows())
        # The first bar of the first role: what the unit with most tasks leads, 14 tasks.
        opened.click(".barlayer .trace .point path")
        assert opened.state() == f"责任单位 财政局；职责 牵头：{everything}行中的14行"
        rows = opened.rows()
        assert len(rows) == 14
        assert all("财政局" in row and "牵头" in row and "全文第" in row for row in rows)
        lead, support = opened.opacities(0), opened.opacities(1)
        assert lead[0] == 1
        assert set(lead[1:]) == {0.15}
        assert set(support) == {0.15}
        opened.page.click("#clear")
        assert len(opened.rows()) == everything
        assert set(opened.opacities(0)) == {1}
        assert not opened.heard.complaints


def test_a_click_on_the_flow_lists_what_goes_through_it(
    chromium: Browser, interactive_pages: Path
) -> None:
    with Opened(chromium, interactive_pages / "en" / "workload-flow.html", WIDE) as opened:
        opened.click(".sankey-node rect")
        assert len(opened.rows()) == 3
        assert all("Guo Weibing" in row for row in opened.rows())
        # Zhao Xue answers for the three tasks with him; the others' nodes go pale.
        node = opened.page.evaluate("document.getElementById('chart').data[0].node")
        lit = [n for n, c in zip(node["label"], node["color"], strict=True) if c == "#8a4f0f"]
        assert lit == ["Guo Weibing", "Zhao Xue"]


def test_a_click_on_a_day_lists_all_that_falls_on_it(
    chromium: Browser, interactive_pages: Path
) -> None:
    with Opened(chromium, interactive_pages / "zh" / "deadlines-calendar.html", NARROW) as opened:
        find = "document.getElementById('chart').data.findIndex(t => t.name === '失效 · 写明到日')"
        place = opened.page.evaluate(find) + 1
        opened.click(f".scatterlayer .trace:nth-child({place}) path.point")
        assert opened.state() == "日期 2020年12月31日：35行中的22行"
        assert all("2020年12月31日" in row for row in opened.rows())


def test_a_click_on_a_chapter_enlarges_it_and_lists_its_tasks(
    chromium: Browser, interactive_pages: Path
) -> None:
    with Opened(
        chromium, interactive_pages / "zh" / "structure-icicle.html", WIDE, reduced_motion="reduce"
    ) as (opened):
        opened.click(".slice:has-text('减税降费')")
        assert opened.state() == "章 1 减税降费：81行中的10行"
        assert opened.page.evaluate("document.getElementById('chart').data[0].level") == "C1"
        opened.page.keyboard.press("Escape")
        assert opened.state() == "全部81行"
        assert not opened.heard.complaints


def test_the_keyboard_alone_filters_and_clears(chromium: Browser, interactive_pages: Path) -> None:
    with Opened(chromium, interactive_pages / "en" / "simulated-track.html", NARROW) as opened:
        page = opened.page
        seen = []
        for _ in range(40):
            page.keyboard.press("Tab")
            label = page.evaluate("document.activeElement.textContent.trim()")
            seen.append(label)
            if label.startswith("Behind"):
                break
        # First the way to the table, then the other pages, then the values with their counts.
        assert seen[0] == "Skip to the table"
        assert seen[-1] == "Behind 13"
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert outline == "solid"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.getAttribute('aria-pressed')") == "true"
        assert len(opened.rows()) == 13
        assert opened.state() == "Status Behind: 13 of 46 rows"
        # A second group narrows the first.
        page.get_by_role("button", name="Agriculture & Rural").press("Enter")
        assert 0 < len(opened.rows()) < 13
        page.get_by_role("button", name="Clear the filter").press("Enter")
        assert len(opened.rows()) == 46
        assert page.evaluate("document.activeElement.id") == "rows"


def test_made_up_figures_are_marked_in_sight(chromium: Browser, interactive_pages: Path) -> None:
    with Opened(chromium, interactive_pages / "zh" / "simulated-track.html", NARROW) as opened:
        mark = opened.page.locator(".mark.warning")
        assert mark.inner_text() == "模拟数据"
        assert mark.bounding_box()["y"] < 200  # type: ignore[index]
        # On paper without a background: dark words in a frame.
        opened.page.emulate_media(media="print")
        seen = mark.evaluate("e => [getComputedStyle(e).color, getComputedStyle(e).borderTopStyle]")
        assert seen == ["rgb(31, 36, 41)", "solid"]


def test_printed_pages_have_all_rows_and_no_buttons(
    chromium: Browser, interactive_pages: Path
) -> None:
    with Opened(chromium, interactive_pages / "zh" / "deadlines-calendar.html", WIDE) as opened:
        opened.page.emulate_media(media="print")
        assert opened.page.locator("nav:visible").count() == 0
        assert opened.page.locator("button:visible").count() == 0
        assert len(opened.rows()) == 35


def test_without_scripts_the_rows_are_there(chromium: Browser, interactive_pages: Path) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((interactive_pages / "en" / "workload-flow.html").as_uri())
    assert page.locator("#rows tbody tr").count() == 81
    assert "needs a browser that runs scripts" in page.content()
    context.close()

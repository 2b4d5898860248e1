"""The pages that show every figure (图册): Markdown for the repository, HTML to open anywhere.

Each figure stands there in both languages with its words, the line that draws it, and its files.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING

from zctrack.reports.figures import Drawing, Subject, alt, one_line
from zctrack.wording.words import say

if TYPE_CHECKING:
    from zctrack.charts.style import Sheet

__all__ = ["index", "page"]

Drawn = Sequence[tuple[Drawing, Mapping[str, "Sheet"]]]

_LANGUAGES = ("zh", "en")
_KINDS = ("svg", "png", "pdf", "csv", "txt")
_HTML_LANG = {"zh": "zh-Hans", "en": "en"}
_PREAMBLE = """import zctrack as zt
n = zt.load()
a = zt.load_actuals("published")
s = zt.load_actuals("simulated")  # made up for demonstration"""

# Two columns where there is room for two printed widths, one below; nothing is loaded from
# anywhere. On a narrow screen a figure keeps its legible width and scrolls inside its frame.
_STYLE = """
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1480px; padding: 16px 20px 48px; color: #1f2429;
  background: #f4f6f8; font: 15px/1.6 "Noto Sans SC", "Source Han Sans SC", "Microsoft YaHei",
  "PingFang SC", sans-serif; }
h1 { font-size: 22px; line-height: 1.35; margin: 8px 0 4px; }
h2 { font-size: 18px; line-height: 1.4; margin: 0; }
p { margin: 4px 0; }
.quiet { color: #59626c; }
nav ol { columns: 22em; column-gap: 2.6em; padding-left: 1.6em; }
a { color: #0b4a8f; }
section { background: #fff; border: 1px solid #dfe3e7; margin: 20px 0; padding: 16px; }
.pair { display: grid; gap: 20px;
  grid-template-columns: repeat(auto-fit, minmax(min(100%, 560px), 1fr)); }
figure { margin: 12px 0 0; min-width: 0; }
.frame { overflow-x: auto; border: 1px solid #dfe3e7; padding: 6px; }
img { display: block; width: 100%; min-width: 540px; max-width: 720px; height: auto; }
figcaption { color: #59626c; font-size: 13px; margin-top: 6px; }
pre { background: #f4f6f8; padding: 8px 10px; overflow-x: auto; font-size: 13px; margin: 8px 0 0; }
"""


def index(subject: Subject, drawn: Drawn) -> str:
    """Write the page as Markdown.

    Parameters
    ----------
    subject : Subject
        What was drawn.
    drawn : sequence of (Drawing, mapping of language to Sheet)
        The figures.

    Returns
    -------
    str
        Markdown.
    """
    notice = subject.notice
    lines = [
        f"# {notice.number or notice.key}",
        "",
        f"{notice.title or ''}",
        "",
        "Made by `zctrack figures`; not written by hand. The same as a page: index.html. "
        "The code lines go on from:",
        "",
        "```python",
        *_PREAMBLE.splitlines(),
        "```",
    ]
    for drawing, sheets in drawn:
        zh, en = sheets["zh"], sheets["en"]
        lines += [
            "",
            f"## {one_line(zh.words.title)}",
            "",
            one_line(en.words.title),
            "",
            f"![{alt(zh)}](zh/{drawing.stem}.svg)",
            "",
            f"![{alt(en)}](en/{drawing.stem}.svg)",
            "",
            alt(zh),
            "",
            alt(en),
            "",
            "```python",
            drawing.code(subject),
            "```",
            "",
            " · ".join(f"{lang}: {_links(lang, drawing.stem)}" for lang in _LANGUAGES),
        ]
    return "\n".join(lines) + "\n"


def _links(lang: str, stem: str) -> str:
    return " ".join(f"[{kind}]({lang}/{stem}.{kind})" for kind in _KINDS)


def page(subject: Subject, drawn: Drawn) -> str:
    """Write the page as HTML that needs no network and no script.

    Parameters
    ----------
    subject : Subject
        What was drawn.
    drawn : sequence of (Drawing, mapping of language to Sheet)
        The figures.

    Returns
    -------
    str
        HTML.
    """
    notice = subject.notice
    name = escape(notice.number or notice.key)
    entries = "".join(
        f'<li><a href="#{drawing.stem}">{escape(one_line(sheets["zh"].words.title))}</a></li>\n'
        for drawing, sheets in drawn
    )
    sections = "".join(_section(subject, drawing, sheets) for drawing, sheets in drawn)
    return f"""<!DOCTYPE html>
<html lang="zh-Hans">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{name} {escape(say("charts", "gallery", "zh"))}</title>
<style>{_STYLE}</style>
</head>
<body>
<header>
<h1>{name} {escape(notice.title or "")}</h1>
<p>{escape(say("charts", "gallery_about", "zh"))}</p>
<p class="quiet" lang="en">{escape(say("charts", "gallery_about", "en"))}</p>
<pre><code>{escape(_PREAMBLE)}</code></pre>
</header>
<nav aria-label="{escape(say("charts", "gallery", "zh"))}">
<ol>
{entries}</ol>
</nav>
<main>
{sections}</main>
</body>
</html>
"""


def _section(subject: Subject, drawing: Drawing, sheets: Mapping[str, Sheet]) -> str:
    zh, en = sheets["zh"], sheets["en"]
    figures = "".join(_figure(drawing.stem, lang, sheets[lang]) for lang in _LANGUAGES)
    return f"""<section id="{drawing.stem}">
<h2>{escape(one_line(zh.words.title))}</h2>
<p class="quiet" lang="en">{escape(one_line(en.words.title))}</p>
<div class="pair">
{figures}</div>
<pre><code>{escape(drawing.code(subject))}</code></pre>
</section>
"""


def _figure(stem: str, lang: str, drawn: Sheet) -> str:
    words = escape(alt(drawn), quote=True)
    wide, high = (round(float(side) * 96) for side in drawn.get_size_inches())
    links = " · ".join(
        f'<a href="{lang}/{stem}.{kind}">{escape(say("charts", f"gallery_{kind}", lang))}</a>'
        for kind in _KINDS
    )
    title = escape(one_line(drawn.words.title), quote=True)
    # A frame that scrolls can be reached by the keyboard.
    return f"""<figure lang="{_HTML_LANG[lang]}">
<div class="frame" tabindex="0" role="group" aria-label="{title}">
<img src="{lang}/{stem}.svg" width="{wide}" height="{high}" alt="{words}" loading="lazy">
</div>
<figcaption>{words}<br>{links}</figcaption>
</figure>
"""

"""The visual language on the screen (图式): the plotly template named zctrack.

The same colours, type and lines as `zctrack.charts.style`. Nothing is set on import: `template`
gives the template, `register` makes it known to plotly under its name, `figure` makes an empty
figure with its words.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import TYPE_CHECKING

import plotly.graph_objects as go
import plotly.io

from zctrack.errors import OptionError
from zctrack.wording.words import Words, say

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["colour", "figure", "fold", "register", "template"]

# A word or number of Latin letters, or one character.
_PIECES = re.compile(r"[A-Za-z0-9.,:%'’+−<>=&-]+|.", re.DOTALL)
_CLOSING = frozenset("，。、；：？！）〕】》〉”’」』％ ")
# On the reader's own machine: the sheet's face first, then what Chinese systems have.
FACES = (
    "Noto Sans SC, Source Han Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, sans-serif"
)


@functools.cache
def _colours() -> Mapping[str, Mapping[str, str]]:
    # The file lies beside the printed charts; reading it loads none of them, nor matplotlib.
    file = resources.files("zctrack") / "charts" / "palette.toml"
    found: Mapping[str, Mapping[str, str]] = tomllib.loads(file.read_text("utf-8"))["colours"]
    return found


def colour(meaning: str) -> str:
    """Look up the colour of a meaning, the same as in print.

    Parameters
    ----------
    meaning : str
        A code (``"lead"``, ``"due"``, ``"achieved"``), a shade or a part of the sheet: see
        ``zctrack/charts/palette.toml``.

    Returns
    -------
    str
        ``"#rrggbb"``.

    Raises
    ------
    OptionError
        If the palette has no such meaning.

    Examples
    --------
    >>> colour("lead")
    '#0b4a8f'
    """
    if meaning not in _colours():
        raise OptionError(
            f"the palette has no colour for {meaning!r}",
            todo=f"Use one of: {', '.join(_colours())}.",
        )
    return _colours()[meaning]["hex"]


def template() -> go.layout.Template:
    """Give the plotly template of the visual language.

    Returns
    -------
    plotly.graph_objects.layout.Template

    Examples
    --------
    >>> template().layout.colorway[0]
    '#0b4a8f'
    """
    axis = {
        "gridcolor": colour("grid"),
        "linecolor": colour("axis"),
        "tickcolor": colour("axis"),
        "zerolinecolor": colour("axis"),
        "tickfont": {"color": colour("text"), "size": 12},
        "title": {"font": {"color": colour("muted"), "size": 12}},
        "automargin": True,
    }
    return go.layout.Template(
        layout={
            "font": {"family": FACES, "size": 13, "color": colour("text")},
            "title": {"font": {"size": 17}, "x": 0, "xref": "container", "xanchor": "left"},
            "paper_bgcolor": colour("paper"),
            "plot_bgcolor": colour("paper"),
            "colorway": [
                colour(meaning)
                for meaning in ("lead", "first", "joint", "responsible", "respective", "other")
            ],
            "colorscale": {"sequential": [[i / 4, colour(f"shade{i}")] for i in range(5)]},
            "xaxis": axis,
            "yaxis": axis,
            "hoverlabel": {
                "align": "left",
                "bgcolor": colour("paper"),
                "bordercolor": colour("axis"),
                "font": {"family": FACES, "size": 13, "color": colour("text")},
            },
            "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
            "margin": {"l": 16, "r": 16, "t": 96, "b": 48},
            "modebar": {"orientation": "v", "bgcolor": "rgba(0,0,0,0)"},
        }
    )


def register() -> None:
    """Make the template known to plotly as ``"zctrack"``, for charts of your own.

    Examples
    --------
    >>> register()
    >>> go.Figure(layout={"template": "zctrack"}).layout.template.layout.colorway[0]
    '#0b4a8f'
    """
    plotly.io.templates["zctrack"] = template()


def figure(
    words: Words,
    data: Sequence[object] = (),
    *,
    lang: str = "zh",
    source: str | None = None,
    simulated: bool = False,
    internal: bool = False,
) -> go.Figure:
    """Make a plotly figure with its words: title, subtitle, count base and source above the plot.

    Parameters
    ----------
    words : Words
        Title, subtitle and count base are printed; the alt text stands in ``layout.meta``.
    data : sequence of plotly traces
        What is drawn.
    lang : {"zh", "en"}
        Language of the words.
    source : str, optional
        Where the data comes from (文号).
    simulated, internal : bool
        Print the mark 模拟数据 / 内部资料 before the title.

    Returns
    -------
    plotly.graph_objects.Figure
        Its width follows the page.

    Examples
    --------
    >>> figure(Words("发现", "量度", "n = 81", "文字")).layout.title.text
    '<b>发现</b>'
    """
    marks = [("warning", say("charts", "simulated", lang))] if simulated else []
    marks += [("muted", say("charts", "internal", lang))] if internal else []
    before = "".join(
        f'<span style="color:{colour(ink)}">[{_escape(word)}]</span> ' for ink, word in marks
    )
    before += "<br>" if before else ""
    title = fold(words.title, 40)
    subtitle = fold(words.subtitle, 54)
    foot = fold(words.base, 58)
    foot += fold(say("charts", "source", lang, source=source), 58) if source else []
    # Base and source stand below the subtitle: only a title is set from the edge of the page.
    small = 'style="font-size:11px"'
    # Room for the lines of the words: plotly does not measure them itself.
    room = 64 + 23 * (len(title) + bool(before)) + 17 * (len(subtitle) + len(foot))
    fig = go.Figure(data=list(data))
    fig.update_layout(
        template=template(),
        autosize=True,
        title={
            "text": f"{before}<b>{'<br>'.join(title)}</b>",
            "y": 1,
            "yref": "container",
            "yanchor": "top",
            "pad": {"t": 20},
            "subtitle": {
                "text": "<br>".join(
                    [*subtitle, *(f"<span {small}>{line}</span>" for line in foot)]
                ),
                "font": {"size": 13, "color": colour("muted")},
            },
        },
        margin={"t": room, "b": 48},
        # What a page needs that writes the words itself: their alt text, and the room they take.
        meta={"alt": words.alt, "lang": lang, "room": room},
    )
    return fig


def fold(text: str, width: int) -> list[str]:
    """Break a text into lines for a narrow screen, ready for plotly's markup.

    Parameters
    ----------
    text : str
        Any text.
    width : int
        Of a line, in Latin characters; a Chinese character counts two.

    Returns
    -------
    list of str
        The lines, `<` and `&` escaped.

    Examples
    --------
    >>> fold("年底前完成", 6)
    ['年底前', '完成']
    """
    lines = [""]
    room = width
    for piece in _PIECES.findall(text):
        wide = sum(2 if ord(c) > 0x2E7F or c in "“”‘’—…" else 1 for c in piece)
        # A closing mark may hang over the edge; it does not begin a line.
        if wide > room and lines[-1] and piece not in _CLOSING:
            lines.append("")
            room = width
        lines[-1] += piece
        room -= wide
    return [_escape(line.strip()) for line in lines if line.strip()]


def _escape(text: str) -> str:
    """Keep < and & of the data from being read as plotly's markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""Type (字): the font that comes with a pip dependency, and how wide its words are.

Noto Sans SC Regular (SIL Open Font License) ships in the wheel of zhplot. Widths come from the
font's own advances, so text can be measured and wrapped before anything is drawn.
"""

from __future__ import annotations

import functools
import importlib.util
import re
from pathlib import Path
from typing import Any

from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.patheffects import Stroke, withStroke
from matplotlib.text import Text

from zctrack.errors import FileError

__all__ = ["FAMILY", "BoldText", "embolden", "font", "text_width", "wrap"]

FAMILY = "Noto Sans SC"
_MM_PER_PT = 25.4 / 72
# The stroke that makes a regular cut read as bold, as a share of the type size.
_BOLD = 0.042

# Chinese line breaking (after GB/T 15834, 标点符号用法, with the signs of units): these do not
# begin a line, those do not end one.
_NOT_FIRST = frozenset("，。、；：？！）〕】》〉”’」』％%‰℃²³₂…—～·.,;:?!)]}")
_NOT_LAST = frozenset("（〔【《〈“‘「『([{￥$#×")
# A token: a word or number of ASCII (with its counter word, 12月), spaces, or one character.
_TOKENS = re.compile(r"[A-Za-z0-9.,:/+−<>=@#&'’%-]*\d[年月日项个件条家％]?|[!-~]+|\s+|.", re.DOTALL)


@functools.cache
def font() -> Path:
    """Make Noto Sans SC known to matplotlib, once, and say where it is.

    No setting of matplotlib is changed: the font is one more that it can find by name.

    Returns
    -------
    pathlib.Path
        The font file.

    Raises
    ------
    FileError
        If the package that brings the font is not installed.

    Examples
    --------
    >>> font().name
    'NotoSansSC-Regular.ttf'
    """
    # The package's own import changes global settings; its place is enough.
    spec = importlib.util.find_spec("zhplot")
    places = list(spec.submodule_search_locations or []) if spec else []
    for place in places:
        path = Path(place) / "fonts" / "NotoSansSC-Regular.ttf"
        if path.is_file():
            font_manager.fontManager.addfont(str(path))
            return path
    raise FileError(
        "the font Noto Sans SC was not found",
        where="package zhplot",
        todo="Install it: pip install zhplot==1.0.0.",
    )


@functools.cache
def _face() -> FT2Font:
    face = FT2Font(str(font()))
    face.set_size(100, 72)
    return face


@functools.lru_cache(maxsize=20_000)
def _advance(character: str) -> float:
    """Width of one character, in ems."""
    glyph = _face().load_char(ord(character), flags=LoadFlags.NO_HINTING)
    return float(glyph.linearHoriAdvance) / 65536 / 100


def text_width(text: str, size_pt: float) -> float:
    """Measure the longest line of a text.

    Parameters
    ----------
    text : str
        One or more lines.
    size_pt : float
        Type size in points.

    Returns
    -------
    float
        Millimetres.

    Examples
    --------
    >>> round(text_width("周村", 72 / 25.4), 2)
    2.0
    """
    ems = max(sum(_advance(c) for c in line) for line in text.split("\n"))
    return ems * size_pt * _MM_PER_PT


def _pieces(text: str) -> list[str]:
    """Cut a text where a line may break."""
    pieces: list[str] = []
    for token in _TOKENS.findall(text):
        glued = pieces and (
            token[0] in _NOT_FIRST
            or (pieces[-1][-1] in _NOT_LAST)
            or (token.isspace() and not pieces[-1].isspace())
        )
        if glued:
            pieces[-1] += token
        else:
            pieces.append(token)
    return pieces


def _cut(piece: str, width_mm: float, size_pt: float) -> list[str]:
    """Cut by character a piece that fits on no line."""
    lines = [""]
    for character in piece:
        if lines[-1] and text_width(lines[-1] + character, size_pt) > width_mm:
            lines.append("")
        lines[-1] += character
    return lines


def _greedy(pieces: list[str], width_mm: float, size_pt: float) -> list[str]:
    lines: list[str] = [""]
    for piece in pieces:
        if text_width((lines[-1] + piece).rstrip(), size_pt) <= width_mm:
            lines[-1] += piece
        elif text_width(piece.rstrip(), size_pt) <= width_mm:
            lines.append(piece)
        else:
            first, *rest = _cut(lines[-1] + piece, width_mm, size_pt)
            lines[-1:] = [first, *rest]
    return [line.strip() for line in lines if line.strip()] or [""]


def wrap(
    text: str, width_mm: float, size_pt: float, lang: str, *, at_marks: bool = False
) -> list[str]:
    """Break a text into lines that fit.

    English breaks at spaces; Chinese between characters, but never before a closing mark or after
    an opening one, and a number keeps its counter word (12月). A last line of one or two words
    is avoided by making the lines before it shorter.

    Parameters
    ----------
    text : str
        The text; its own line ends are kept.
    width_mm : float
        Width of a line in millimetres.
    size_pt : float
        Type size in points.
    lang : {"zh", "en"}
        Language of the text.
    at_marks : bool
        Let two Chinese lines part after a mark (，；：。) where both then fit: for titles.

    Returns
    -------
    list of str
        At least one line.

    Examples
    --------
    >>> wrap("力度加大，成本继续大幅降低", 40, 12, "zh")
    ['力度加大，成本继续', '大幅降低']
    >>> wrap("力度加大，成本继续大幅降低", 40, 12, "zh", at_marks=True)
    ['力度加大，', '成本继续大幅降低']
    >>> wrap("Who answers for it", 20, 12, "en")
    ['Who', 'answers', 'for it']
    >>> wrap("15.48 ×10,000 mu", 20, 12, "en")
    ['15.48', '×10,000', 'mu']
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        pieces = _pieces(paragraph)
        found = _greedy(pieces, width_mm, size_pt)
        if at_marks and len(found) == 2 and lang == "zh":
            found = _at_a_mark(pieces, width_mm, size_pt) or found
        if len(found) > 1 and text_width(found[-1], size_pt) < width_mm / 4:
            found = _balanced(pieces, found, width_mm, size_pt)
        lines += found
    return lines


def _at_a_mark(pieces: list[str], width_mm: float, size_pt: float) -> list[str]:
    """Two lines parted after a mark, the one nearest to the middle; none if none fits."""
    best: tuple[float, list[str]] | None = None
    for place in range(1, len(pieces)):
        if pieces[place - 1][-1] in "，；：。！？":
            parts = ["".join(pieces[:place]).strip(), "".join(pieces[place:]).strip()]
            widths = [text_width(part, size_pt) for part in parts]
            uneven = abs(widths[0] - widths[1])
            if max(widths) <= width_mm and (best is None or uneven < best[0]):
                best = (uneven, parts)
    return best[1] if best else []


def _balanced(pieces: list[str], found: list[str], width_mm: float, size_pt: float) -> list[str]:
    """Lengthen a last line that is a stub, with the same number of lines."""
    for share in (0.92, 0.84, 0.76, 0.68, 0.6):
        tried = _greedy(pieces, width_mm * share, size_pt)
        if len(tried) > len(found):
            break
        found = tried
        if text_width(found[-1], size_pt) >= width_mm / 4:
            break
    return found


class BoldText(Text):
    """Text that reads as bold in a font with one weight.

    The outline is stroked first and the text written over it, so that a PDF keeps real, searchable
    text (a path effect alone would leave outlines only).
    """

    def draw(self, renderer: Any) -> None:
        """Draw the stroke, then the text."""
        stroke = Stroke(linewidth=float(self.get_fontsize()) * _BOLD, foreground=self.get_color())
        self.set_path_effects([stroke])
        super().draw(renderer)
        self.set_path_effects([])
        super().draw(renderer)


def embolden(text: Text) -> Text:
    """Make a text that stands on a chart read as bold.

    Parameters
    ----------
    text : matplotlib.text.Text
        A tick label, annotation or other text.

    Returns
    -------
    matplotlib.text.Text
        The same text.

    Examples
    --------
    >>> embolden(Text(0, 0, "甲")).get_path_effects()[0].__class__.__name__
    'withStroke'
    """
    stroke = withStroke(linewidth=float(text.get_fontsize()) * _BOLD, foreground=text.get_color())
    text.set_path_effects([stroke])
    return text

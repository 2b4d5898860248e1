"""Room for the words (留白): after drawing, make every text stand inside the canvas.

Tick labels and annotations are measured with the Agg renderer. The plot shrinks until they fit into
its place on the sheet; what is still outside is wrapped and moved in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, cast

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Annotation, Text
from matplotlib.transforms import Bbox, ScaledTranslation

from zctrack.charts.palette import context
from zctrack.charts.typography import wrap

__all__ = ["fit", "remember", "text_boxes"]

# Tick labels may take this share of the width before they are wrapped.
_LABEL_SHARE = 0.45
# The plot itself keeps this share of its place, whatever its labels ask for.
_LEAST = 0.2
_LEADING = 1.3


def text_boxes(fig: Figure) -> list[tuple[Text, Bbox]]:
    """Measure every visible text of a figure.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Any figure.

    Returns
    -------
    list of (Text, Bbox)
        Boxes in pixels of the figure's own resolution; the canvas is (0, 0) to its size.

    Examples
    --------
    >>> fig = Figure()
    >>> _ = fig.text(0.5, 0.5, "n")
    >>> len(text_boxes(fig))
    1
    """
    with context():
        canvas = fig.canvas if isinstance(fig.canvas, FigureCanvasAgg) else FigureCanvasAgg(fig)
        renderer = cast(Any, canvas).get_renderer()
        fig.draw_without_rendering()
        return [
            (text, text.get_window_extent(renderer))
            for text in _seen(fig)
            if text.get_text().strip()
        ]


def _seen(artist: Artist) -> Iterable[Text]:
    """Every text that is drawn: ticks that lie outside the axis, and hidden parents, are not."""
    if not artist.get_visible():
        return
    if isinstance(artist, Text):
        yield artist
    if isinstance(artist, Axes):
        for axis in (artist.xaxis, artist.yaxis):
            if artist.axison and axis.get_visible():
                for tick in cast(Any, axis)._update_ticks():
                    yield from _seen(tick.label1)
                    yield from _seen(tick.label2)
                yield from _seen(axis.label)
                yield from _seen(axis.get_offset_text())
        children: Iterable[Artist] = [
            child for child in artist.get_children() if child not in (artist.xaxis, artist.yaxis)
        ]
    else:
        children = artist.get_children()
    for child in children:
        yield from _seen(child)


def fit(fig: Figure, ax: Axes | Sequence[Axes] | None = None) -> None:
    """Give the axes the largest place in which no text leaves the canvas.

    Several axes keep their arrangement: all are moved and scaled together.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Made by `zctrack.charts.style.figure`, or any other: then the whole canvas is the plot.
    ax : Axes or sequence of Axes, optional
        The axes to move; all of the figure's if not given.

    Examples
    --------
    >>> from zctrack.charts import style
    >>> from zctrack.wording.words import Words
    >>> sheet, axes = style.figure(Words("发现", "量度", "n = 81", "文字"), height=60)
    >>> _ = axes.barh(["区人力资源和社会保障局"], [1])
    >>> style.fit(sheet, axes)
    >>> all(box.x0 >= 0 for text, box in text_boxes(sheet))
    True
    """
    moved = [ax] if isinstance(ax, Axes) else list(ax) if ax is not None else list(fig.axes)
    if not moved:
        return
    lang = str(getattr(fig, "lang", "zh"))
    for axes in moved:
        _wrap_tick_labels(fig, axes, lang)
    place = _place(fig)
    for _ in range(6):
        if _shrink(fig, moved, place) < 0.2:
            break
    _bring_in(fig, moved, place, lang)


def _place(fig: Figure) -> Bbox:
    """Find the plot's place on the sheet, in pixels."""
    width, height = fig.get_size_inches() * fig.dpi
    box = getattr(fig, "plot_box", None)
    left, bottom, right, top = box() if box is not None else (0.01, 0.01, 0.99, 0.99)
    return Bbox.from_extents(left * width, bottom * height, right * width, top * height)


def _texts_of(fig: Figure, axes: Sequence[Axes]) -> list[tuple[Text, Bbox]]:
    inside = {id(text) for one in axes for text in _seen(one)}
    return [(text, box) for text, box in text_boxes(fig) if id(text) in inside]


def _shrink(fig: Figure, axes: Sequence[Axes], place: Bbox) -> float:
    """Move the axes so that what sticks out of them reaches the place's edges; give the step."""
    size = fig.get_size_inches() * fig.dpi
    old = Bbox.union([one.get_position().transformed(fig.transFigure) for one in axes])
    texts = _texts_of(fig, axes)
    outer = Bbox.union([old, *(box for _, box in texts)])
    for one in axes:
        legend = one.get_legend()
        if legend is not None:
            outer = Bbox.union([outer, legend.get_window_extent()])
    ticks = _tick_labels(axes)
    named = Bbox.union([old, *(box for text, box in texts if id(text) in ticks)])
    sides = np.empty((2, 2))
    for side in (0, 1):
        low, high = place.get_points()[:, side]
        inner, wanted, needed = (box.get_points()[:, side] for box in (old, outer, named))
        # Tick labels get their room first; a plot keeps at least a fifth of its place, and notes
        # that ask for more are wrapped and moved in afterwards.
        room = (high - low) * (1 - _LEAST)
        first = np.abs(inner - needed)
        over = np.abs(inner - wanted)
        if over.sum() > room:
            spare = max(room - first.sum(), 0.0)
            more = over - first
            over = first + (more * spare / more.sum() if more.sum() > spare else more)
        sides[:, side] = low + over[0], high - over[1]
    new = Bbox(sides)
    for one in axes:
        box = one.get_position().transformed(fig.transFigure)
        scale = np.divide(new.size, old.size)
        corner = np.asarray(new.min) + np.subtract(box.min, old.min) * scale
        extent = np.multiply(box.size, scale)
        left, bottom, width, height = np.concatenate([corner / size, extent / size])
        one.set_position((left, bottom, width, height))
    return float(np.abs(new.get_points() - old.get_points()).max())


def _tick_labels(axes: Sequence[Axes]) -> set[int]:
    return {id(label) for one in axes for label in (*one.get_xticklabels(), *one.get_yticklabels())}


def _wrap_tick_labels(fig: Figure, axes: Axes, lang: str) -> None:
    """Wrap tick labels that would take too much of the width."""
    widest = _LABEL_SHARE * float(fig.get_figwidth()) * 25.4
    texts = _texts_of(fig, [axes])
    for axis in (axes.xaxis, axes.yaxis):
        labels = axis.get_ticklabels()
        ours = {id(label) for label in labels}
        wide = [box.width * 25.4 / fig.dpi > widest for text, box in texts if id(text) in ours]
        if any(wide):
            wrapped = [
                "\n".join(wrap(label.get_text(), widest, float(label.get_fontsize()), lang))
                for label in labels
            ]
            axis.set_ticks(list(axis.get_ticklocs()), labels=wrapped)
            for label in axis.get_ticklabels():
                label.set_linespacing(_LEADING)


def _bring_in(fig: Figure, axes: Sequence[Axes], place: Bbox, lang: str) -> None:
    """Wrap and move what is still outside of the place."""
    ticks = _tick_labels(axes)
    for attempt in (0, 1):
        for text, box in _texts_of(fig, axes):
            if _outside(box, place) == (0.0, 0.0) or id(text) in ticks:
                continue
            if attempt == 0 and not text.get_rotation():
                room = _room(text, box, place) / fig.dpi * 25.4
                lines = wrap(text.get_text(), room, float(text.get_fontsize()), lang)
                text.set_text("\n".join(lines))
                text.set_linespacing(_LEADING)
                box = text.get_window_extent()
            _move(fig, text, *_outside(box, place))


def _room(text: Text, box: Bbox, place: Bbox) -> float:
    """Give the width in which a note can stand; the whole place if that is too little."""
    anchored = {
        "left": place.x1 - box.x0,
        "right": box.x1 - place.x0,
        "center": 2 * min(place.x1 - (box.x0 + box.x1) / 2, (box.x0 + box.x1) / 2 - place.x0),
    }[text.get_horizontalalignment()]
    return 0.98 * (anchored if anchored > 0.15 * place.width else place.width)


def _outside(box: Bbox, place: Bbox) -> tuple[float, float]:
    """How far a box has to go to stand inside, in pixels; its left and top edges come first."""
    right = max(0.0, place.x0 - box.x0) or -max(0.0, min(box.x1 - place.x1, box.x0 - place.x0))
    up = -max(0.0, box.y1 - place.y1) or max(0.0, min(place.y0 - box.y0, place.y1 - box.y1))
    return right if abs(right) > 0.05 else 0.0, up if abs(up) > 0.05 else 0.0


def _move(fig: Figure, text: Text, right: float, up: float) -> None:
    if (right, up) == (0.0, 0.0):
        return
    if isinstance(text, Annotation):
        # An annotation finds its transform anew at each drawing; a share of the figure holds at
        # every resolution.
        at = text.get_transform().transform(text.xyann) + np.array([right, up])
        text.anncoords = "figure fraction"
        text.xyann = cast(Any, tuple(fig.transFigure.inverted().transform(at)))
    else:
        step = ScaledTranslation(right / fig.dpi, up / fig.dpi, fig.dpi_scale_trans)
        text.set_transform(text.get_transform() + step)


def remember(fig: Figure) -> Callable[[], None]:
    """Note all that `fit` may change.

    Parameters
    ----------
    fig : matplotlib.figure.Figure
        Any figure.

    Returns
    -------
    callable
        Call it to put everything back.

    Examples
    --------
    >>> fig = Figure()
    >>> axes = fig.add_axes((0.1, 0.1, 0.8, 0.8))
    >>> back = remember(fig)
    >>> fit(fig)
    >>> back()
    >>> [round(float(v), 1) for v in axes.get_position().bounds]
    [0.1, 0.1, 0.8, 0.8]
    """
    undo: list[Callable[[], Any]] = []
    for axes in fig.axes:
        undo.append(partial(axes.set_position, axes.get_position().frozen()))
        for axis in (axes.xaxis, axes.yaxis):
            undo.append(partial(axis.set_major_locator, axis.get_major_locator()))
            undo.append(partial(axis.set_major_formatter, axis.get_major_formatter()))
    for text in fig.findobj(Text):
        assert isinstance(text, Text)
        undo.append(partial(text.set_text, text.get_text()))
        if isinstance(text, Annotation):
            undo.append(partial(setattr, text, "anncoords", text.anncoords))
            undo.append(partial(setattr, text, "xyann", text.xyann))
        elif text.is_transform_set():
            undo.append(partial(text.set_transform, text.get_transform()))

    def back() -> None:
        for step in undo:
            step()

    return back

"""The charts (图): a table becomes a Figure.

Entering this room makes the font Noto Sans SC known to matplotlib, so that
``plt.style.use("zctrack.charts.zctrack")`` has its letters; no setting of matplotlib is changed.
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

# Bound at once: the function and its file share a name, and the function is what is meant.
from zctrack.charts.save import save, show
from zctrack.charts.typography import font

if TYPE_CHECKING:
    from zctrack.charts import (
        cascade,
        deadlines,
        progress,
        ranking,
        review,
        structure,
        style,
        targets,
        workload,
    )

__all__ = [
    "cascade",
    "deadlines",
    "font",
    "progress",
    "ranking",
    "review",
    "save",
    "show",
    "structure",
    "style",
    "targets",
    "workload",
]

font()


def __getattr__(name: str) -> ModuleType:
    """Load a room when it is first entered."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

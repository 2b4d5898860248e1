"""The analyses (分析): tables in, tables out.

A table that lacks a column, or a value in a column that the dictionary fills in every row, is
refused with a TableError that says which column and row (`given.need`).
"""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zctrack.analysis import (
        bulletin,
        cascade,
        deadlines,
        progress,
        ranking,
        review,
        structure,
        targets,
        workload,
    )

__all__ = [
    "bulletin",
    "cascade",
    "deadlines",
    "progress",
    "ranking",
    "review",
    "structure",
    "targets",
    "workload",
]


def __getattr__(name: str) -> ModuleType:
    """Load a room when it is first entered."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

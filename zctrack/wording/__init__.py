"""The words (文字): a table becomes sentences."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zctrack.wording import (
        bulletin,
        cascade,
        deadlines,
        progress,
        quotes,
        ranking,
        review,
        structure,
        targets,
        words,
        workload,
    )

__all__ = [
    "bulletin",
    "cascade",
    "deadlines",
    "progress",
    "quotes",
    "ranking",
    "review",
    "structure",
    "targets",
    "words",
    "workload",
]


def __getattr__(name: str) -> ModuleType:
    """Load a room when it is first entered."""
    if name in __all__:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

"""zctrack: a government implementation notice as tables, statistics and briefing charts.

The table of contents. Start with a notice, then ask the rooms about its tables::

    import zctrack as zt

    n = zt.load()                                      # the bundled notice; or zt.read_notice(path)
    n.tasks, n.assignments, n.deadlines, n.quantities  # its tables; zt.describe("tasks") says more
    table = zt.workload.by_party(n.assignments, kind="unit")
    zt.charts.workload.by_party(table, names=n.names)  # a Figure; zt.wording says it in a sentence

Everything but the tables themselves loads when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

# A verb that has its file's name is bound at once: a later import of the file would bind the file.
from zctrack.parse import parse, read_notice

if TYPE_CHECKING:
    from zctrack import charts, interactive, wording
    from zctrack.actuals.ledger import Ledger
    from zctrack.actuals.read import read_actuals
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
    from zctrack.datasets import load, load_actuals
    from zctrack.dictionary.build import describe
    from zctrack.errors import (
        FileError,
        FormatError,
        LedgerError,
        LimitError,
        NoticeError,
        OptionError,
        TableError,
        ZctrackError,
    )
    from zctrack.notice import Document, Notice
    from zctrack.reports.bulletin import write_bulletin
    from zctrack.reports.slips import write_slips
    from zctrack.reports.tables import write_tables

__all__ = [
    "Document",
    "FileError",
    "FormatError",
    "Ledger",
    "LedgerError",
    "LimitError",
    "Notice",
    "NoticeError",
    "OptionError",
    "TableError",
    "ZctrackError",
    "bulletin",
    "cascade",
    "charts",
    "deadlines",
    "describe",
    "interactive",
    "load",
    "load_actuals",
    "parse",
    "progress",
    "ranking",
    "read_actuals",
    "read_notice",
    "review",
    "structure",
    "targets",
    "wording",
    "workload",
    "write_bulletin",
    "write_slips",
    "write_tables",
]

# Where each name lives: the names of a file, then the rooms that are whole files.
_NAMES = {
    "zctrack.actuals.ledger": ["Ledger"],
    "zctrack.actuals.read": ["read_actuals"],
    "zctrack.datasets": ["load", "load_actuals"],
    "zctrack.dictionary.build": ["describe"],
    "zctrack.errors": [name for name in __all__ if name.endswith("Error")],
    "zctrack.notice": ["Document", "Notice"],
    "zctrack.reports.bulletin": ["write_bulletin"],
    "zctrack.reports.slips": ["write_slips"],
    "zctrack.reports.tables": ["write_tables"],
}
_ROOMS = {
    "zctrack": ["charts", "interactive", "wording"],
    "zctrack.analysis": [
        *("bulletin", "cascade", "deadlines", "progress", "ranking", "review"),
        *("structure", "targets", "workload"),
    ],
}


def __getattr__(name: str) -> object:
    """Load a name when it is first used."""
    for home, names in _NAMES.items():
        if name in names:
            return getattr(import_module(home), name)
    for home, rooms in _ROOMS.items():
        if name in rooms:
            return import_module(f"{home}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__

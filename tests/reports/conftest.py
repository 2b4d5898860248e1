"""The interactive pages of the bundled notice, written once for all who look at them."""

from __future__ import annotations

from pathlib import Path

import pytest

import zctrack as zt
from zctrack.datasets import JUDGED_ON, LOOKED_UNTIL, SIMULATED_ON
from zctrack.reports.figures import Subject
from zctrack.reports.pages import write_pages


@pytest.fixture(scope="session")
def bundled() -> Subject:
    """The bundled notice with what is known about it."""
    return Subject(
        zt.load(),
        zt.load_actuals("published"),
        as_of=JUDGED_ON,
        looked_until=LOOKED_UNTIL,
        simulated=zt.load_actuals("simulated"),
        simulated_on=SIMULATED_ON,
    )


@pytest.fixture(scope="session")
def interactive_pages(bundled: Subject, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of its pages."""
    folder = tmp_path_factory.mktemp("interactive")
    list(write_pages(bundled, folder))
    return folder

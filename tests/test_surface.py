"""The surface: what `import zctrack as zt` offers, and what it costs."""

from __future__ import annotations

import importlib
import inspect
import subprocess
import sys

import pytest

import zctrack as zt

HEAVY = ["matplotlib", "plotly", "pandera", "scipy", "openpyxl", "pyarrow.parquet", "rich", "typer"]
HEAVY += ["sqlalchemy", "psycopg"]
ROOMS = ["zctrack.analysis", "zctrack.charts", "zctrack.interactive", "zctrack.wording"]


def in_a_fresh_interpreter(code: str) -> str:
    return subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    ).stdout


def test_the_surface_is_exactly_what_it_lists() -> None:
    assert dir(zt) == sorted(zt.__all__)
    public = {name for name in vars(zt) if not name.startswith("_")}
    # Rooms that were entered are attributes of the package, as Python has it; the typing names go.
    entered = {name for name in public if f"zctrack.{name}" in sys.modules}
    assert public - entered - set(zt.__all__) <= {"annotations", "import_module", "TYPE_CHECKING"}


@pytest.mark.parametrize("name", zt.__all__)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    thing = getattr(zt, name)
    assert inspect.getdoc(thing)


def test_a_name_that_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        zt.lode  # noqa: B018


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_shows_its_files_before_they_are_loaded(room: str) -> None:
    package = importlib.import_module(room)
    assert dir(package) == sorted(package.__all__)
    for name in package.__all__:
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError):
        package.cellar  # noqa: B018


def test_a_verb_stays_a_verb_when_its_file_is_imported() -> None:
    importlib.import_module("zctrack.parse")
    importlib.import_module("zctrack.charts.save")
    assert callable(zt.parse)
    assert callable(zt.charts.save)


def test_importing_loads_nothing_heavy() -> None:
    code = f"import sys, zctrack; print([m for m in {HEAVY!r} if m in sys.modules])"
    assert in_a_fresh_interpreter(code).strip() == "[]"


def test_parsing_and_analysing_draw_nothing() -> None:
    code = (
        "import sys, zctrack as zt; n = zt.load();"
        "zt.workload.by_party(n.assignments, kind='unit');"
        "print([m for m in ('matplotlib', 'plotly', 'pandera', 'openpyxl') if m in sys.modules])"
    )
    assert in_a_fresh_interpreter(code).strip() == "[]"


def test_rooms_load_on_first_use_without_being_imported_by_hand() -> None:
    code = "import zctrack as zt; print(zt.charts.workload.by_party.__module__)"
    assert in_a_fresh_interpreter(code).strip() == "zctrack.charts.workload"


def test_errors_are_one_family() -> None:
    errors = [getattr(zt, name) for name in zt.__all__ if name.endswith("Error")]
    assert len(errors) == 8
    assert all(issubclass(error, zt.ZctrackError) for error in errors)

"""What every test and every docstring's example may rely on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

# The same invented cases on every machine and every day: a test that passed here passes there.
settings.register_profile("zctrack", derandomize=True, deadline=None, print_blob=True)
settings.load_profile("zctrack")


@pytest.fixture(autouse=True, scope="session")
def _plain_terminal() -> Iterator[None]:
    """Help and progress come out alike, whatever the terminal."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("FORCE_COLOR", "PY_COLORS", "GITHUB_ACTIONS"):
            patch.delenv(name, raising=False)
        patch.setitem(os.environ, "NO_COLOR", "1")
        patch.setitem(os.environ, "COLUMNS", "100")
        patch.setitem(os.environ, "TERM", "dumb")
        yield

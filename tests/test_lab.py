"""The first notebook in JupyterLab, in a real browser: what an analyst does first."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as NotInTime

from tests.browser import Heard, browser, needs_chromium

pytestmark = needs_chromium

ROOT = Path(__file__).resolve().parent.parent
# Milliseconds, on a machine that has other things to do.
_PATIENCE = 120_000
_TRIES = 4
TOKEN = "only-for-this-test"


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A server of its own, with settings of its own, on a copy of the notebook."""
    shutil.copy(ROOT / "notebooks" / "01_measures.ipynb", tmp_path)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    places = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR")
    settings = {name: str(tmp_path / f".{name.lower()}") for name in places}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += ["--ip=127.0.0.1", f"--port={port}", f"--IdentityProvider.token={TOKEN}"]
    # Nothing is asked for on the network: no news, no list of extensions.
    command += ["--LabApp.news_url=", "--LabApp.check_for_updates_class="]
    command += ["--LabApp.extension_manager=readonly", f"--ServerApp.root_dir={tmp_path}"]
    with (tmp_path / "server.log").open("wb") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **settings}, cwd=tmp_path
        )
    home = f"http://127.0.0.1:{port}"
    try:
        for _ in range(200):
            try:
                urllib.request.urlopen(f"{home}/api", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield home
    finally:
        server.terminate()
        server.wait(20)


def run_all(page: Page) -> None:
    """Order the notebook to run, and once more where the order went by a kernel not yet bound."""
    for tries_left in range(_TRIES - 1, -1, -1):
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        try:
            page.wait_for_selector(".jp-RenderedSVG", timeout=_PATIENCE / _TRIES, state="attached")
        except NotInTime:
            if not tries_left:
                raise
        else:
            return


def test_the_first_notebook_runs_in_jupyterlab_without_complaint(lab: str) -> None:
    with browser() as chromium:
        page = chromium.new_page(viewport={"width": 1440, "height": 1000})
        heard = Heard(page, lab)
        page.goto(f"{lab}/lab/tree/01_measures.ipynb?token={TOKEN}")
        page.wait_for_selector(".jp-Notebook .jp-CodeCell", timeout=_PATIENCE)
        # Before the kernel is there, JupyterLab takes the order to run and does nothing.
        idle = ".jp-Notebook-ExecutionIndicator[data-status='idle']"
        page.wait_for_selector(idle, timeout=_PATIENCE, state="attached")
        page.get_by_role("menuitem", name="Edit", exact=True).click()
        page.get_by_role("menuitem", name="Clear Outputs of All Cells", exact=True).click()
        assert page.locator(".jp-RenderedSVG").count() == 0
        run_all(page)
        page.wait_for_selector(".js-plotly-plot .iciclelayer", timeout=_PATIENCE, state="attached")
        assert page.locator("[data-mime-type='application/vnd.jupyter.stderr']").count() == 0
        assert not heard.complaints
        assert not heard.outside

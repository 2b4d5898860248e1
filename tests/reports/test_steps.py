"""A whole report with names hidden: no table and no workbook tells who answers."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from zctrack.reports.figures import Subject
from zctrack.reports.steps import steps

OFFICIALS = ("赵学", "耿峰", "解金章", "赵彩霞", "国卫兵", "Zhao Xue", "Geng Feng")


def parts(file: Path) -> list[str]:
    """The texts of a file; of a workbook, of everything inside."""
    if file.suffix != ".xlsx":
        return [file.read_text("utf-8-sig")]
    with zipfile.ZipFile(file) as archive:
        return [archive.read(name).decode() for name in archive.namelist() if ".xml" in name]


@pytest.mark.parametrize("hide", [True, False])
def test_a_report_names_officials_or_letters_them_in_every_file(
    bundled: Subject, tmp_path: Path, hide: bool
) -> None:
    made = {s.name: s for s in steps(replace(bundled, hide_persons=hide), tmp_path)}
    # Figures and pages have their own tests.
    files = [f for name in ("tables", "workbook") for some in made[name].work() for f in some]
    naming = [f.name for f in files for text in parts(f) if any(n in text for n in OFFICIALS)]
    assert bool(naming) is not hide, naming
    assert len(files) > 10


def test_notebooks_are_left_out_where_names_are_hidden(bundled: Subject, tmp_path: Path) -> None:
    notebooks = Path(__file__).parents[2] / "notebooks"
    for hide in (True, False):
        made = [s.name for s in steps(replace(bundled, hide_persons=hide), tmp_path, notebooks)]
        assert ("notebooks" in made) is not hide
        assert made[:4] == ["tables", "figures", "interactive", "workbook"]

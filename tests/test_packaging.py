"""The package as others install it: from a wheel or an editable checkout, away from this one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TRAVELS = ["pyproject.toml", "README.md", "LICENSE", "zctrack", "data"]
# Nothing may come from a network: what is needed lies in the environment that runs the tests.
OFFLINE = {**os.environ, "PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def pip(*arguments: object) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", *map(str, arguments)]
    done = subprocess.run(command, env=OFFLINE, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what travels, so that building leaves nothing in the checkout."""
    folder = tmp_path_factory.mktemp("source")
    for name in TRAVELS:
        place = ROOT / name
        if place.is_dir():
            shutil.copytree(place, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(place, folder / name)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, source)
    (made,) = folder.glob("*.whl")
    return made


def environment(folder: Path) -> Path:
    """An environment that has the dependencies of this one, and not its zctrack.

    A line in a .pth adds the packages' folder to the path; the .pth files in that folder, an
    editable zctrack among them, are not read again.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(sysconfig.get_path("purelib", vars=paths))
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Path(sysconfig.get_path("scripts", vars=paths)) / "python"


def reads_its_notice(python: Path, elsewhere: Path) -> list[str]:
    """What an installed zctrack says of itself, asked away from any checkout."""
    code = (
        "import zctrack, zctrack.data, zctrack as zt; n = zt.load();"
        "print(zctrack.__file__); print(zctrack.data.__file__);"
        "print(len(n.tasks), len(n.names), len(zt.load_actuals('published')))"
    )
    env = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    done = subprocess.run(
        [python, "-c", code], cwd=elsewhere, env=env, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_wheel_holds_the_notice_the_rules_and_no_tests(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for name in (
        "zctrack/data/notices/zhoucun-2020-27/text.txt",
        "zctrack/data/notices/zhoucun-2020-27/names.csv",
        "zctrack/data/actuals/published.csv",
        "zctrack/dictionary/tables.toml",
        "zctrack/charts/zctrack.mplstyle",
        "zctrack/py.typed",
    ):
        assert name in names
    assert not [n for n in names if n.startswith(("tests", "notebooks", "figures", "data/"))]


def test_every_data_file_of_the_package_is_in_the_wheel(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    missing = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "zctrack").rglob("*")
        if path.is_file()
        and "__pycache__" not in path.parts
        and path.relative_to(ROOT).as_posix() not in names
    ]
    assert not missing


def test_the_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    pip("--python", python, "install", "--no-deps", wheel)
    where, data, counts = reads_its_notice(python, tmp_path)
    assert Path(where).is_relative_to(tmp_path)
    assert Path(data).is_relative_to(tmp_path)
    assert counts.split()[0] == "81"
    done = subprocess.run(
        [python.parent / "zctrack", "check"], cwd=tmp_path, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "stated 81, read 81" in done.stdout


def test_an_editable_install_finds_the_notice_too(source: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "env")
    pip("--python", python, "install", "--no-deps", "--no-build-isolation", "--editable", source)
    where, data, counts = reads_its_notice(python, tmp_path)
    assert Path(where).is_relative_to(source / "zctrack")
    assert Path(data).is_relative_to(source / "data")
    assert counts.split()[0] == "81"

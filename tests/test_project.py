"""The project's outside: what a stranger needs to start, and what must never leave a machine."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# The extra of the benchmark, which has an environment of its own.
SEPARATE = {"bench"}
NOT_OURS = {".git", ".venv", ".venv-bench", "build", "dist", "reports"}


def plain(name: str) -> str:
    """A package's name as registries compare it, without its extras."""
    return re.sub(r"[-_.]+", "-", name.partition("[")[0]).lower()


def required(requirements: list[str]) -> dict[str, str]:
    """Name and lower bound of requirements."""
    pairs = (re.split(r"(?=[><=~!])", text, maxsplit=1) for text in requirements)
    return {plain(name): bound for name, bound in pairs}


def direct() -> dict[str, str]:
    """Every requirement of an ordinary environment, with its lower bound."""
    groups = [PROJECT["dependencies"]]
    groups += [v for k, v in PROJECT["optional-dependencies"].items() if k not in SEPARATE]
    return {name: bound for group in groups for name, bound in required(group).items()}


def pins() -> dict[str, str]:
    """Name and version of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return {plain(line.split("==")[0]): line.split("==")[1] for line in lines}


def number(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def own_files() -> list[Path]:
    """Every file that travels: what git knows or would take, else what lies here."""
    try:
        found = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
            cwd=ROOT,
            capture_output=True,
            check=True,
        ).stdout.decode("utf-8")
        files = [ROOT / name for name in found.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        files = [p for p in ROOT.rglob("*") if not NOT_OURS & set(p.relative_to(ROOT).parts)]
    return [path for path in files if path.is_file()]


def own_texts() -> list[tuple[str, str]]:
    texts = []
    for path in own_files():
        data = path.read_bytes()
        if b"\0" not in data and not data.startswith(b"%PDF"):
            texts.append((str(path.relative_to(ROOT)), data.decode("utf-8", "replace")))
    return texts


def test_constraints_hold_a_name_and_a_version_a_line_and_nothing_else() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    odd = [
        line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.+!]*", line)
    ]
    assert not odd
    assert len(pins()) == len(lines), "a package stands twice"


def test_every_dependency_is_pinned_at_a_version_that_pyproject_allows() -> None:
    bench = required(PROJECT["optional-dependencies"]["bench"])
    known = pins()
    for name, bound in {**direct(), **bench}.items():
        assert name in known, f"{name} has no line in constraints.txt"
        lower = re.sub(r"^[>=]+", "", bound)
        assert number(known[name]) >= number(lower), f"{name} is pinned below {bound}"


def test_conda_users_get_the_same_packages_at_the_same_versions() -> None:
    environment = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))
    listed = environment["dependencies"]
    conda = dict(entry.split("=", 1) for entry in listed if isinstance(entry, str) and "=" in entry)
    by_pip = next(entry["pip"] for entry in listed if isinstance(entry, dict))
    brought = dict(entry.split("==", 1) for entry in by_pip if "==" in entry)
    assert conda.pop("python") == "3.11"
    assert "--editable ." in by_pip
    named = {plain(name): version for name, version in {**conda, **brought}.items()}
    assert named == {name: pins()[name] for name in direct()}


def test_the_document_of_dependencies_names_each_of_them() -> None:
    text = (ROOT / "docs" / "dependencies.md").read_text("utf-8").lower()
    bench = required(PROJECT["optional-dependencies"]["bench"])
    missing = [n for n in {**direct(), **bench} if not re.search(rf"\b{re.escape(n)}\b", text)]
    assert not missing


def test_no_file_names_a_registry_or_a_way_to_another_one() -> None:
    # Written in pieces, so that this file does not name them either.
    hosts = ["pypi" + ".org", "python" + "hosted.org", "anaconda" + ".org", "npm" + "js.org"]
    options = ["index" + "-url", "find" + "-links", "trusted" + "-host"]
    wrong = [(name, word) for name, text in own_texts() for word in hosts + options if word in text]
    assert not wrong


def test_no_file_holds_a_path_of_the_machine_that_it_was_made_on() -> None:
    places = {str(ROOT) + os.sep, str(Path.home()) + os.sep, "/" + "Users/", "/" + "home/"}
    wrong = [
        (name, place)
        for name, text in own_texts()
        for place in places
        if len(place) > 2 and re.search(rf"(?<![\w.~-]){re.escape(place)}", text)
    ]
    assert not wrong


def test_what_is_made_anew_each_time_is_not_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"/.venv/", "/reports/", "/.venv-bench/"} <= set(ignored)
    assert not {"/figures/", "/data/tables/", "reports/"} & set(ignored)


def test_the_version_is_the_same_wherever_it_is_written() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert str(citation["version"]) == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_ci_runs_what_a_stranger_runs() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert re.search(r"^make test\b", script.read_text("utf-8"), re.MULTILINE)


def test_the_two_commands_stand_first_in_the_readme() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    first = re.search(r"```(?:bash|sh|console)?\n(.*?)```", text, re.DOTALL)
    assert first
    commands = [line.split("#")[0].strip() for line in first[1].splitlines() if line.strip()]
    assert commands == ["make report", "make test"]


def test_the_tour_of_the_readme_gives_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = doctest.testfile(
        str(ROOT / "README.md"),
        module_relative=False,
        encoding="utf-8",
        optionflags=doctest.NORMALIZE_WHITESPACE | doctest.REPORT_NDIFF,
    )
    assert result.failed == 0
    assert result.attempted >= 10


def test_every_target_that_a_document_names_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    documents = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    named = {
        target
        for path in documents
        for command in re.findall(r"`make ([a-z ]+)`", path.read_text("utf-8"))
        for target in command.split()
    }
    assert named
    assert named <= targets


def test_every_link_of_a_document_leads_to_a_file() -> None:
    broken = [
        (path.name, target)
        for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", path.read_text("utf-8"))
        if "://" not in target and not (path.parent / target).exists()
    ]
    assert not broken


@pytest.mark.parametrize("name", ["LICENSE", "CHANGELOG.md", "CITATION.cff", ".editorconfig"])
def test_a_stranger_finds_what_a_project_has_to_say(name: str) -> None:
    assert (ROOT / name).stat().st_size > 100


def test_every_folder_of_the_package_is_installed() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    folders = {
        ".".join(path.relative_to(ROOT).parts)
        for path in [ROOT / "zctrack", *(ROOT / "zctrack").rglob("*")]
        if path.is_dir() and path.name != "__pycache__" and any(p.is_file() for p in path.iterdir())
    }
    assert set(setup["packages"]) == folders | {"zctrack.data"}


def test_every_kind_of_data_file_is_installed() -> None:
    setup = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    suffixes = {
        path.suffix
        for path in (ROOT / "zctrack").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc", "")
    }
    assert suffixes <= {Path(pattern).suffix for pattern in setup["package-data"]["*"]}

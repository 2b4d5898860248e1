"""docs/status.md says what the analysis does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from zctrack.analysis import ranking, review, trajectory
from zctrack.dictionary.build import codes
from zctrack.reports.rules import page, write_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_in_the_docs_is_the_one_of_the_rules() -> None:
    assert (ROOT / "docs" / "status.md").read_text("utf-8") == page(), "run `make rules`"


def test_every_status_finding_list_and_part_stands_on_the_page(tmp_path: Path) -> None:
    text = write_page(tmp_path / "status.md").read_text("utf-8")
    for entry in (*trajectory.rules()["status"], *trajectory.rules()["task"]):
        assert f"| `{entry['code']}` |" in text
        assert entry["when"] in text
        assert entry["zh"] in text
    for entry in (*review.rules()["list"], *review.rules()["slip"], *ranking.rules()["part"]):
        assert entry["when"] in text
        assert entry["zh"] in text
    for office_class in trajectory.rules()["class"]:
        assert f"| {office_class['zh']} | {office_class['en']} |" in text


def test_a_rule_s_words_have_the_figures_of_its_data() -> None:
    """The sentences are written by people, the thresholds are read by the engine."""
    rules = trajectory.rules()
    statuses = {entry["code"]: entry for entry in rules["status"]}
    for code, name in (("on_track", "on_track"), ("at_risk", "at_risk")):
        share = f"{rules['shortfall'][name] * 100:g}"
        points = f"{rules['shortfall']['points'][name]:g}"
        for words in (statuses[code]["when"], statuses[code]["zh"]):
            assert re.findall(r"\d+", words) == [share, points]
    silent = str(rules["reporting"]["silent_days"])
    for entry in review.rules()["list"]:
        if entry.get("silent"):
            assert re.findall(r"\d+", entry["when"]) == [silent]
            assert re.findall(r"\d+", entry["zh"]) == [silent]
        if "within" in entry:
            assert str(entry["within"]) in entry["when"]
            assert str(entry["within"]) in entry["zh"]
    for entry in review.rules()["slip"]:
        if "within" in entry:
            assert str(entry["within"]) in entry["when"]
    for entry in review.rules()["colour"]:
        assert str(entry["days"]) in entry["when"]
        assert str(entry["days"]) in entry["zh"]


@pytest.mark.parametrize(("rule", "code_set"), [("status", "status"), ("task", "item_status")])
def test_the_statuses_of_the_rules_are_codes(rule: str, code_set: str) -> None:
    known = {code.code for code in codes(code_set)}
    named = [entry["code"] for entry in trajectory.rules()[rule]]
    assert set(named) <= known
    assert len(named) == len(set(named))

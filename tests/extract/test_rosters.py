from __future__ import annotations

import pytest

import zctrack as zt
from tests.extract.reading import MADE
from zctrack.grammar import load

CAMPAIGN = zt.read_notice(MADE / "34-county-special-campaign-rosters-2021.txt")


def test_a_roster_in_a_task_says_who_carries_it() -> None:
    rows = CAMPAIGN.assignments.query("task == 'M4.1'")
    assert list(zip(rows["party"], rows["kind"], rows["role"], strict=True)) == [
        ("郑维舟", "official", "lead"),
        ("柳开元", "official", "support"),
        ("姚　沁", "official", "support"),
        ("县综合行政执法局", "unit", "support"),
        ("县住建局", "unit", "support"),
        ("县公安局", "unit", "support"),
    ]
    assert rows["rule"].tolist()[0] == "roster/head"
    assert rows["party_full"].tolist()[2] == "姚沁"


def test_the_members_of_a_body_answer_for_no_task_and_are_not_lost() -> None:
    assert "陆秉谦" not in set(CAMPAIGN.assignments["party"])
    found = CAMPAIGN.findings.query("kind == 'roster'")
    assert len(found) == 1
    assert found["severity"].iloc[0] == "note"
    for name in ("陆秉谦", "郑维舟", "柳开元", "姚　沁", "邬立诚"):
        assert name in found["surface"].iloc[0]


def test_whom_to_ask_is_a_finding_with_its_place() -> None:
    found = CAMPAIGN.findings.query("kind == 'contact'")
    assert found["surface"].tolist() == ["联系人：戚小满"]
    assert "戚小满" not in set(CAMPAIGN.assignments["party"])


def test_a_roster_of_offices_and_bodies_in_an_annex_is_a_finding() -> None:
    text = (
        "某市关于开展专项整治的通知\n一、目标\n1．整治隐患30处，6月底前完成。（市应急局负责）\n"
        "2．完成整改20处。（市公安局负责）\n某市人民政府\n2021年3月1日\n附件：领导小组名单\n"
        "组长：王建国　副市长\n成员单位：市应急局、市公安局\n"
    )
    notice = zt.parse(text)
    assert set(notice.assignments["party"]) == {"市应急局", "市公安局"}
    assert len(notice.assignments) == 2
    assert notice.findings.query("kind == 'roster'")["surface"].str.contains("王建国").all()


def test_no_roster_is_read_in_the_bundled_notice() -> None:
    assert not set(zt.load().findings["kind"]) & {"roster", "contact"}


@pytest.mark.parametrize("key", ["position", "contact"])
def test_a_position_is_found_in_its_example(key: str) -> None:
    for row in load.rules("rosters", key):
        assert load.pattern(row["pattern"], "rosters").search(row["example"].replace("　", " "))

from __future__ import annotations

import pytest

import zctrack as zt

# What stands behind a task, and its parties with their roles as a reader gives them.
CLAUSES = [
    ("（各市、县（市、区）人民政府负责）", [("各市、县（市、区）人民政府", "joint")]),
    (
        "（省教育厅，各市、县（市、区）人民政府）",
        [("省教育厅", "joint"), ("各市、县（市、区）人民政府", "joint")],
    ),
    ("（各市、县财政局负责）", [("各市", "joint"), ("县财政局", "joint")]),
    (
        "\n责任领导：县委常委、副县长　吴明\n责任单位：县人社局",
        [("吴明", "responsible"), ("县人社局", "joint")],
    ),
    (
        "\n责任人：各乡镇党委书记\n督导单位：县纪委监委",
        [("各乡镇党委书记", "responsible"), ("县纪委监委", "guide")],
    ),
    (
        "\n——责任领导：管思远；牵头单位：区财政局；责任单位：各街道",
        [("管思远", "responsible"), ("区财政局", "lead"), ("各街道", "joint")],
    ),
    (
        "责任单位为市水利局，配合单位为市公安局。",
        [("市水利局", "joint"), ("市公安局", "support")],
    ),
    ("责任单位为此专门召开会议。", []),
]
SENTENCES = [
    (
        "市住建局负责新增供热面积800万平方米，市能源局负责完成气代煤3万户。",
        [("市住建局", "joint"), ("市能源局", "joint")],
    ),
    (
        "市应急局：负责统筹协调。市公安局：负责交通整治。",
        [("市应急局", "joint"), ("市公安局", "joint")],
    ),
    ("由市城投集团牵头制定盘活方案，7月底前报市政府。", [("市城投集团", "lead")]),
    ("考核工作由市环保局牵头，市发改委配合。", [("市环保局", "lead"), ("市发改委", "support")]),
    (
        "由区水利局牵头，会同区财政局、区民政局组织实施。",
        [("区水利局", "lead"), ("区财政局", "joint"), ("区民政局", "joint")],
    ),
    ("各单位分工如下：抓好落实。", []),
]


def parties(task: str) -> list[tuple[str, str]]:
    text = f"某市关于某项工作的通知\n一、任务\n1．{task}\n2．抓好落实。（市审计局负责）\n"
    rows = zt.parse(text, issued="2021-03-01").assignments.query("measure == 1")
    return list(zip(rows["party"], rows["role"], strict=True))


@pytest.mark.parametrize(("clause", "expected"), CLAUSES)
def test_a_clause_is_read_as_a_reader_reads_it(
    clause: str, expected: list[tuple[str, str]]
) -> None:
    assert parties(f"新增就业5000人。{clause}") == expected


def test_a_party_added_to_all_may_be_a_list_of_levels() -> None:
    text = (
        "某省关于某项工作的通知\n一、任务\n1．改建公路1万公里。（省交通运输厅牵头。以下均需各市（州）、"
        "县（市、区）人民政府落实，不再列出）\n2．改造危桥800座。（省公安厅负责）\n"
    )
    rows = zt.parse(text, issued="2021-03-01").assignments.query("measure == 2")
    assert rows["party"].tolist() == ["省公安厅", "各市（州）、县（市、区）人民政府"]
    assert rows["collective"].tolist() == [False, True]


@pytest.mark.parametrize(("sentence", "expected"), SENTENCES)
def test_a_subject_that_answers_is_read(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert parties(sentence) == expected


def test_a_clause_said_as_a_sentence_leaves_the_whole_text_to_its_task() -> None:
    text = (
        "某市关于某项工作的通知\n第一条 建立巡查制度，每季度巡河1次。由市河长办负责。\n"
        "第二条 开展整治。由市水利局负责。\n"
    )
    notice = zt.parse(text, issued="2021-03-01")
    assert notice.tasks["text"].str.strip().tolist() == [
        "第一条 建立巡查制度，每季度巡河1次。由",
        "第二条 开展整治。由",
    ]
    assert notice.findings.query("kind == 'stray_space'").empty


def test_problems_that_are_numbered_by_name_are_measures() -> None:
    text = (
        "某区关于反馈问题的整改方案\n问题一：部分企业无证排污。\n整改措施：（一）开展排查。"
        "（二）依法处罚。\n责任单位：区水利局\n问题二：污泥处置不规范。\n责任单位：区住建局\n"
    )
    notice = zt.parse(text, issued="2021-03-01")
    assert notice.measures["label"].tolist() == ["问题一：", "问题二："]
    told = notice.assignments[["task", "party"]].to_numpy().tolist()
    assert told == [["M1.1", "区水利局"], ["M1.2", "区水利局"], ["M2.1", "区住建局"]]

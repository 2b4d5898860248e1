from __future__ import annotations

import zctrack as zt
from tests.extract.reading import MADE
from zctrack.notice import Notice


def answering(notice: Notice, stem: str) -> dict[str, list[str]]:
    rows = notice.assignments
    rows = rows[rows["task"].str.startswith(stem) & (rows["rule"] != "subject/added_to_all")]
    return rows.groupby("task", sort=False)["party"].agg(list).to_dict()


def test_paragraphs_of_a_chapter_without_numbers_are_tasks() -> None:
    notice = zt.read_notice(MADE / "32-district-flood-subject-colon-2020.txt")
    assert answering(notice, "C2") == {
        "C2.1": ["区应急局"],
        "C2.2": ["区水务局"],
        "C2.3": ["区住建局", "区城管局"],
        "C2.4": ["区自然资源局"],
        "C2.5": ["区卫健局"],
        "C2.6": ["区教体局", "区文旅局"],
    }
    tasks = notice.tasks.set_index("task")
    assert tasks.loc["C2.1", "text"].startswith("区应急局：统筹抢险救援力量")
    assert tasks.loc["C2.1", "text"].rstrip().endswith("修订应急预案。")
    assert tasks.loc["C2.6", "chapter"] == 2
    assert tasks["label"].isna().all()
    # What a paragraph promises is its own: 清掏率 belongs to the third.
    shares = notice.quantities.query("surface == '100%'")
    assert shares["task"].tolist() == ["C2.3"]


def test_a_level_of_chapters_alone_holds_paragraphs_as_tasks() -> None:
    notice = zt.read_notice(MADE / "35-province-units-paragraphs-2019.txt")
    assert answering(notice, "M1") == {
        "M1.1": ["省财政厅"],
        "M1.2": ["省发展改革委"],
        "M1.3": ["省人力资源社会保障厅", "省医保局"],
    }
    assert notice.measures["title"].tolist() == ["减轻企业负担", "破解融资难题", "优化服务"]


def test_paragraphs_under_a_number_are_tasks_of_its_measure() -> None:
    text = (
        "某区关于做好防汛工作的通知\n一、责任\n（一）明确分工。各单位分工如下：\n"
        "区应急局：组建队伍6支。\n区水务局负责巡查水库9座。\n"
        "（二）加强值守。值班实行24小时制。（区政府办公室负责）\n某区人民政府\n2020年5月1日\n"
    )
    notice = zt.parse(text)
    assert answering(notice, "M") == {
        "M1.1": ["区应急局"],
        "M1.2": ["区水务局"],
        "M2.1": ["区政府办公室"],
    }
    assert notice.quantities["task"].tolist()[:2] == ["M1.1", "M1.2"]


def test_paragraphs_of_a_chapter_that_a_clause_closes_are_tasks() -> None:
    text = (
        "某区关于稳就业的通知\n一、总体要求\n坚持稳中求进。\n二、任务\n"
        "新增就业5000人。（责任单位：区人社局）\n新增学位900个。（责任单位：区教育局）\n"
        "三、保障\n（一）资金保障。安排资金100万元。（区财政局负责）\n（二）督查。"
        "每月督查。（区政府督查室负责）\n某区人民政府\n2020年5月1日\n"
    )
    notice = zt.parse(text)
    assert answering(notice, "C") == {"C2.1": ["区人社局"], "C2.2": ["区教育局"]}
    assert not notice.tasks["task"].str.startswith("C1").any()


def test_a_clause_between_a_title_and_its_text_makes_no_empty_task() -> None:
    text = (
        "某部关于加快设施建设的通知\n一、补短板\n（一）建设产地冷库。（农业农村部牵头）\n"
        "新增库容600万吨。（财政部负责）\n（二）加强监管。（市场监管总局负责）\n"
        "二、调度\n（三）实行季调度。（联席会议办公室负责）\n"
    )
    notice = zt.parse(text)
    assert (notice.tasks["start"] < notice.tasks["end"]).all()
    assert set(notice.assignments["task"]) <= set(notice.outline["key"])
    first = notice.assignments.query("measure == 1")
    assert set(first["party"]) == {"农业农村部", "财政部"}
    assert set(first["task"]) == {"M1.1"}

"""The page of the rules (规则): docs/status.md, made from the data that the analysis reads.

What an office has to be able to look up when a status, a slip or a band is questioned.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zctrack.analysis import bulletin, ranking, review, trajectory
from zctrack.dictionary.build import labels
from zctrack.formats.files import write_text
from zctrack.wording.words import percent

if TYPE_CHECKING:
    import os

__all__ = ["page", "write_page"]

_HEAD = (
    "# Rules of progress, review and ranking（状态、调度与排名规则）\n\n"
    "Made from `zctrack/analysis/status.toml`, `review.toml`, `ranking.toml` and "
    "`bulletin.toml` by `make rules`; "
    "not written by hand.\n\n"
    "Three answers are kept apart（三列分开）: what the body states（自述）, what stands behind it"
    "（依据）, and how it stands against the original target and date（状态）. "
    "Unreported is never shown as behind（未见报送不视为滞后）; a lapse of a policy is no delivery"
    "（政策失效不是完成，也不算逾期）."
)

Entry = Mapping[str, Any]


def page() -> str:
    """Give the page in both languages.

    Returns
    -------
    str
        Markdown.

    Examples
    --------
    >>> page().splitlines()[0]
    '# Rules of progress, review and ranking（状态、调度与排名规则）'
    """
    rules, reviewed, ranked = trajectory.rules(), review.rules(), ranking.rules()
    sections = [_HEAD]
    sections += _statuses(rules)
    sections += _reports(rules)
    sections += _review(reviewed)
    sections += _ranking(ranked)
    sections += _bulletin(bulletin.rules())
    return "\n\n".join(sections) + "\n"


def write_page(path: str | os.PathLike[str]) -> Path:
    """Write the page.

    Parameters
    ----------
    path : path
        The file.

    Returns
    -------
    pathlib.Path
        The path.

    Raises
    ------
    FileError
        If it cannot be written.
    """
    return write_text(path, page())


def _statuses(rules: Entry) -> list[str]:
    return [
        "## Targets: statuses in the order in which they are tried（目标状态，先符合者为准）",
        _table(
            ("code", "状态", "status", "规则", "rule"),
            [_named(entry, "code", "status") for entry in rules["status"]],
        ),
        _table(("threshold", "阈值", "value"), _thresholds(rules)),
        "Expected path（应达进度）: a stock or a deliverable on the straight line from its "
        "baseline to the due date, a flow pro rata of its period, a rate at its level; or, where "
        "asked for, the share of the year gone（时间进度）.",
        "## Tasks without a number（不带数字的任务）",
        _table(
            ("code", "状态", "status", "规则", "rule"),
            [_named(entry, "code", "item_status") for entry in rules["task"]],
        ),
        f"Closed out in time（按期销号）: the first report of it as done describes a day at most "
        f"{rules['closing']['grace_days']} days after the due date, and no report in between says "
        "that it was not done.",
        "## The supervision offices' five classes（督查五类）",
        _table(
            ("分类", "class", "statuses"),
            [(c["zh"], c["en"], _codes(c["status"])) for c in rules["class"]],
        ),
        "A changed target（目标有调整）keeps its status against the original; the change is an "
        "entry of its own. Unreported, waiting and not started are in no class"
        "（未见报送、待上级、未开始不分类）.",
    ]


def _thresholds(rules: Entry) -> list[tuple[str, str, str]]:
    short, points = rules["shortfall"], rules["shortfall"]["points"]
    forecast = rules["forecast"]
    confidence = percent(forecast["confidence"], "en")
    within = percent(rules["about"]["tolerance"], "en")
    return [
        (
            "on track: below the path by at most",
            "进展顺利：低于应达不超过",
            _share(short["on_track"]),
        ),
        ("at risk: by at most", "有风险：不超过", _share(short["at_risk"])),
        (
            "rates, on track: percentage points",
            "比率，进展顺利（百分点）",
            f"{points['on_track']:g}",
        ),
        ("rates, at risk: percentage points", "比率，有风险（百分点）", f"{points['at_risk']:g}"),
        ("about（左右）: reached within", "左右、约：相差不超过", within),
        ("forecast: figures needed", "预测所需数值个数", str(forecast["figures"])),
        ("forecast: confidence of the slope (Theil–Sen)", "斜率的置信水平", confidence),
    ]


def _reports(rules: Entry) -> list[str]:
    told = rules["reporting"]
    return [
        "## Reports（报送）",
        f"One each {told['every']}, within {told['report_days']} days of its end; silent after "
        f"{told['silent_days']} days without one.",
        f"每{'月' if told['every'] == 'month' else '季'}一报，期末后{told['report_days']}日内；"
        f"{told['silent_days']}天没有报送即列入未按时报送。",
        _table(
            ("code", "疑点", "finding", "severity", "规则", "rule"),
            [
                (
                    f"`{entry['code']}`",
                    labels("report_finding")[entry["code"]],
                    labels("report_finding", "en")[entry["code"]],
                    entry["severity"],
                    entry["zh"],
                    entry["when"],
                )
                for entry in rules["finding"]
            ],
        ),
    ]


def _review(rules: Entry) -> list[str]:
    colours = labels("slip_colour"), labels("slip_colour", "en")
    return [
        "## Review lists（调度清单）",
        _table(
            ("清单", "list", "statuses", "规则", "rule"),
            [
                (
                    labels("review_list")[entry["list"]],
                    labels("review_list", "en")[entry["list"]],
                    _codes(entry.get("status", ())),
                    entry["zh"],
                    entry["when"],
                )
                for entry in rules["list"]
            ],
        ),
        "## Slips（督办单）",
        "One matter, one slip; it stays open until the item is closed out（一事一单，办结销号）. "
        "Whether a reason is good is for people to say（理由是否正当由人认定）.",
        _table(
            ("rule", "清单", "from", "to", "closed by", "规则", "when"),
            [
                (
                    f"`{entry['rule']}`",
                    labels("review_list")[entry["list"]],
                    f"{colours[0][entry['colour']]} {colours[1][entry['colour']]}",
                    f"{colours[0][entry['highest']]} {colours[1][entry['highest']]}",
                    "close-out（销号）" if entry["closes"] == "close_out" else "report（报送）",
                    entry["zh"],
                    entry["when"],
                )
                for entry in rules["slip"]
            ],
        ),
        _table(
            ("colour", "days", "when"),
            [
                (f"{colours[0][e['colour']]} {colours[1][e['colour']]}", str(e["days"]), e["when"])
                for e in rules["colour"]
            ],
        ),
    ]


def _bulletin(rules: Entry) -> list[str]:
    named = rules["named"]
    return [
        "## The bulletin's overall judgement（通报的总体评价，先符合者为准）",
        _table(
            ("code", "评价", "judgement", "规则", "rule"),
            [_named(entry, "code", "judgement") for entry in rules["judgement"]],
        ),
        f"A unit is named as doing well（进展较好）with at least {rules['well']['min_judged']} "
        "items in a class, none of them in difficulty or not to be done, and no more unreported "
        f"than in a class. The text names at most {named['well']} units that do well, "
        f"{named['lagging']} lagging items, {named['due']} items due per horizon and "
        f"{named['slips']} slips; the annexes have all.",
    ]


def _ranking(rules: Entry) -> list[str]:
    limits = rules["bands"]
    return [
        "## Ranking of units in bands（单位排名分档）",
        _table(
            ("part", "weight", "规则", "rule"),
            [
                (f"`{e['part']}`", percent(e["weight"], "en"), e["zh"], e["when"])
                for e in rules["part"]
            ],
        ),
        f"A unit with fewer than {limits['min_closed']} closed items, or with none of the three "
        f"parts, has too little data（已销号不足{limits['min_closed']}个或三项均无，为数据不足）; "
        f"with fewer than {limits['min_units']} ranked units all are in the middle. "
        "A shared item counts 1/m for each of its m units"
        "（共担事项均分）. Officials are not ranked（责任人不排名）.",
        f"Intervals at {percent(rules['interval']['confidence'], 'en')}: each part by Wilson "
        "(1927), the score by MOVER (Zou, Huang and Zhang 2009). A rank interval counts who is "
        "surely above and who is surely below, by the intervals of the differences (MOVER, Zou "
        "and Donner 2008) with Bonferroni's correction for one unit's comparisons: it holds for "
        "its unit, not for all units together. The band is upper or lower where the whole "
        "interval of the score lies above or below the average of the ranked units (as a funnel "
        "plot judges one share, Spiegelhalter 2005), else middle; equal scores share the band "
        "nearer to the middle. Full references stand with the functions of `zctrack.analysis`: "
        "`intervals`, `ranking.bands`, `targets.forecast`.",
    ]


def _named(entry: Entry, key: str, code_set: str) -> tuple[str, ...]:
    code = entry[key]
    zh, en = labels(code_set)[code], labels(code_set, "en")[code]
    return f"`{code}`", zh, en, entry["zh"], entry["when"]


def _codes(codes: Sequence[str]) -> str:
    zh, en = labels("item_status"), labels("item_status", "en")
    return "; ".join(f"{zh[code]} {en[code]}" for code in codes) or "–"


def _share(share: float) -> str:
    return f"{share * 100:g} % of the target（目标的{share * 100:g}%）"


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)

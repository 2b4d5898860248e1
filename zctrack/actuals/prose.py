"""Figures in the words of a report (进展情况): value, unit, what it is, of which day.

The numbers are found by the notice's own grammar of quantities; what they are to their sentence
once it reports is told by ``grammar/progress.toml``: a level (水平), a difference (较去年增加), a
growth (同比增长), a running sum (累计), a part (其中), a share of the plan (占年度计划的64.5%).
What is planned, a threshold in a name, a rank are no figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from zctrack.extract import calendar
from zctrack.extract.context import Around, Place, first, ruleset
from zctrack.extract.figures import Figures, figures_of
from zctrack.extract.fold import fold
from zctrack.extract.indicators import indicator, listed
from zctrack.extract.lexer import Token, scan
from zctrack.grammar import load

__all__ = ["Period", "Reported", "figures", "stated"]

# of_year: from its first day on; point: as it stood on a day; stretch: a quarter, a month;
# earlier: before the year; open: no time is printed.
Period = Literal["of_year", "point", "stretch", "earlier", "open"]
_COMPARED = ("较", "比", "同", "与", "由", "从", "高于", "低于", "恢复至", "恢复到")
_CHINESE = ("chinese", "chinese_range", "bodies", "one_half", "halved", "doubled")
_COMPARATORS = {
    "以上": ">=", "及以上": ">=", "以下": "<=", "以内": "<=", "左右": "about",
    "多": ">", "余": ">", "超过": ">", "超": ">", "突破": ">", "近": "<", "约": "about",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reported:
    """One figure that a report gives.

    Parameters
    ----------
    words : str
        The number as printed, with its unit.
    clause : str
        The clause that it stands in.
    before : str
        The clause's words before it.
    noun : str or None
        What it counts.
    value : float
        In `unit`.
    unit : str
        As printed (％ as %).
    comparator : str
        A code of the set ``comparator``: 超过 and 以上 make it a bound.
    basis : str
        A code of the set ``actual_basis``.
    as_of : datetime.date
        The day that it describes.
    period : str
        What kind of time it is of.
    beside : str or None
        The rule by which it can stand beside a target only, whatever the target.
    sentence : int
        Where its sentence begins in the text.
    start, end : int
        Where it stands in the text.
    """

    words: str
    clause: str
    before: str
    noun: str | None
    value: float
    unit: str
    comparator: str
    basis: str
    as_of: dt.date
    period: Period
    beside: str | None
    sentence: int
    start: int
    end: int


def stated(words: str) -> str | None:
    """What 是否完成 says, as a code of the set ``stated``; None where no rule reads it.

    Examples
    --------
    >>> [stated(words) for words in ("完成", " 未完成", "正在推进", "", "差一点")]
    ['done', 'not_done', 'under_way', None, None]
    """
    plain = "".join(fold(words).split()).strip("。.（）")
    for row in load.rules("progress", "stated"):
        if load.pattern(row["pattern"], "progress").fullmatch(plain):
            return str(row["stated"])
    return None


def figures(text: str, *, as_of: dt.date) -> list[Reported]:
    """Every figure of a report's words, in their order.

    Parameters
    ----------
    text : str
        The words: 进展情况.
    as_of : datetime.date
        The day up to which the report speaks where its words name none (截至目前): the end of its
        quarter. A year that is not printed is this day's.

    Returns
    -------
    list of Reported

    Examples
    --------
    >>> for f in figures("生猪存栏2.86万头，其中能繁母猪3100头；1—8月累计出栏4.1万头。",
    ...                  as_of=dt.date(2020, 9, 30)):
    ...     print(f.words, f.value, f.unit, f.basis, f.as_of)
    2.86万头 2.86 万头 level 2020-09-30
    3100头 3100.0 头 part 2020-09-30
    4.1万头 4.1 万头 cumulative 2020-08-31
    """
    return _Reader(text, as_of).run()


class _Reader:
    def __init__(self, text: str, as_of: dt.date) -> None:
        self.text, self.folded, self.as_of = text, fold(text), as_of
        self.around = Around(self.folded)
        self.tokens = scan(self.folded)
        self.times = [t for t in self.tokens if t.kind == "time" and not self._compared(t)]
        self.cuts = [
            (t.start, t.end)
            for t in self.tokens
            if t.kind == "time"
            or (t.kind == "number" and self.folded[t.end : t.end + 1] in "、和及")
        ]

    def run(self) -> list[Reported]:
        found: list[Reported] = []
        for token in self.tokens:
            if token.kind == "number":
                figure = self._figure(token, found)
                if figure is not None:
                    found.append(figure)
        return _spread(found)

    def _compared(self, token: Token) -> bool:
        """Whether a time only says against what is compared: 较二季度提高."""
        return self.folded[: token.start].endswith(_COMPARED)

    def _figure(self, token: Token, before: Sequence[Reported]) -> Reported | None:
        read = figures_of(token, self.text)
        if read.low is None or read.unit is None or token.form in _CHINESE:
            return None
        place = Place(self.around, token.start, token.end)
        facts: dict[str, Any] = {
            "dimension": read.dimension,
            "unit": read.plain_unit,
            "form": token.form,
            "span": token.fields.get("span"),
        }
        day, period = self._when(token)
        basis = self._basis(read, facts, place, period, before, token)
        skipped = first(ruleset("progress", "skip"), facts | {"basis": basis}, place)
        if skipped is not None or day > self.as_of:
            return None
        left, right = self.around.clause(token.start, token.end)
        clause = self.text[left:right].strip()
        return Reported(
            words=self.text[token.start : token.end],
            clause=clause,
            before=self.text[left : token.start].strip(),
            noun=self._noun(token, read, before),
            value=read.low,
            unit=read.unit,
            comparator=self._comparator(token, read),
            basis=basis,
            as_of=day,
            period=period,
            beside=self._beside(token),
            sentence=self.around.sentence(token.start, token.end)[0],
            start=token.start,
            end=token.end,
        )

    # --- what it is --------------------------------------------------------------------------
    def _basis(
        self,
        read: Figures,
        facts: Mapping[str, Any],
        place: Place,
        period: Period,
        before: Sequence[Reported],
        token: Token,
    ) -> str:
        own = first(ruleset("progress", "basis"), facts, place)
        if own is not None:
            return str(own.fields["basis"])
        if self._part_of_a_list(before, read, token):
            return "part"
        general = first(ruleset("quantities", "basis"), facts, place)
        basis = str(general.fields["basis"]) if general is not None else "level"
        if basis == "level" and period == "of_year" and read.dimension not in ("share", "ratio"):
            return "cumulative"
        return basis

    def _part_of_a_list(self, before: Sequence[Reported], read: Figures, token: Token) -> bool:
        """其中甲3个，乙4个: what follows a part in its sentence, in its unit, is one too."""
        if not before or before[-1].basis != "part" or before[-1].unit != read.unit:
            return False
        return self.around.sentence(token.start, token.end)[0] <= before[-1].start

    def _beside(self, token: Token) -> str | None:
        left, right = self.around.clause(token.start, token.end)
        clause = self.folded[left:right]
        for row in load.rules("progress", "beside"):
            if load.pattern(row["pattern"], "progress").search(clause):
                return str(row["id"])
        return None

    def _comparator(self, token: Token, read: Figures) -> str:
        if read.comparator == "range":
            return "range"
        side = token.groups.get("E") or token.groups.get("G2") or token.groups.get("G")
        if side in _COMPARATORS:
            return _COMPARATORS[side]
        for words in ("超过", "突破", "超", "近", "约"):
            if self.folded.endswith(words, 0, token.start):
                return _COMPARATORS[words]
        return "="

    def _noun(self, token: Token, read: Figures, before: Sequence[Reported]) -> str | None:
        left = self.around.clause(token.start, token.end)[0]
        for row in load.rules("progress", "changed"):
            words = self.folded[left : token.start]
            changed = load.pattern(row["pattern"], "progress", ends=True).match(words)
            if changed:
                return changed["noun"].strip("①②③④⑤⑥⑦⑧⑨⑩ ")
        sentence = self.around.sentence(token.start, token.end)
        previous = before[-1] if before and before[-1].start >= sentence[0] else None
        found = indicator(
            self.folded,
            self.around,
            token.start,
            token.end,
            is_share=read.dimension in ("share", "ratio"),
            is_words=False,
            is_chinese=False,
            floor=max(0, previous.end if previous else 0),
            times=self.cuts,
            previous=previous.noun if previous else None,
        )
        if found is None or isinstance(found, str):
            return found
        noun = "".join(self.text[found[0] : found[1]].split()).lstrip("①②③④⑤⑥⑦⑧⑨⑩")
        if previous is not None and any(
            load.pattern(row["pattern"], "progress").fullmatch(fold(noun))
            for row in load.rules("progress", "bare")
        ):
            return previous.noun
        return noun or None

    # --- of which day ------------------------------------------------------------------------
    def _when(self, token: Token) -> tuple[dt.date, Period]:
        """Day and period by the last time before a number, in its sentence."""
        sentence = self.around.sentence(token.start, token.end)
        near = [t for t in self.times if sentence[0] <= t.start < token.start]
        if not near:
            return self.as_of, "open"
        time = near[-1]
        when = calendar.read(time, base=self.as_of.year, carried=None, region=None)
        first_day = dt.date(self.as_of.year, 1, 1)
        begin, until = when.begin, when.until
        if time.fields["span"] == "quarter" and self.folded[: time.start].endswith("前"):
            begin = first_day  # 前三季度: the first three
        if begin is None and until is None:
            return self.as_of, "open"
        if until is not None and until < first_day:
            return until, "earlier"
        if begin is None:
            return until or self.as_of, "point"
        day = min(until, self.as_of) if until is not None and begin <= self.as_of else until
        if begin <= first_day:
            return day or self.as_of, "of_year"
        return day or self.as_of, "stretch"


def _spread(found: list[Reported]) -> list[Reported]:
    """甲、乙分别达到3个和4个: the n-th figure counts the n-th name."""
    spread: list[Reported] = []
    for figure in found:
        first = next((f for f in spread if f.clause == figure.clause), figure)
        names = listed(first.noun or "") if "分别" in first.before[-8:] else []
        nth = sum(f.clause == figure.clause for f in spread)
        if len(names) > 1 and nth == 0:
            same = [f for f in found if f.clause == figure.clause]
            names = names if len(same) == len(names) else []
            spread += [replace(f, noun=name) for f, name in zip(same, names, strict=False)]
            if names:
                continue
        if not any(f.start == figure.start for f in spread):
            spread.append(figure)
    return spread

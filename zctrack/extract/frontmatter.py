"""The facts of the paper itself (文首): title, number, issuer, day, region, bounds of its body."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from zctrack.extract.numerals import chinese
from zctrack.grammar import load

__all__ = ["Front", "front"]

_NUMBER_LINE = re.compile(
    r"(?:发文字号：)?\s*([\u4e00-\u9fff]{1,12}〔(?:19|20)\d{2}〕(?:第)?\d{1,5}号)\s*\Z"
)
_ADDRESSEE = re.compile(r"[^。]{2,120}：\s*\Z")
_DATE = re.compile(r"(20\d{2}) ?年 ?(1[0-2]|0?[1-9]) ?月 ?(3[01]|[12]\d|0?[1-9]) ?日")
_CN_DATE = re.compile(
    r"(二[〇零][〇零一二三四五六七八九]{2})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日"
)
_ISO_DATE = re.compile(
    r"(?:发布|印发|成文|发文)(?:日期|时间)：?\s*(20\d{2})[-—/.年](\d{1,2})[-—/.月](\d{1,2})"
)
_MONTH = re.compile(r"(20\d{2})年(1[0-2]|[1-9])月(?:印发|发布)")
_TITLE_NOUN = re.compile(
    r"(?:通知|意见|方案|要点|办法|措施|公告|决定|规划|计划|清单|细则|分工|分解|规定|通报|函|批复|报告|台账|任务书|安排|目录)(?:（[^（）]{1,20}）)?\s*\Z"
)
_SIGNATURE_END = re.compile(
    r"(?:附件|附：|附表|抄送|主送|（此件|信息公开|公开方式|索引号|索 引 号)"
)
_ISSUED_TITLE = re.compile(r"(?:关于)?(?:印发|转发|下发|发布|公布)《")
_YEAR_IN_TITLE = re.compile(r"(20\d{2})年(?!底|内|以来|前)")


@dataclass(frozen=True, slots=True)
class Front:
    """What the paper says of itself.

    ``base_year`` is the year that a time without one means: the title's, else the issue's.
    ``body_end`` is where the signature or the annexes begin.
    """

    title: str | None
    number: str | None
    issuer: str | None
    issued: dt.date | None
    region: str | None
    base_year: int | None
    body_end: int
    signature: int


def front(
    text: str,
    folded: str,
    body: int,
    *,
    last_unit: int,
    issued: dt.date | None = None,
    region: str | None = None,
) -> Front:
    """Read the front matter and find the end of the body.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    body : int
        Where the first numbered unit begins.
    last_unit : int
        Where the last numbered unit begins: the signature stands behind it.
    issued : datetime.date, optional
        The day of issue, where the caller knows it.
    region : str, optional
        The region, where the caller knows it.
    """
    head = folded[: body or min(len(folded), 1500)]
    lines = [(line.strip(" \r"), line) for line in head.split("\n")]
    number = next((m.group(1) for bare, _ in lines if (m := _NUMBER_LINE.match(bare))), None)
    title, issuer = _title(text, [bare for bare, _ in lines])
    signature, body_end, signed = _signature(folded, last_unit)
    day = issued or signed or _any_day(folded, body)
    year = None
    if title and (found := _YEAR_IN_TITLE.search(title)):
        year = int(found.group(1))
    if day and (year is None or abs(year - day.year) > 1):
        year = day.year
    return Front(
        title,
        _as_printed(text, folded, number),
        issuer,
        day,
        region or _region(folded, issuer),
        year,
        body_end,
        signature,
    )


def _as_printed(text: str, folded: str, number: str | None) -> str | None:
    if number is None:
        return None
    at = folded.find(number)
    return text[at : at + len(number)]


def _title(text: str, lines: list[str]) -> tuple[str | None, str | None]:
    """Title and issuer from the first lines: what stands before the number or the addressees."""
    kept: list[str] = []
    for line in lines[:14]:
        if not line:
            continue
        if (
            _NUMBER_LINE.match(line)
            or (_ADDRESSEE.match(line) and kept)
            or line.startswith(("各", "（"))
        ):
            break
        if re.match(
            r"(?:发布日期|来源|浏览|字体|发布时间|索引号|索 引 号|时间：|打印|【|\d{4}[-—])", line
        ):
            continue
        if len(line) > 90 or ("。" in line and kept):
            break
        kept.append(line)
        if _TITLE_NOUN.search(line) and len("".join(kept)) > 10:
            break
    title = "".join(kept) or None
    if title is None:
        return None, None
    issuer = None
    if found := re.match(r"([\u4e00-\u9fff·（）]{3,40}?)(?:关于|印发《)", title):
        issuer = found.group(1)
    elif len(kept) > 1 and _is_body(kept[0]):
        issuer = kept[0]
    return title, issuer


def _is_body(line: str) -> bool:
    return bool(re.search(r"(?:人民政府|政府|委员会|办公室|办公厅|局|厅|委|部|院)\Z", line))


def _signature(folded: str, last_unit: int) -> tuple[int, int, dt.date | None]:
    """Where the signature begins, where the body ends, and the day under the signature."""
    position = folded.find("\n", last_unit)
    position = len(folded) if position < 0 else position
    end = len(folded)
    cut = end
    signed = None
    signature = end
    start = position
    lines = folded[position:].split("\n") if position < end else []
    previous = (start, "")
    for line in lines:
        bare = line.strip()
        if bare:
            found = _DATE.fullmatch(bare) or _CN_DATE.fullmatch(bare)
            if found and signed is None:
                signed = _day(found)
                signature = (
                    previous[0]
                    if len(previous[1]) <= 40 and _is_body_or_short(previous[1])
                    else start
                )
                cut = min(cut, signature)
            elif (
                signed is None
                and _DATE.search(bare)
                and len(bare) <= 40
                and _is_body(_DATE.sub("", bare).strip())
            ):
                signed = _day(_DATE.search(bare))
                signature = start
                cut = min(cut, start)
            elif _SIGNATURE_END.match(bare):
                cut = min(cut, start)
            previous = (start, bare)
        start += len(line) + 1
    if signed is None:
        # A text in one line: the day stands at its very end, behind the issuer's name.
        tail = max(last_unit, len(folded) - 400)
        for found in _DATE.finditer(folded, tail):
            name = re.search(
                r"(?<=[。；])[\u4e00-\u9fff（）]{3,30}\Z",
                folded[max(0, found.start() - 40) : found.start()],
            )
            if name:
                signed = _day(found)
                signature = found.start() - len(name.group())
                cut = min(cut, signature)
                break
    return signature, cut, signed


def _is_body_or_short(line: str) -> bool:
    return not line.endswith(("。", "；", "）")) and (_is_body(line) or len(line) <= 20)


def _day(found: re.Match[str] | None) -> dt.date | None:
    if found is None:
        return None
    year, month, day = (int(g) if g.isascii() else chinese(g) for g in found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _any_day(folded: str, body: int) -> dt.date | None:
    """A day that the front matter or a header field gives."""
    head = folded[: max(body, 600)]
    for line in head.split("\n"):
        if found := _DATE.fullmatch(line.strip()):
            return _day(found)
    if found := _ISO_DATE.search(folded):
        return _day(found)
    if found := _MONTH.search(head):
        return dt.date(int(found.group(1)), int(found.group(2)), 1)
    last = None
    for found in _DATE.finditer(head):
        last = found
    return _day(last)


@functools.cache
def _provinces() -> re.Pattern[str]:
    return re.compile("|".join(load.words("parties", "provinces")))


def _region(folded: str, issuer: str | None) -> str | None:
    """The province named most often, with the issuer's own place behind it."""
    counts: dict[str, int] = {}
    for found in _provinces().finditer(folded):
        counts[found.group()] = counts.get(found.group(), 0) + 1
    province = max(counts, key=lambda name: (counts[name], name)) if counts else None
    place = re.match(r"(.{2,12}?[省市区县州盟旗])", issuer or "")
    if province and place and not place.group(1).startswith(province):
        return province + place.group(1)
    return province or (place.group(1) if place else None)

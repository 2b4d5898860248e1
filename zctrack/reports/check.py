"""What has to be looked at before the tables are used (核对): the notice's own counts, findings."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from zctrack.dictionary.build import codes
from zctrack.notice import Notice

__all__ = ["Check", "checked"]


@dataclass(frozen=True, slots=True)
class Check:
    """The result of a check.

    Parameters
    ----------
    passed : bool
        No count is contradicted, and no finding is an error.
    lines : tuple of str
        What to show: the counts, then the findings, the gravest first, each with its place.
    """

    passed: bool
    lines: tuple[str, ...]


def checked(notice: Notice) -> Check:
    """Hold a notice against its own counts and list what is irregular in it.

    Parameters
    ----------
    notice : Notice
        The notice.

    Returns
    -------
    Check

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> checked(load()).passed
    True
    """
    claims, findings = notice.claims, notice.findings
    contradicted = ~claims["agrees"] & claims["parsed"].notna()
    order = {code.code: code.order for code in codes("severity")}
    findings = findings.assign(grave=findings["severity"].map(order)).sort_values(
        ["grave", "start", "kind"], kind="stable"
    )
    counts = findings["severity"].value_counts()
    lines = [f"{notice.number or notice.key}  {notice.title or ''}".rstrip(), ""]
    if claims.empty:
        lines.append("The notice states no count of its own.")
    for row in claims.to_dict("records"):
        if pd.isna(row["parsed"]):
            verdict, read = "not counted", ""
        else:
            verdict, read = "agrees" if row["agrees"] else "CONTRADICTED", f", read {row['parsed']}"
        stated = f"{row['claim']}: stated {row['stated']}{read} ({row['surface']})"
        lines.append(f"{verdict:12}  {stated}")
    by_severity = ", ".join(f"{counts[code]} {code}" for code in order if code in counts)
    lines += ["", f"Findings: {by_severity or 'none'}"]
    for row in findings.to_dict("records"):
        place = _place(notice.text, row["start"])
        lines.append(f"{row['severity']:7}  {place:>9}  {row['message']} [{row['kind']}]")
    errors = bool((findings["severity"] == "error").any())
    return Check(not errors and not bool(contradicted.any()), tuple(lines))


def _place(text: str, start: int) -> str:
    line = text.count("\n", 0, start) + 1
    return f"{line}:{start - text.rfind(chr(10), 0, start)}"

"""Two notices of one cascade side by side (上下级通知对照).

Columns are described in ``dictionary/analysis/cascade.toml``.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from zctrack.dictionary.build import frame, table
from zctrack.errors import OptionError
from zctrack.notice import Notice

__all__ = ["compare", "year_ends"]

# A notice's own words for a measure stand for it up to this many characters.
_WORDS = 80


def compare(n: Notice, m: Notice, *, threshold: float = 55.0) -> pd.DataFrame:
    """Pair the measures of two notices that answer the same commitment.

    The quoted national text is compared, or the measure's title and first words where it quotes
    none, by the share of characters that both have in order (normalised indel similarity,
    RapidFuzz ``fuzz.ratio``; on a text inside a longer one, ``partial_ratio``). Pairs are taken
    from the best score down, each measure once.

    Parameters
    ----------
    n, m : Notice
        The notices, the higher level first where they are of two.
    threshold : float
        The least score of a pair, 0 to 100. What is near it wants a person's look.

    Returns
    -------
    pandas.DataFrame
        The table ``cascade.compare``: one row per measure of `n`, in its order, with its partner in
        `m` (missing where there is none), the score, targets and last due day of each: the last
        day of its own tasks, not one that the quoted commitment names.

    Raises
    ------
    OptionError
        If `threshold` is not between 0 and 100.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> pairs = compare(load(), load())
    >>> bool((pairs.measure == pairs.other).all()), float(pairs.score.min())
    (True, 100.0)
    """
    from rapidfuzz import fuzz, process

    if not 0 <= threshold <= 100:
        raise OptionError(f"threshold is {threshold}", todo="Give a score from 0 to 100.")
    own, other = _words(n), _words(m)
    scores = process.cdist(own.tolist(), other.tolist(), scorer=fuzz.ratio)
    inside = process.cdist(own.tolist(), other.tolist(), scorer=fuzz.partial_ratio)
    # A short commitment inside a long one counts, a little less than a whole likeness.
    best = [
        (max(float(scores[i, j]), 0.9 * float(inside[i, j])), i, j)
        for i in range(len(own))
        for j in range(len(other))
    ]
    partner: dict[int, tuple[int, float]] = {}
    taken: set[int] = set()
    for score, row, column in sorted(best, key=lambda x: (-x[0], x[1], x[2])):
        if score >= threshold and row not in partner and column not in taken:
            partner[row] = (column, score)
            taken.add(column)
    rows = []
    for i, measure in enumerate(own.index):
        found = partner.get(i)
        j = found[0] if found else None
        counterpart = None if j is None else int(other.index[j])
        rows.append(
            {
                "measure": int(measure),
                "words": own.iloc[i] or None,
                "other": counterpart,
                "other_words": None if j is None else other.iloc[j] or None,
                "score": found[1] if found else None,
                **_facts(n, int(measure), ""),
                **_facts(m, counterpart, "other_"),
            }
        )
    return frame(
        "cascade.compare",
        {c.name: [row[c.name] for row in rows] for c in table("cascade.compare").columns},
    )


def _words(notice: Notice) -> pd.Series[str]:
    """What stands for each measure: its commitment, else its title and first words."""
    first = notice.tasks.drop_duplicates("measure").set_index("measure")["text"]
    rows = {}
    for row in notice.measures.itertuples():
        if isinstance(row.commitment, str):
            rows[row.measure] = row.commitment
            continue
        title = row.title if isinstance(row.title, str) else ""
        rows[row.measure] = f"{title}{str(first.get(row.measure, ''))[:_WORDS]}"[:_WORDS]
    return pd.Series(rows, dtype="str")


def _facts(notice: Notice, measure: int | None, prefix: str) -> dict[str, object]:
    if measure is None:
        return {f"{prefix}targets": None, f"{prefix}due": None}
    targets = notice.targets
    dates = notice.deadlines
    # A date inside the quoted commitment is the nation's: no task of this level is due by it.
    own = (dates["kind"] == "due") & (dates["section"] != "commitment")
    due = dates.loc[own & (dates["measure"] == measure), "until"].max()
    return {
        f"{prefix}targets": int((targets["measure"] == measure).sum()),
        f"{prefix}due": None if pd.isna(due) else due.date().isoformat(),
    }


def year_ends(notices: Sequence[Notice]) -> pd.DataFrame:
    """How common the last day of a year is among the due dates of each notice.

    Parameters
    ----------
    notices : sequence of Notice
        The notices.

    Returns
    -------
    pandas.DataFrame
        The table ``cascade.year_ends``: one row per notice with the count, the share and its exact
        95 % interval (Clopper and Pearson 1934). The nation's own dates are left out.

    References
    ----------
    Clopper, C. J., Pearson, E. S. (1934). The use of confidence or fiducial limits illustrated in
    the case of the binomial. Biometrika 26(4): 404-413. doi:10.1093/biomet/26.4.404.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> row = year_ends([load()]).iloc[0]
    >>> int(row.due), int(row.year_end)
    (21, 16)
    """
    from scipy.stats import binomtest

    rows = []
    for notice in notices:
        dates = notice.deadlines
        own = dates[(dates["kind"] == "due") & (dates["section"] != "commitment")]
        days = own["until"].dropna()
        ends = int(((days.dt.month == 12) & (days.dt.day == 31)).sum())
        interval = (
            binomtest(ends, len(days)).proportion_ci(method="exact") if len(days) else (None, None)
        )
        rows.append(
            {
                "notice": notice.key,
                "due": len(days),
                "year_end": ends,
                "share": ends / len(days) if len(days) else None,
                "low": interval[0],
                "high": interval[1],
            }
        )
    return frame(
        "cascade.year_ends",
        {c.name: [row[c.name] for row in rows] for c in table("cascade.year_ends").columns},
    )

"""Paragraphs without a number that carry a responsibility of their own (无编号段落).

A division of labour is often told in such paragraphs: 区应急局：统筹抢险… or 省财政厅负责…, each of
which begins with the body that answers. The lowest unit that can carry a responsibility is the
task, so each of them is one.
"""

from __future__ import annotations

from collections.abc import Sequence

from zctrack.extract.clause_reader import Clause

__all__ = ["begun_by_a_subject"]


def begun_by_a_subject(folded: str, clauses: Sequence[Clause]) -> list[int]:
    r"""Where the paragraphs begin whose first words are the bodies that answer.

    Parameters
    ----------
    folded : str
        The shadow text.
    clauses : sequence of Clause
        All of the text, in text order.

    Returns
    -------
    list of int
        Offsets behind the indent, in text order; a numbered unit's own first line is none.

    Examples
    --------
    >>> text = "二、分工\n　　区应急局：统筹抢险。"
    >>> begun_by_a_subject(text, [Clause(7, 11, "subject", [], scope="here")])
    [7]
    """
    starts = []
    for clause in clauses:
        if clause.form != "subject" or clause.scope != "here":
            continue
        line = folded.rfind("\n", 0, clause.start) + 1
        before = folded[line : clause.start]
        if line and before.strip() in ("", "由"):
            starts.append(line + len(before) - len(before.lstrip()))
    return starts

"""Which context rules may fit, and that forgetting changes nothing."""

from __future__ import annotations

import pytest

from zctrack.extract.context import Around, Place, Rule, Rules, first, ruleset

TEXT = "新增学位4200个，每户补助300元；到2021年，绿化率达到45%以上。由25%降到20%，满分为10分"
FACTS = [
    {"form": "number", "span": "number", "dimension": d, "section": "implementation", "unit": u}
    for d, u in (("count", "个"), ("money", "元"), ("share", "%"), ("score", "分"))
]


def numbers() -> list[tuple[int, int]]:
    return [(TEXT.index(n), TEXT.index(n) + len(n)) for n in ("4200个", "300元", "45%", "10分")]


@pytest.mark.parametrize("key", ["role", "basis"])
def test_what_is_remembered_gives_the_rule_that_trying_all_gives(key: str) -> None:
    whole = ruleset("quantities", key)
    around = Around(TEXT)
    # Without what patterns touch a token with, every rule has to be tried.
    plain = Rules(tuple(Rule(r.id, r.fields, r.sets, r.patterns, None, None) for r in whole.rules))
    forgetful = Rules(whole.rules)
    forgetful._most = 2
    seen: set[str | None] = set()
    for facts in FACTS * 2:
        for start, end in numbers():
            found = [
                first(rules, facts, Place(around, start, end))
                for rules in (whole, plain, forgetful)
            ]
            ids = [rule.id if rule else None for rule in found]
            assert len(set(ids)) == 1, ids
            seen.add(ids[0])
    assert len(seen) > 1, "the texts tell no two rules apart"


def test_a_clause_and_a_sentence_end_at_their_stops_and_at_the_texts_ends() -> None:
    around = Around("甲，乙二。丙\n丁")
    assert around.clause(2, 4) == (2, 4)
    assert around.sentence(2, 4) == (0, 4)
    assert around.sentence(7, 8) == (7, 8)
    assert Around("\ud800，𠀀二").clause(2, 4) == (2, 4)

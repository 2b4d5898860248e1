from __future__ import annotations

import re
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from tests.grammar.openings import endings, openings
from zctrack.extract.fold import fold
from zctrack.extract.lexer import scan
from zctrack.grammar import load

ROOT = Path(__file__).parents[2]
HOME = resources.files("zctrack.grammar")
FORMS = [
    *(("citations", row) for row in load.rules("citations", "form")),
    *(("numbering", row) for row in load.rules("numbering", "style")),
    *(("stop_names", row) for row in load.rules("stop_names", "name")),
    *(("dates", row) for row in load.rules("dates", "form")),
    *(("quantities", row) for row in load.rules("quantities", "form")),
]
CONTEXTS = [
    *(("dates", row) for row in load.rules("dates", "kind")),
    *(("quantities", row) for row in load.rules("quantities", "role")),
    *(("quantities", row) for row in load.rules("quantities", "basis")),
]
TESTS = ("before", "before_far", "after", "clause", "sentence", "text")


def name(pair: tuple[str, Any]) -> str:
    return f"{pair[0]}-{pair[1]['id']}"


@pytest.mark.parametrize("pair", FORMS, ids=name)
def test_a_form_reads_its_own_example(pair: tuple[str, Any]) -> None:
    file, row = pair
    example = fold(row["example"])
    pattern = re.compile(load.expand(row["pattern"], file))
    assert pattern.search(example), f"{pattern.pattern} does not read {example}"


@pytest.mark.parametrize("pair", FORMS, ids=name)
def test_a_form_begins_with_one_of_its_leads(pair: tuple[str, Any]) -> None:
    file, row = pair
    found = re.search(load.expand(row["pattern"], file), fold(row["example"]))
    assert found
    lexeme = next(f for f in load.scanner().forms if f.id == row["id"] and f.fields is row)
    assert found.group()[0] in lexeme.leads


@pytest.mark.parametrize("pair", FORMS, ids=name)
def test_the_leads_of_a_form_are_all_that_it_can_begin_with(pair: tuple[str, Any]) -> None:
    file, row = pair
    stated = load.leads(load.expand(row["lead"], file))
    begins = openings(load.expand(row["pattern"], file))
    missing = {
        two
        for two in begins
        if two[0] not in stated or ((then := stated[two[0]]) is not None and two[1] not in then)
    }
    assert not missing, f"the scan would pass over {sorted(missing)}"
    assert set(stated) <= {two[0] for two in begins}, "a lead that no match begins with"


@pytest.mark.parametrize("pair", FORMS, ids=name)
def test_the_scan_gives_the_example_to_a_form_of_its_kind(pair: tuple[str, Any]) -> None:
    file, row = pair
    lexeme = next(f for f in load.scanner().forms if f.id == row["id"] and f.fields is row)
    found = re.search(load.expand(row["pattern"], file), fold(row["example"]))
    assert found
    kinds = {
        t.kind
        for t in scan(fold(row["example"]))
        if t.start < found.end() and found.start() < t.end
    }
    assert lexeme.kind in kinds or kinds & {"name", "time", "mark"}, kinds


@pytest.mark.parametrize("pair", CONTEXTS, ids=name)
def test_a_context_rule_finds_its_words_in_its_example(pair: tuple[str, Any]) -> None:
    file, row = pair
    example = fold(row["example"])
    for test in TESTS:
        if isinstance(row.get(test), str):
            body = load.expand(row[test], file).replace(r"\Z", "").replace(r"\A", "")
            assert re.search(body, example), f"{test} = {row[test]} is not in {example}"


@pytest.mark.parametrize("pair", [*FORMS, *CONTEXTS], ids=name)
def test_a_rule_names_where_it_was_met(pair: tuple[str, Any]) -> None:
    assert pair[1]["source"]
    assert pair[1]["example"]


@pytest.mark.parametrize(
    ("file", "key"),
    [("dates", "form"), ("dates", "kind"), ("quantities", "form"), ("quantities", "role"),
     ("stop_names", "name"), ("numbering", "style"), ("roles", "label"), ("roles", "role")],
)  # fmt: skip
def test_an_id_stands_once_in_its_list(file: str, key: str) -> None:
    ids = [row["id"] for row in load.rules(file, key)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("row", load.rules("roles", "role"), ids=lambda r: r["id"])
def test_a_role_word_closes_the_names_of_its_example(row: Any) -> None:
    assert re.search(row["pattern"], row["example"])


@pytest.mark.parametrize("row", load.rules("claims", "claim"), ids=lambda r: r["id"])
def test_a_claim_is_found_in_its_example(row: Any) -> None:
    assert load.pattern(row["pattern"], "claims").search(row["example"])


def test_a_unit_is_listed_once() -> None:
    units = [row["name"] for row in load.data("units")["unit"]]
    assert len(units) == len(set(units))


def test_no_engine_names_a_party_or_a_place() -> None:
    names = (ROOT / "data/notices/zhoucun-2020-27/names.csv").read_text("utf-8").splitlines()[1:]
    parties = [line.split(",")[0] for line in names if ",party," in line]
    assert len(parties) > 40
    for file in (ROOT / "zctrack" / "extract").glob("*.py"):
        code = re.sub(r'"""[\s\S]*?"""', "", file.read_text("utf-8"))
        assert not [p for p in [*parties, "周村", "淄博"] if p in code], file.name


def test_every_grammar_file_is_read_by_somebody() -> None:
    code = "".join(p.read_text("utf-8") for p in (ROOT / "zctrack").rglob("*.py"))
    for file in HOME.iterdir():
        if file.name.endswith(".toml"):
            assert tomllib.loads(file.read_text("utf-8"))
            assert f'"{file.name.removesuffix(".toml")}"' in code, file.name


@pytest.mark.parametrize(
    "row",
    [*load.rules("roles", "role"), *load.rules("roles", "standing")],
    ids=lambda row: row["id"],
)
def test_a_role_word_begins_with_one_of_its_leads(row: Any) -> None:
    # Clauses are read at the leads only: a character that is missing would hide the rule there.
    assert begins(load.expand(row["pattern"], "roles")) <= set(row["lead"])


def begins(pattern: str) -> set[str]:
    """Every character that a pattern without classes at its beginning can begin with."""
    from re import _parser  # type: ignore[attr-defined]

    def firsts(items: Any) -> tuple[set[str], bool]:
        found: set[str] = set()
        for operation, argument in items:
            kind = str(operation)
            if kind == "LITERAL":
                return found | {chr(argument)}, False
            if kind == "IN":
                assert all(str(op) == "LITERAL" for op, _ in argument), pattern
                return found | {chr(char) for _, char in argument}, False
            if kind == "BRANCH":
                parts = [firsts(branch) for branch in argument[1]]
                found |= set().union(*(chars for chars, _ in parts))
                if not any(empty for _, empty in parts):
                    return found, False
            elif kind == "SUBPATTERN":
                chars, empty = firsts(argument[3])
                found |= chars
                if not empty:
                    return found, False
            elif kind in ("MAX_REPEAT", "MIN_REPEAT"):
                least, _, inner = argument
                chars, empty = firsts(inner)
                found |= chars
                if least and not empty:
                    return found, False
            else:
                raise AssertionError(f"{kind} at the beginning of {pattern}")
        return found, True

    return firsts(_parser.parse(pattern))[0]


def test_what_can_begin_a_pattern_is_found_through_options_and_branches() -> None:
    assert begins("(?:甲|乙丙)?(?P<x>丁|戊{2})己") == set("甲乙丁戊")


REACHES = [
    *(("dates", row) for row in load.rules("dates", "reach")),
    *(("rosters", row) for row in load.rules("rosters", "position")),
]


@pytest.mark.parametrize("pair", REACHES, ids=name)
def test_what_a_pattern_ends_with_is_stated_in_full(pair: tuple[str, Any]) -> None:
    file, row = pair
    assert endings(load.expand(row["pattern"], file)) <= set(row["last"])


@pytest.mark.parametrize("pair", [p for p in CONTEXTS if "last" in p[1]], ids=name)
def test_what_words_before_a_token_end_with_is_stated_in_full(pair: tuple[str, Any]) -> None:
    file, row = pair
    pattern = load.expand(row["before"], file)
    assert endings(pattern) <= load.characters(row["last"])
    assert not re.fullmatch(pattern, ""), "it may end before the token's neighbour"


@pytest.mark.parametrize("pair", [p for p in CONTEXTS if "lead" in p[1]], ids=name)
def test_what_words_after_a_token_begin_with_is_stated_in_full(pair: tuple[str, Any]) -> None:
    file, row = pair
    begins = {two[0] for two in openings(load.expand(row["after"], file))}
    assert begins <= load.characters(row["lead"])


@pytest.mark.parametrize("row", load.rules("products", "waits"), ids=lambda row: str(row["id"]))
def test_what_a_wait_has_to_hold_stands_in_every_match(row: Any) -> None:
    assert row["holds"] in row["pattern"].rsplit(")(?=", 1)[0][-6:]

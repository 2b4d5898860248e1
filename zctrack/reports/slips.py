"""Reminder slips (督办单) as Word documents: one matter, one slip, one page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from zctrack.analysis import bulletin as analysis
from zctrack.analysis.standing import SIMULATED
from zctrack.formats import word
from zctrack.formats.files import write_bytes
from zctrack.notice import Notice
from zctrack.reports.bulletin_pages import Lang, marks
from zctrack.wording import bulletin as bulletin_words
from zctrack.wording import slip as wording
from zctrack.wording.words import check_language, date

if TYPE_CHECKING:
    import os

__all__ = ["write_slips"]

_WIDTHS = (34.0, 126.0)


def write_slips(
    notice: Notice,
    slips: pd.DataFrame,
    folder: str | os.PathLike[str],
    *,
    office: str | None = None,
    lang: Lang = "zh",
    hide_persons: bool = False,
    internal: bool = False,
    fresh: bool = False,
) -> list[Path]:
    """Write each open slip as a Word document of one page.

    Parameters
    ----------
    notice : Notice
        The notice.
    slips : pandas.DataFrame
        The register that `analysis.review.slips` gives.
    folder : path
        Where to; a file is named by the slip's number and colour: ``2020-003-red.docx``.
    office : str, optional
        Who issues them; else the supervision office of the notice's issuer.
    lang : {"zh", "en"}
        Language.
    hide_persons : bool
        Letter officials instead of naming them, in the bureaus' words too.
    internal : bool
        Print the mark 内部资料.
    fresh : bool
        Only those that were issued or took their colour at the last review.

    Returns
    -------
    list of pathlib.Path
        By number.

    Raises
    ------
    TableError
        If a column is missing, or a slip is about a task that the notice does not have.
    FileError
        If a file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from zctrack.datasets import load, load_actuals
    >>> from zctrack.reports.standing import Standing
    >>> standing = Standing(load(), load_actuals("simulated"), "2020-09-30")
    >>> with tempfile.TemporaryDirectory() as out:
    ...     [path.name for path in write_slips(standing.notice, standing.slips, out)]
    ['2020-001-red.docx']
    """
    check_language(lang)
    table = analysis.sheets(slips, notice.tasks)
    if fresh:
        table = table[table["colour_since"] == table["as_of"]]
    if office is None:
        text = bulletin_words.text
        known = notice.issuer
        office = (
            text("office", lang=lang, issuer=known) if known else text("office_unknown", lang=lang)
        )
    people = bulletin_words.persons(notice.assignments, notice.names, lang=lang, hide=hide_persons)
    out = []
    for row in table.to_dict("records"):
        data = _page(row, notice, office, lang, people, hide_persons, internal)
        name = f"{row['slip']}-{row['colour']}.docx"
        out.append(write_bytes(Path(folder) / name, data))
    return out


def _page(
    row: Any,
    notice: Notice,
    office: str,
    lang: Lang,
    people: dict[str, str],
    hide: bool,
    internal: bool,
) -> bytes:
    from docx.shared import Mm

    from zctrack.charts.style import colour, ink_on

    said = wording.text
    fill = colour(f"slip_{row['colour']}")
    ground, ink = (tone.lstrip("#").upper() for tone in (fill, colour(ink_on(fill))))
    made_up = row["source"] == SIMULATED
    title = said("title", lang=lang)
    running = said("running", lang=lang, title=title, slip=row["slip"])
    if made_up:
        running = f"{bulletin_words.text('simulated', lang=lang)}　{running}"
    document = word.new_document(f"{title} {row['slip']}", lang=lang)
    foot = (
        bulletin_words.text("foot_before", lang=lang),
        bulletin_words.text("foot_after", lang=lang),
    )
    word.running(document.sections[0], marks(made_up, internal, lang), running, foot)
    band = word.table(document, [[wording.colour(row, lang=lang)]], [sum(_WIDTHS)])
    called = wording.colour(row, lang=lang)
    word.cell(band.cell(0, 0), called, bold=True, fill=ground, colour=ink, align="center", size=16)
    word.paragraph(document, title, "Title")
    days = [
        said("number", lang=lang, slip=row["slip"]),
        said("opened", lang=lang, day=date(row["opened_on"], lang)),
        said("since", lang=lang, day=date(row["colour_since"], lang)),
    ]
    word.paragraph(document, "　　".join(days), "Subtitle", align="left")
    number = notice.number or notice.title or notice.key
    hidden = people if hide else {}
    rows = wording.rows(row, number, notice.names, lang=lang, called=people, hidden=hidden)
    word.table(document, rows, _WIDTHS, heads=True, size=11)
    end = word.paragraph(document, f"{office}\n{date(row['as_of'], lang)}", "Normal", align="right")
    end.paragraph_format.space_before = Mm(6)
    return word.to_bytes(document, stamp=f"{row['as_of']:%Y-%m-%d}T00:00:00Z")

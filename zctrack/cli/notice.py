"""Commands of a notice (通知): its tables, checks, figures and pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from zctrack.cli.arguments import Format, HideNames, NoticeFile, apart, notice_of, subject_of
from zctrack.cli.screen import run

__all__ = ["check", "figures", "interactive", "report", "tables"]


def report(
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for everything. Default: here for the bundled notice, "
            "else a folder named like the file; with --hide-names one beside it.",
            show_default=False,
        ),
    ] = None,
    hide_persons: Annotated[
        bool,
        typer.Option(
            "--hide-names",
            help="Letter officials (责任人A) in everything; the notebooks, which name them, "
            "are left out.",
        ),
    ] = False,
) -> None:
    """Make everything: tables, figures, interactive pages, the workbook, the notebooks as HTML."""
    from dataclasses import replace

    from zctrack.reports.steps import steps

    subject = replace(subject_of(notice), hide_persons=hide_persons)
    if notice:
        folder = out or apart(notice.stem, hidden=hide_persons)
    else:
        folder = out or Path("hidden" if hide_persons else "")
    # The notebooks are about the bundled notice, and lie in the checkout.
    run(steps(subject, folder, None if notice else Path("notebooks")), subject.notice)


def tables(
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for the files. Default: tables; with --hide-names tables-hidden.",
            show_default=False,
        ),
    ] = None,
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.csv,
    hide_persons: HideNames = False,
) -> None:
    """Write the notice's tables: CSV with a data package, one Excel workbook, or Parquet."""
    from zctrack.reports.hiding import without_names
    from zctrack.reports.tables import write_tables

    paper = notice_of(notice)
    shown = without_names(paper) if hide_persons else paper
    folder = out or apart("tables", hidden=hide_persons)
    for path in write_tables(shown.tables, folder, format=format.value):
        typer.echo(path)


def check(notice: NoticeFile = None) -> None:
    """Show the notice's own counts against the parse, and what is irregular in it.

    Exit status 1: a count is contradicted, or a finding is an error.
    """
    from zctrack.reports.check import checked

    result = checked(notice_of(notice))
    typer.echo("\n".join(result.lines))
    raise typer.Exit(0 if result.passed else 1)


def figures(
    notice: NoticeFile = None,
    out: Annotated[Path, typer.Option(help="Folder for zh/, en/ and the index.")] = Path("figures"),
    hide_persons: Annotated[
        bool,
        typer.Option("--hide-names", help="Letter persons (责任人A) in pictures, words and data."),
    ] = False,
    internal: Annotated[
        bool, typer.Option("--internal", help="Mark every figure 内部资料 / INTERNAL.")
    ] = False,
) -> None:
    """Draw every figure, in Chinese and in English, with its data and alt text beside it."""
    from dataclasses import replace

    from zctrack.reports.steps import figures_step

    subject = replace(subject_of(notice), hide_persons=hide_persons, internal=internal)
    run([figures_step(subject, out)], subject.notice)


def interactive(
    notice: NoticeFile = None,
    out: Annotated[Path, typer.Option(help="Folder for the pages and what they share.")] = Path(
        "interactive"
    ),
    hide_persons: Annotated[
        bool, typer.Option("--hide-names", help="Number persons instead of naming them.")
    ] = False,
    internal: Annotated[
        bool, typer.Option("--internal", help="Mark every page 内部资料 / INTERNAL.")
    ] = False,
) -> None:
    """Write charts to click with the sentences behind them, as pages that need no network."""
    from zctrack.reports.steps import interactive_step

    subject = subject_of(notice)
    step = interactive_step(subject, out, hide_persons=hide_persons, internal=internal)
    run([step], subject.notice)

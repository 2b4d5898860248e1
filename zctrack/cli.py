"""The command line (命令行): one command, one call.

What goes wrong is one line on the standard error and exit status 2; a traceback is a defect.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from zctrack.errors import ZctrackError

if TYPE_CHECKING:
    from zctrack.notice import Notice
    from zctrack.reports.figures import Subject
    from zctrack.reports.follow_up import Shown
    from zctrack.reports.standing import Standing
    from zctrack.reports.steps import Step

__all__ = ["app", "main"]

app = typer.Typer(
    name="zctrack",
    help="A government implementation notice as tables, statistics and briefing charts.",
    epilog="NOTICE is a .txt, .docx, .html or .pdf file; without it the bundled notice is taken.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    """What tables are written as."""

    csv = "csv"
    xlsx = "xlsx"
    parquet = "parquet"


class Language(StrEnum):
    """Language of what is written for people."""

    zh = "zh"
    en = "en"


NoticeFile = Annotated[
    Path | None,
    typer.Argument(
        metavar="NOTICE",
        help="The notice: a .txt, .docx, .html or .pdf file. Without it: the bundled one.",
        show_default=False,
    ),
]


def _version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"zctrack {version('zctrack')}")
        raise typer.Exit


@app.callback()
def _about(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    pass


@app.command()
def report(
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Folder for everything. Default: here for the bundled notice, "
            "else a folder named like the file.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Make everything: tables, figures, interactive pages, the workbook, the notebooks as HTML."""
    from zctrack.reports.steps import steps

    subject = _subject(notice)
    folder = out or (Path(notice.stem) if notice else Path())
    # The notebooks are about the bundled notice, and lie in the checkout.
    _run(steps(subject, folder, None if notice else Path("notebooks")), subject.notice)


@app.command()
def tables(
    notice: NoticeFile = None,
    out: Annotated[Path, typer.Option(help="Folder for the files.")] = Path("tables"),
    format: Annotated[Format, typer.Option(help="What to write.")] = Format.csv,
) -> None:
    """Write the notice's tables: CSV with a data package, one Excel workbook, or Parquet."""
    from zctrack.reports.tables import write_tables

    written = write_tables(_read(notice).tables, out, format=format.value)
    for path in written:
        typer.echo(path)


@app.command()
def check(notice: NoticeFile = None) -> None:
    """Show the notice's own counts against the parse, and what is irregular in it.

    Exit status 1: a count is contradicted, or a finding is an error.
    """
    from zctrack.reports.check import checked

    result = checked(_read(notice))
    typer.echo("\n".join(result.lines))
    raise typer.Exit(0 if result.passed else 1)


@app.command()
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

    subject = replace(_subject(notice), hide_persons=hide_persons, internal=internal)
    _run([figures_step(subject, out)], subject.notice)


@app.command()
def forms(
    notice: NoticeFile = None,
    as_of: Annotated[
        str, typer.Option(help="The day that the reports shall describe: 2020-09-30.")
    ] = ...,  # type: ignore[assignment]
    out: Annotated[Path, typer.Option(help="Folder for the workbooks.")] = Path("forms"),
    ledger: Annotated[
        str | None,
        typer.Option(help="Ledger whose last figures are shown: a file or postgresql://…"),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of headings.")] = Language.zh,
    simulated: Annotated[
        bool, typer.Option("--simulated", help="Mark every sheet as simulated.")
    ] = False,
) -> None:
    """Write a report form for each unit that answers, and a summary for each official."""
    from zctrack.actuals.forms import write_forms

    actuals = None
    if ledger is not None:
        from zctrack.actuals.ledger import Ledger

        actuals = Ledger(ledger, create=False).actuals(as_of=as_of)
    written = write_forms(
        _read(notice),
        as_of=as_of,
        out=out,
        actuals=actuals,
        lang=lang.value,
        simulated=simulated,
    )
    for path in written:
        typer.echo(path)


@app.command()
def collect(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="What came back: files, or folders of files."),
    ],
    ledger: Annotated[
        str, typer.Option(help="The ledger: a file (made on first use) or postgresql://…")
    ] = ...,  # type: ignore[assignment]
    notice: Annotated[
        Path | None,
        typer.Option(help="The notice. Without it: the bundled one.", show_default=False),
    ] = None,
    rejects: Annotated[
        Path | None,
        typer.Option(help="Folder for a workbook to each sender of something set aside."),
    ] = None,
    proposals: Annotated[
        Path | None,
        typer.Option(help="Folder for what bureaus' own tables say, for a person to confirm."),
    ] = None,
    on: Annotated[
        str | None, typer.Option(help="The day of entry, 2020-10-12; else each form's own.")
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is sent back.")] = Language.zh,
) -> None:
    """Read returned forms into the ledger; set aside, with the reason, what cannot be read.

    A bureau's own table enters nothing: what it says is proposed, and enters once somebody has
    confirmed it in the workbook that --proposals writes and has handed that in.

    Exit status 1: something was set aside.
    """
    from zctrack.actuals.collect import collect as collected
    from zctrack.actuals.collect import told
    from zctrack.actuals.ledger import Ledger
    from zctrack.actuals.proposals import write_each
    from zctrack.actuals.rejects import write_rejects

    paper = _read(notice)
    done = collected(files, paper, Ledger(ledger), entered_on=on)
    typer.echo("\n".join(told(done, lang=lang.value)))
    if rejects is not None:
        marked = set(done.files.loc[done.files["simulated"], "file"])
        for path in write_rejects(done.rejects, rejects, lang=lang.value, simulated=marked):
            typer.echo(path)
    if proposals is not None:
        for path in write_each(done.proposals, proposals, paper, lang=lang.value):
            typer.echo(path)
    raise typer.Exit(1 if len(done.rejects) else 0)


@app.command()
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

    subject = _subject(notice)
    step = interactive_step(subject, out, hide_persons=hide_persons, internal=internal)
    _run([step], subject.notice)


Reports = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="URL",
        help="The reports: a ledger's address or file, or a .csv or .xlsx of the table actuals.",
    ),
]
AsOf = Annotated[str, typer.Option(metavar="DATE", help="The day, 2020-11-30.")]
Spoken = Annotated[Language, typer.Option(help="Language of what is said and written.")]


@app.command()
def progress(
    ledger: Reports,
    as_of: AsOf,
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Write it: a .csv of the items, or a .xlsx of all tables.", show_default=False
        ),
    ] = None,
    lang: Spoken = Language.zh,
) -> None:
    """Show how everything stands on a day: by class, by item, and what is to be asked about."""
    from zctrack.reports import follow_up

    standing = _standing(notice, ledger, as_of)
    _show(follow_up.progress(standing, lang=lang.value), standing, lang.value)
    if out is not None:
        typer.echo(follow_up.write_progress(standing, out, lang=lang.value))


@app.command()
def review(
    ledger: Reports,
    as_of: AsOf,
    notice: NoticeFile = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder for the workbook and the pictures.", show_default=False),
    ] = None,
    lang: Spoken = Language.zh,
) -> None:
    """Show the monthly review of a day: what is late, slow or due, who is silent, which slips."""
    from zctrack.reports import follow_up

    standing = _standing(notice, ledger, as_of)
    _show(follow_up.review(standing, lang=lang.value), standing, lang.value)
    if out is not None:
        for path in follow_up.write_review(standing, out, lang=lang.value):
            typer.echo(path)


@app.command()
def bulletin(
    ledger: Reports,
    as_of: AsOf,
    number: Annotated[int, typer.Option(metavar="N", help="Its number in the year.", min=1)],
    out: Annotated[Path, typer.Option(help="The .docx file.")],
    notice: NoticeFile = None,
    slips: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Folder for the open slips.", show_default=False),
    ] = None,
    before: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="Day of the bulletin before. Default: the last quarter's end."
        ),
    ] = None,
    office: Annotated[
        str | None, typer.Option(help="Who issues it. Default: the issuer's supervision office.")
    ] = None,
    lang: Spoken = Language.zh,
    hide_persons: Annotated[
        bool,
        typer.Option("--hide-names", help="Letter officials (责任人A) instead of naming them."),
    ] = False,
    internal: Annotated[
        bool, typer.Option("--internal", help="Mark every page 内部资料 / INTERNAL.")
    ] = False,
) -> None:
    """Write the bulletin of a day, and its reminder slips, as Word documents."""
    from zctrack.reports.bulletin import write_standing
    from zctrack.reports.slips import write_slips

    standing = _standing(notice, ledger, as_of)
    named: dict[str, Any] = {"office": office, "lang": lang.value}
    named |= {"hide_persons": hide_persons, "internal": internal}
    typer.echo(write_standing(standing, out, number=number, before=before, **named))
    if slips is not None:
        for path in write_slips(standing.notice, standing.slips, slips, **named):
            typer.echo(path)


def _standing(notice: Path | None, ledger: str, as_of: str) -> Standing:
    """Take what the reports say on a day: of a ledger by what it knew then, with all entries."""
    from zctrack.actuals.read import read_actuals
    from zctrack.analysis.standing import day
    from zctrack.reports.standing import Standing

    today = day(as_of, "as_of")
    if "://" not in ledger and Path(ledger).suffix.lower() in (".csv", ".xlsx"):
        return Standing(_read(notice), read_actuals(ledger), today)
    from zctrack.actuals.book import standing
    from zctrack.actuals.ledger import Ledger

    entries = Ledger(ledger, create=False).entries(known_on=today)
    # With their words and files, which the reasons and the findings need.
    stands = standing(entries)
    return Standing(
        _read(notice),
        stands[stands["kind"] != "change"].reset_index(drop=True),
        today,
        entries=entries,
        changes=stands[stands["kind"] == "change"].reset_index(drop=True),
    )


def _show(tables: Sequence[Shown], standing: Standing, lang: str) -> None:
    """Print tables as wide as the terminal, else as wide as they are; made-up ones say so first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from zctrack.wording.words import say

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 240
    if standing.simulated:
        console.print(Text(say("charts", "simulated", lang), style="bold reverse"))
    for shown in tables:
        console.print(Text(shown.title, style="bold"))
        if shown.rows:
            table = Table(box=box.SIMPLE_HEAD, show_header=any(shown.columns), pad_edge=False)
            for column in shown.columns:
                table.add_column(column)
            for row in shown.rows:
                table.add_row(*map(Text, row))
            console.print(table)
        for line in shown.below:
            console.print(Text(line, style="dim"))
        console.print()


@app.command()
def simulate(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILES...", help="Forms (with --confirm: proposals), or folders."),
    ],
    as_of: Annotated[str, typer.Option(help="The day that the forms ask about: 2020-09-30.")] = ...,  # type: ignore[assignment]
    out: Annotated[Path, typer.Option(help="Folder for what comes back.")] = Path("inbox"),
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 2020,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="Decide on proposals, by the truth.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="Send the rows again that were sent back, corrected.")
    ] = False,
    since: Annotated[
        str | None,
        typer.Option(help="The day of the round before: what ended by then is not reported again."),
    ] = None,
    truth: Annotated[
        Path | None,
        typer.Option(help="Folder of the truth. Default: beside the inbox.", show_default=False),
    ] = None,
    notice: Annotated[
        Path | None,
        typer.Option(help="The notice. Without it: the bundled one.", show_default=False),
    ] = None,
    lang: Annotated[Language, typer.Option(help="Language of what is said.")] = Language.zh,
) -> None:
    """SIMULATED (模拟): fill forms as bureaus would, with mistakes, and keep what is true of them.

    For demonstration and for tests. Every file and every row that comes of it is called simulated.
    """
    from zctrack.simulate import telling

    home = truth or telling.truth_folder(out)
    if confirm:
        lines = telling.decided(files, out=out, truth=home, lang=lang.value)
    elif again:
        lines = telling.sent_again(
            files, _read(notice), as_of=as_of, out=out, truth=home, seed=seed, lang=lang.value
        )
    else:
        lines = telling.answered(
            files,
            _read(notice),
            as_of=as_of,
            out=out,
            truth=home,
            seed=seed,
            since=since,
            lang=lang.value,
        )
    typer.echo("\n".join(lines))


def _read(path: Path | None) -> Notice:
    from zctrack.datasets import load
    from zctrack.parse import read_notice

    return load() if path is None else read_notice(path)


def _subject(path: Path | None) -> Subject:
    """The notice with what is known about it: of the bundled one, what was published."""
    from zctrack.dictionary.build import frame
    from zctrack.reports.figures import Subject, bundled

    return bundled() if path is None else Subject(_read(path), frame("actuals"))


def _run(steps: Sequence[Step], notice: Notice) -> None:
    """Take the steps one by one, showing where they are; say what was written and where."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(highlight=False, soft_wrap=True)
    console.print(f"{notice.number or notice.key}  {notice.title or ''}", markup=False)
    begin = time.perf_counter()
    columns = (TextColumn("  {task.description}"), BarColumn(), MofNCompleteColumn())
    done: list[tuple[str, str, int]] = []
    for step in steps:
        since, written = time.perf_counter(), 0
        # The bar goes when the step ends, and the line that follows stays; a log has only the line.
        with Progress(
            *columns,
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        ) as progress:
            bar = progress.add_task(step.name, total=step.total)
            for files in step.work():
                written += len(files)
                progress.advance(bar)
        seconds = time.perf_counter() - since
        done.append((step.where, step.says, written))
        console.print(f"  {step.name:<11} {_files(written):>9} {seconds:7.1f} s")
    console.print(f"Written in {time.perf_counter() - begin:.0f} s:")
    width = max(len(where) for where, _, _ in done)
    for where, says, written in done:
        console.print(f"  {where:<{width}}  {says} ({_files(written)})", markup=False)


def _files(count: int) -> str:
    return f"{count} file" if count == 1 else f"{count} files"


def main() -> None:
    """Run the command; what zctrack refuses becomes one line and exit status 2."""
    try:
        app()
    except ZctrackError as error:
        print(f"zctrack: {error}", file=sys.stderr)
        raise SystemExit(2) from None
    except BrokenPipeError:
        # The reader of a pipe has gone (zctrack check | head): nothing more to say, and no
        # complaint from the interpreter when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None

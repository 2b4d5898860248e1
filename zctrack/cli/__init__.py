"""The command line (命令行): one command, one call.

The commands stand in three groups: of a notice (`notice`), of what bodies report (`reporting`), of
how it stands on a day (`follow_up`). What goes wrong is one line on the standard error and exit
status 2; a traceback is a defect.
"""

from __future__ import annotations

import os
import sys
from typing import Annotated

import typer

from zctrack.cli.follow_up import bulletin, progress, review
from zctrack.cli.notice import check, figures, interactive, report, tables
from zctrack.cli.reporting import collect, forms, simulate
from zctrack.errors import ZctrackError

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


# In the order in which the help shows them.
for _command in (
    *(report, tables, check, figures, forms, collect),
    *(interactive, progress, review, bulletin, simulate),
):
    app.command()(_command)


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

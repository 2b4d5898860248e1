"""What a command shows in the terminal (终端): its steps as they go, tables as wide as it is."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from zctrack.notice import Notice
    from zctrack.reports.follow_up import Shown
    from zctrack.reports.standing import Standing
    from zctrack.reports.steps import Step

__all__ = ["run", "show"]


def show(tables: Sequence[Shown], standing: Standing, lang: str) -> None:
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


def run(steps: Sequence[Step], notice: Notice) -> None:
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

"""Notebooks run and turned into HTML (笔记本): pages that need neither a server nor a network.

Each notebook is run as it lies there, in a fresh kernel. `publish` leaves its file alone and writes
pages, whose interactive charts use one plotly.min.js beside them; `execute` writes it anew with its
outputs, as it is committed.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zctrack.errors import FileError
from zctrack.formats.files import write_text

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["execute", "notebook_paths", "publish", "run"]

_PLOTLY = "application/vnd.plotly.v1+json"
_SCRIPT = "plotly.min.js"
_SECONDS = 300
# A traceback comes coloured for a terminal.
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
# What of a file's name cannot stand in a cell's id: its number, and what the format does not allow.
_NO_ID = re.compile(r"^[\d_-]+|[^A-Za-z0-9_-]")
# The page as JupyterLab shows it, without the scripts that it would fetch from elsewhere.
_TEMPLATE = """\
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}PLOTLY{%- endblock html_head_js -%}
{%- block jupyter_widgets -%}{%- endblock jupyter_widgets -%}
{%- block html_head_js_mathjax -%}{%- endblock html_head_js_mathjax -%}
{%- block html_head_js_mermaidjs -%}{%- endblock html_head_js_mermaidjs -%}
"""


def notebook_paths(folder: str | os.PathLike[str]) -> list[Path]:
    """The notebooks of a folder, by name.

    Parameters
    ----------
    folder : path
        The folder; none is no error.

    Returns
    -------
    list of pathlib.Path

    Examples
    --------
    >>> notebook_paths("no such folder")
    []
    """
    return sorted(Path(folder).glob("[!.]*.ipynb"))


def run(path: str | os.PathLike[str]) -> NotebookNode:
    """Run a notebook in a fresh kernel.

    Parameters
    ----------
    path : path
        The notebook; the kernel works in its folder.

    Returns
    -------
    nbformat.NotebookNode
        The notebook with its outputs.

    Raises
    ------
    FileError
        If it cannot be read, or a cell of it fails.
    """
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    file = Path(path)
    try:
        notebook: NotebookNode = nbformat.read(file, as_version=4)
    except (OSError, ValueError) as error:
        raise FileError(f"the notebook cannot be read ({error})", where=str(file)) from None
    resources = {"metadata": {"path": str(file.parent)}}
    # What a cell prints comes in as many pieces as the kernel happened to send.
    client = NotebookClient(notebook, timeout=_SECONDS, resources=resources, coalesce_streams=True)
    try:
        # What a kernel says of itself while it starts is not for the reader; a cell's own
        # messages come with its outputs.
        client.execute(stderr=subprocess.DEVNULL)
    except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
        said = _COLOURS.sub("", str(error)).strip().splitlines()
        raise FileError(
            f"a cell of the notebook fails ({said[-1] if said else type(error).__name__})",
            where=str(file),
            todo="Open it in JupyterLab and run it there.",
        ) from None
    return notebook


def execute(path: str | os.PathLike[str], out: str | os.PathLike[str]) -> Path:
    """Run a notebook and write it with its outputs: the same bytes as long as they are the same.

    What changes from run to run or from machine to machine is left out (times of execution, the
    kernel's version), and cells are named by their place, so that a difference between two
    versions is a difference in what the notebook says.

    Parameters
    ----------
    path : path
        The notebook.
    out : path
        Where to; the same path brings the notebook up to date.

    Returns
    -------
    pathlib.Path
        The file that was written.

    Raises
    ------
    FileError
        If it cannot be read or written, a cell fails, or one writes to stderr: what is committed
        has no warnings. What stood at `out` is then left whole.
    """
    import nbformat

    file = Path(path)
    notebook = run(file)
    name = _NO_ID.sub("", file.stem)[:50] or "cell"
    for number, cell in enumerate(notebook.cells):
        for output in cell.get("outputs", []):
            if output.get("name") == "stderr":
                said = _COLOURS.sub("", output["text"]).strip().splitlines()
                raise FileError(
                    f"cell {number + 1} of the notebook writes to stderr ({said[-1]})",
                    where=str(file),
                    todo="Mend what it warns of, and run it again.",
                )
        cell["id"] = f"{name}-{number:02d}"
        cell["metadata"].pop("execution", None)
    kept = {key: value for key, value in notebook.metadata.items() if key == "kernelspec"}
    notebook["metadata"] = nbformat.from_dict({**kept, "language_info": {"name": "python"}})
    return write_text(out, nbformat.writes(notebook) + "\n")


def publish(
    folder: str | os.PathLike[str], out: str | os.PathLike[str], *, script: str | None = None
) -> Iterator[list[Path]]:
    """Run every notebook of a folder and write each as HTML.

    Parameters
    ----------
    folder : path
        Where the notebooks lie.
    out : path
        Where the pages go to, and plotly.min.js beside them where a page needs it.
    script : str, optional
        Where plotly.min.js lies already, as seen from the pages; then none is written.

    Yields
    ------
    list of pathlib.Path
        The files of one notebook, in the notebooks' order.

    Raises
    ------
    FileError
        If a notebook fails, or the folder cannot be written to.
    """
    target = Path(out)
    missing = script is None
    for path in notebook_paths(folder):
        html, interactive = _page(run(path), path.stem, script or _SCRIPT)
        files = [write_text(target / f"{path.stem}.html", html)]
        if interactive and missing:
            from plotly.offline import get_plotlyjs

            files.append(write_text(target / _SCRIPT, get_plotlyjs()))
            missing = False
        yield files


def _page(notebook: NotebookNode, name: str, script: str) -> tuple[str, bool]:
    """The page of a notebook that was run, and whether anything on it is interactive."""
    from nbconvert import HTMLExporter

    interactive = False
    for number, cell in enumerate(notebook.cells):
        for place, output in enumerate(cell.get("outputs", [])):
            figure = output.get("data", {}).get(_PLOTLY)
            if figure is not None:
                output["data"]["text/html"] = _interactive(figure, f"chart-{number}-{place}")
                interactive = True
    source = f'<script src="{script}"></script>' if interactive else ""
    template = _TEMPLATE.replace("PLOTLY", source)
    exporter = HTMLExporter(raw_template=template, language_code="zh")
    exporter.exclude_input_prompt = True
    exporter.exclude_output_prompt = True
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": name}})
    return html, interactive


def _interactive(figure: dict[str, Any], name: str) -> str:
    import plotly.io

    html: str = plotly.io.to_html(
        {"data": figure["data"], "layout": figure["layout"]},
        config=figure.get("config"),
        include_plotlyjs=False,
        full_html=False,
        div_id=name,
        validate=False,
    )
    return html

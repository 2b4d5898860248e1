from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from zctrack.errors import FileError
from zctrack.reports.notebooks import execute, notebook_paths, publish, run

ROOT = Path(__file__).parents[2]


def write(path: Path, *cells: nbformat.NotebookNode) -> Path:
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def test_a_notebook_is_published_as_a_page_that_needs_no_network(tmp_path: Path) -> None:
    write(
        tmp_path / "a.ipynb",
        new_markdown_cell("# 标题"),
        new_code_cell("print(6 * 7)"),
        new_code_cell("import plotly.graph_objects as go\ngo.Figure(go.Bar(y=[1]))"),
    )
    pages = [file for files in publish(tmp_path, tmp_path / "out") for file in files]
    assert [p.name for p in pages] == ["a.html", "plotly.min.js"]
    html = pages[0].read_text("utf-8")
    assert "标题" in html
    assert "42" in html
    assert 'src="plotly.min.js"' in html
    assert "cdnjs" not in html
    assert "cdn.plot.ly" not in html


def test_a_failing_cell_is_told_in_one_line(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ipynb", new_code_cell("1 / 0"))
    with pytest.raises(FileError, match="ZeroDivisionError"):
        run(path)


def test_a_file_that_is_no_notebook_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text("no", "utf-8")
    with pytest.raises(FileError, match="cannot be read"):
        run(tmp_path / "a.ipynb")


def test_running_a_notebook_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    source = write(tmp_path / "01_a.ipynb", new_markdown_cell("# 标题"), new_code_cell("print(1)"))
    first = execute(source, tmp_path / "first.ipynb").read_bytes()
    # From the outputs of the first run, in another place, to itself: nothing is left to change.
    again = tmp_path / "01_a.ipynb"
    again.write_bytes(first)
    assert execute(again, again).read_bytes() == first
    book = nbformat.reads(first.decode("utf-8"), as_version=4)
    assert [cell.id for cell in book.cells] == ["a-00", "a-01"]
    assert book.cells[1].outputs[0].text == "1\n"
    assert "execution" not in book.cells[1].metadata
    assert "version" not in book.metadata.language_info


def test_a_notebook_may_have_a_chinese_name(tmp_path: Path) -> None:
    source = write(tmp_path / "时限.ipynb", new_code_cell("1"))
    assert nbformat.read(execute(source, source), as_version=4).cells[0].id == "cell-00"


def test_a_notebook_that_warns_is_not_written(tmp_path: Path) -> None:
    source = write(tmp_path / "a.ipynb", new_code_cell("import warnings\nwarnings.warn('old way')"))
    before = source.read_bytes()
    with pytest.raises(FileError, match="cell 1 of the notebook writes to stderr"):
        execute(source, source)
    assert source.read_bytes() == before


def test_a_committed_notebook_is_what_its_run_gives(tmp_path: Path) -> None:
    path = ROOT / "notebooks" / "03_deadlines.ipynb"
    # The kernel works beside the notebook; what it writes goes elsewhere.
    assert execute(path, tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("path", notebook_paths(ROOT / "notebooks"), ids=lambda p: p.stem)
def test_a_notebook_is_committed_with_outputs_and_defines_nothing(path: Path) -> None:
    book = nbformat.read(path, as_version=4)
    code = [c for c in book.cells if c.cell_type == "code"]
    assert code
    assert all(c.outputs for c in code if not c.source.lstrip().startswith(("#", "import")))
    assert not [c.source for c in code if "def " in c.source or "class " in c.source]
    said = [o for c in code for o in c.outputs if o.output_type == "stream"]
    assert {o.name for o in said} <= {"stdout"}
    assert not [o for c in code for o in c.outputs if o.output_type == "error"]


def test_each_question_has_its_notebook() -> None:
    names = [p.stem for p in notebook_paths(ROOT / "notebooks")]
    assert names == [
        "01_measures",
        "02_workload",
        "03_deadlines",
        "04_targets",
        "05_follow_up",
        "06_bulletin",
    ]


def test_what_a_cell_prints_is_one_output_however_it_was_sent(tmp_path: Path) -> None:
    # The kernel sends what is written every fifth of a second.
    code = "import time\nfor i in range(3):\n    print(i, flush=True)\n    time.sleep(0.3)"
    path = write(tmp_path / "01_prints.ipynb", new_code_cell(code))
    outputs = run(path).cells[0]["outputs"]
    assert [(o["output_type"], o["text"]) for o in outputs] == [("stream", "0\n1\n2\n")]

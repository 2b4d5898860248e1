"""The two commands: forms go out, what comes back goes into the ledger."""

from __future__ import annotations

import sys
from pathlib import Path

import openpyxl
import pytest

from tests.actuals.filling import UNIT, Filled
from zctrack import cli


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["zctrack", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    return ended.value.code if isinstance(ended.value.code, int) else 0


def test_forms_go_out_come_back_and_show_what_was_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out, ledger, back = tmp_path / "out", tmp_path / "l.db", tmp_path / "back"
    assert run(monkeypatch, "forms", "--as-of", "2020-09-30", "--out", out) == 0
    assert len(capsys.readouterr().out.splitlines()) == 28
    form = Filled(out / f"填报表_{UNIT}_2020-09-30.xlsx")
    form.put("M27.1.q1", 本期数值="125000亩").filled_on("2020-10-09")
    form.save(tmp_path / "in" / "农业农村局.xlsx")
    assert run(monkeypatch, "collect", tmp_path / "in", "--ledger", ledger) == 0
    assert "记入台账 1 条" in capsys.readouterr().out
    form.put("M29.3", 是否完成="差不多").save(tmp_path / "in" / "农业农村局.xlsx")
    asked = ("collect", tmp_path / "in", "--ledger", ledger, "--rejects", back)
    assert run(monkeypatch, *asked, "--lang", "en") == 1
    said = capsys.readouterr().out
    assert "0 new entries" in said
    assert "is none of the states" in said
    assert [path.name for path in back.iterdir()] == ["Sent back_农业农村局.xlsx"]
    again = ("forms", "--as-of", "2020-12-31", "--ledger", ledger, "--out", out)
    assert run(monkeypatch, *again) == 0
    shown = Filled(out / f"填报表_{UNIT}_2020-12-31.xlsx").cell("M27.1.q1", "上次报送（截至日）")
    assert shown.value == "12.5万亩\n（2020-09-30）"


def test_what_cannot_be_done_is_one_line_and_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = tmp_path / "l.db"
    for arguments in (
        ("forms", "--as-of", "soon", "--out", tmp_path),
        ("forms", "--as-of", "2020-09-30", "--ledger", tmp_path / "none.db", "--out", tmp_path),
        ("collect", tmp_path / "none.xlsx", "--ledger", ledger),
    ):
        assert run(monkeypatch, *arguments) == 2
        said = capsys.readouterr()
        assert said.err.startswith("zctrack: ")
        assert len(said.err.splitlines()) == 1
    assert not list(tmp_path.glob("填报表*"))


def test_forms_with_hidden_names_letter_officials_and_come_back_like_any(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (
        "某区人民政府关于印发重点工作的通知\n一、工作\n"
        "1.由张 三牵头，2020年底前建设2个公园。（责任人：张三；责任单位：区财政局）\n"
        "2.张三带队检查。（责任人：张三；责任单位：区财政局）\n"
    )
    Path("n.txt").write_text(text, "utf-8")
    asked = ("forms", "n.txt", "--as-of", "2020-09-30")
    assert run(monkeypatch, *asked) == run(monkeypatch, *asked, "--hide-names") == 0
    assert "汇总表_张三_2020-09-30.xlsx" in [path.name for path in Path("forms").iterdir()]
    names = sorted(path.name for path in Path("forms-hidden").iterdir())
    assert names == ["填报表_区财政局_2020-09-30.xlsx", "汇总表_责任人A_2020-09-30.xlsx"]
    for name in names:
        book = openpyxl.load_workbook(Path("forms-hidden") / name)
        said = [book.properties.title, book.properties.keywords]
        said += [str(cell.value) for sheet in book for row in sheet for cell in row]
        said += [str(sheet.oddFooter.center.text) for sheet in book]
        told = "\n".join(map(str, said))
        assert "张三" not in told.replace(" ", "")
        assert "由责任人A牵头" in told
    form = Filled(Path("forms-hidden") / names[0])
    form.put("M1.1.q1", 本期数值=1).put("M2.1", 是否完成="已完成").filled_on("2020-10-09")
    form.save(Path("in") / names[0])
    capsys.readouterr()
    assert run(monkeypatch, "collect", "in", "--notice", "n.txt", "--ledger", "l.db") == 0
    assert "记入台账 2 条" in capsys.readouterr().out

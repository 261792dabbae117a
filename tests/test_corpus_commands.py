"""``hadath corpus`` as a user meets it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from hadath.cli.commands import app


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["corpus", *map(str, arguments)])


def test_stats_prints_regions_and_sums() -> None:
    done = run("stats")
    assert done.exit_code == 0
    for word in ("Yemen", "Sudan", "CAPTURE", "prospective", "median"):
        assert word in done.stdout


def test_stats_draws(tmp_path: Path) -> None:
    assert run("stats", "--plot", tmp_path / "counts.png").exit_code == 0
    assert (tmp_path / "counts.png").exists()


def test_the_corpus_validates(tmp_path: Path) -> None:
    (tmp_path / "news.txt").write_text("نص لا يشبه شيئا من المدونة")
    done = run("validate", "--news", tmp_path)
    assert done.exit_code == 0
    assert "0 problems" in done.stderr


def test_problems_are_named_and_tell_by_the_exit_code(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# id: sy1-01-1\nتوقف [SHELLING#1 القصف] مساء\n")
    other = tmp_path / "other.txt"
    other.write_text("# id: sy1-01-1\nخبر بلا حدث\n")
    done = run("validate", path, other)
    assert done.exit_code == 1
    assert "sy1-01-1: lonely: «القصف»" in done.stdout
    assert "sy1-01-1: id: used 2 times" in done.stdout


def test_a_file_that_breaks_a_rule_is_named_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("# id: sy1-01-1\n[BATTLE#1 معركة]\n")
    done = run("validate", path)
    assert done.exit_code == 1
    assert f"{path}:1: sy1-01-1: unknown label BATTLE" in done.stderr


@pytest.mark.parametrize("form", ["conll", "jsonl"])
def test_export_writes_every_sentence(form: str, tmp_path: Path) -> None:
    out = tmp_path / "new" / f"corpus.{form}"
    assert run("export", form, out).exit_code == 0
    text = out.read_text(encoding="utf-8")
    if form == "jsonl":
        assert all(json.loads(line)["tokens"] for line in text.splitlines())
        assert len(text.splitlines()) >= 1500
    else:
        assert text.count("# id: ") >= 1500
        assert "\tB-ATTACKER" in text


def test_an_unknown_form_is_refused(tmp_path: Path) -> None:
    assert run("export", "brat", tmp_path / "x").exit_code == 2


def test_annotations_are_taken_apart_and_put_together(tmp_path: Path) -> None:
    mine, apart, again = (tmp_path / name for name in ("mine.txt", "apart.jsonl", "again.txt"))
    mine.write_text("# id: a\n[ATTACK#1 هاجم] [ATTACKER#1 مسلحون] [TARGET#1 المخفر]\n", "utf-8")
    assert run("detach", mine, "--out", apart).exit_code == 0
    assert "مسلحون" not in apart.read_text("utf-8")
    texts = tmp_path / "raw.jsonl"
    texts.write_text(json.dumps({"text": "هاجم مسلحون المخفر"}) + "\n", "utf-8")
    done = run("attach", texts, "--annotations", apart, "--out", again)
    assert done.exit_code == 0
    assert "1 sentences" in done.stderr
    assert again.read_text("utf-8") == mine.read_text("utf-8")


def test_a_sentence_is_found_inside_its_paragraph(tmp_path: Path) -> None:
    mine, apart, again = (tmp_path / name for name in ("mine.txt", "apart.jsonl", "again.txt"))
    mine.write_text("# id: a\n[ATTACK#1 هاجم] [ATTACKER#1 مسلحون] المخفر فجرا.\n", "utf-8")
    assert run("detach", mine, "--out", apart).exit_code == 0
    raw = tmp_path / "raw.txt"
    raw.write_text("عاد الهدوء إلى البلدة. هاجم مسلحون المخفر فجرا. ثم انسحبوا.\n", "utf-8")
    assert run("attach", raw, "--annotations", apart, "--out", again).exit_code == 0
    assert again.read_text("utf-8") == mine.read_text("utf-8")


def test_texts_that_are_missing_are_told(tmp_path: Path) -> None:
    texts = tmp_path / "raw.txt"
    texts.write_text("خبر لم يعلّم عليه أحد\n", "utf-8")
    done = run("attach", texts, "--out", tmp_path / "news.txt")
    assert done.exit_code == 0
    assert "no text was given for" in done.stderr

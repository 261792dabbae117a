"""The command line as a user meets it: a process, its streams, its exit code."""

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

AIRSTRIKE = "شن الطيران الحربي غارتين على سوق في مدينة الباب، ما أدى إلى مقتل خمسة مدنيين."


def _hadath(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hadath.cli.main", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, encoding="utf-8")


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.txt"
    path.write_text(AIRSTRIKE, encoding="utf-8")
    return path


def test_the_version_is_that_of_the_package() -> None:
    assert _hadath("--version").stdout == f"hadath {version('hadath')}\n"


def test_a_cluster_writes_a_file(article: Path) -> None:
    done = _hadath("extract", article, "--runner", "ray")
    assert done.returncode == 1
    assert done.stderr == "hadath: --runner ray writes a file: name it with --out\n"


def test_a_core_does_what_all_do(article: Path) -> None:
    one, all_cores = (_hadath("extract", article, "--threads", n).stdout for n in ("1", "0"))
    assert one == all_cores


def test_a_pipe_gets_json_lines(article: Path) -> None:
    done = _hadath("extract", article, "--date", "2020-03-02")
    (line,) = done.stdout.splitlines()
    value = json.loads(line)
    assert done.returncode == 0
    assert done.stderr == ""
    assert (value["id"], value["date"], value["text"]) == (str(article), "2020-03-02", AIRSTRIKE)
    assert [event["type"] for event in value["events"]] == ["AIRSTRIKE"]
    assert "مدينة الباب" in line


def test_a_table_is_for_reading(article: Path) -> None:
    done = _hadath("extract", article, "--format", "table")
    assert done.returncode == 0
    assert "AIRSTRIKE" in done.stdout
    assert "\u2067مدينة الباب\u2069" in done.stdout


def test_standard_input_is_read() -> None:
    done = _hadath("extract", "-", stdin=AIRSTRIKE)
    assert json.loads(done.stdout)["id"] == "<stdin>"


def test_bad_inputs_are_named_and_the_good_are_written(tmp_path: Path, article: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.bin").write_bytes(b"\x7fELF\x00\xff")
    (tmp_path / "old.txt").write_bytes("خبر".encode("cp1256"))
    lines = tmp_path / "lines.jsonl"
    lines.write_text(
        '{"id": "ok", "text": "خبر"}\n[]\n{"id": "no"}\n{"id": "ok2", "text": "خبر"}\n'
    )
    empty = tmp_path / "folder"
    empty.mkdir()
    names = ["empty.txt", "binary.bin", "old.txt", "missing.txt", "lines.jsonl"]
    done = _hadath("extract", *(tmp_path / name for name in names), empty, article)
    assert done.returncode == 2
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [
        "ok",
        "ok2",
        str(article),
    ]
    errors = done.stderr.splitlines()
    assert len(errors) == 7
    assert all(line.startswith("hadath: ") and "accepted: " in line for line in errors)
    assert f"{lines}:2: not a JSON object" in errors[4]
    assert f"{lines}:3: no 'text'" in errors[5]


def test_results_can_go_to_a_file(tmp_path: Path, article: Path) -> None:
    out = tmp_path / "events.jsonl"
    done = _hadath("extract", article, "--out", out)
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads(out.read_text(encoding="utf-8"))["events"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--model", "./no/such/model/here"], "no/such/model"),
        (["--engine", "abacus"], "engine abacus: no such engine"),
        (["--date", "yesterday"], "the date 'yesterday' is none"),
        (["--out", "/no/such/folder/x.jsonl"], "cannot be written"),
    ],
)
def test_a_command_that_cannot_run_says_why_in_one_line(
    article: Path, options: list[str], message: str
) -> None:
    done = _hadath("extract", article, *options)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["extract", "train", "evaluate", "export"])
def test_help_names_every_argument(command: str) -> None:
    done = _hadath(command, "--help")
    assert done.returncode == 0
    assert "Usage" in done.stdout


def test_a_trained_model_evaluates_exports_and_extracts(
    tmp_path: Path, tiny_run: Path, article: Path
) -> None:
    evaluated = _hadath("evaluate", tiny_run, "corpus:test")
    assert evaluated.returncode == 0
    assert "spans (strict)" in evaluated.stdout and "SHELLING" in evaluated.stdout
    exported = _hadath("export", tiny_run, tmp_path / "exported")
    assert exported.returncode == 0, exported.stderr
    extracted = _hadath("extract", article, "--model", tmp_path / "exported")
    assert json.loads(extracted.stdout)["text"] == AIRSTRIKE
    further = _hadath(
        *("train", "tiny", "--from", tmp_path / "exported", "--epochs", 1, "--out", tmp_path / "on")
    )
    assert further.returncode == 0, further.stderr
    recipe = json.loads((tmp_path / "on" / "run.json").read_text())["recipe"]
    assert recipe["encoder"]["name"] == recipe["heads"] == str(tmp_path / "exported")


def test_evaluate_on_gold_spans_finds_all_spans() -> None:
    done = _hadath("evaluate", "embedded", "corpus:test", "--gold-spans")
    (row,) = [line for line in done.stdout.splitlines() if "spans (strict)" in line]
    assert row.count("1.000") == 3


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["train", "nonesuch"], "no such recipe"),
        (["evaluate", "embedded", "corpus:all"], "no such part of the corpus"),
        (["evaluate", "embedded", "none.txt"], "none.txt"),
        (["export", "none", "out"], "no model.safetensors"),
    ],
)
def test_learning_commands_name_what_is_wrong(arguments: list[str], message: str) -> None:
    done = _hadath(*arguments)
    assert done.returncode == 1
    assert message in done.stderr.splitlines()[-1]


def test_explain_tells_each_step(article: Path) -> None:
    done = _hadath("explain", article, "--date", "2020-03-02")
    assert (done.returncode, done.stderr) == (0, "")
    for told in (str(article), "sentence 0:", "spans", "AIRSTRIKE", "linked at", "5, by a number"):
        assert told in done.stdout


def test_explain_names_a_missing_file(tmp_path: Path) -> None:
    done = _hadath("explain", tmp_path / "none.txt")
    assert done.returncode == 2
    assert "none.txt" in done.stderr


def test_a_least_score_leaves_out_what_is_doubtful(article: Path) -> None:
    (sure,) = _hadath("extract", article, "--min-score", "1").stdout.splitlines()
    assert json.loads(sure)["events"] == []
    (some,) = _hadath("extract", article, "--min-score", "0.3").stdout.splitlines()
    assert all(span["score"] >= 0.3 for span in json.loads(some)["spans"])
    assert _hadath("extract", article, "--min-score", "2").returncode == 2


def test_only_a_folder_can_be_calibrated(tmp_path: Path) -> None:
    done = _hadath("calibrate", tmp_path, "corpus:dev")
    assert done.returncode == 1
    assert "hadath: " in done.stderr

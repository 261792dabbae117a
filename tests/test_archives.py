import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SENTENCE = "قُتل {} مدنيين في غارة على بلدة الزهيرية مساء الاثنين، بحسب مسعفين."


def _command(*arguments: object) -> list[str]:
    return [
        sys.executable,
        "-m",
        "hadath.cli.main",
        "extract",
        "--part-size",
        "20",
        *map(str, arguments),
    ]


def _extract(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(*arguments), capture_output=True, text=True, check=False)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Return a folder with 123 documents and two lines that are none."""
    folder = tmp_path / "archive"
    folder.mkdir()
    for name in ("a", "b"):
        lines = [json.dumps({"text": SENTENCE.format(n)}) for n in range(3, 64)] + ["bad"]
        (folder / f"{name}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (folder / "c.txt").write_text(SENTENCE.format(7), encoding="utf-8")
    return folder


def _take_interrupts() -> None:
    """Undo that the tests' own parent ignores SIGINT, as a shell's background jobs do."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def _parts(folder: Path) -> int:
    journal = folder / "journal.jsonl"
    return len(journal.read_bytes().splitlines()) - 1 if journal.exists() else 0


@pytest.mark.parametrize("kind", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_stopped_run_goes_on_to_the_same_bytes(
    archive: Path, tmp_path: Path, kind: signal.Signals
) -> None:
    whole, stopped = tmp_path / "whole.jsonl", tmp_path / "stopped.jsonl"
    assert _extract(archive, "--out", whole).returncode == 2
    process = subprocess.Popen(
        _command(archive, "--out", stopped),
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=_take_interrupts,
    )
    parts = tmp_path / "stopped.jsonl.parts"
    while _parts(parts) < 1 and process.poll() is None:
        time.sleep(0.01)
    os.kill(process.pid, kind)
    errors = process.communicate()[1]
    assert not stopped.exists()
    if kind is not signal.SIGKILL:
        assert process.returncode == 1
        assert "run the same command with --resume" in errors
        assert len(errors.splitlines()) == 1
    again = _extract(archive, "--out", stopped)
    assert (again.returncode, "go on with --resume" in again.stderr) == (1, True)
    done = _extract(archive, "--out", stopped, "--resume")
    assert done.returncode == 2
    assert "123 documents" in done.stderr
    assert f"2 could not be read: {tmp_path / 'stopped.jsonl.errors.jsonl'}" in done.stderr
    assert stopped.read_bytes() == whole.read_bytes()
    assert not parts.exists()


def test_a_changed_input_is_not_gone_on_with(archive: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    process = subprocess.Popen(_command(archive, "--out", out), stderr=subprocess.DEVNULL)
    while _parts(tmp_path / "a.csv.parts") < 1 and process.poll() is None:
        time.sleep(0.01)
    process.kill()
    process.wait()
    (archive / "c.txt").write_text("خبر", encoding="utf-8")
    done = _extract(archive, "--out", out, "--resume")
    assert done.returncode == 1
    assert "begun with other inputs" in done.stderr
    assert "c.txt" in done.stderr


def test_a_part_may_end_with_any_file(tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    for n in range(41):  # parts of 20: two of them end between two files
        (folder / f"{n:02}.txt").write_text(SENTENCE.format(n + 3), encoding="utf-8")
    out = tmp_path / "a.jsonl"
    done = _extract(folder, "--out", out)
    assert done.returncode == 0, done.stderr
    assert len(out.read_text(encoding="utf-8").splitlines()) == 41


def test_shares_are_runs_of_their_own(archive: Path, tmp_path: Path) -> None:
    counts = []
    for share in ("1/2", "2/2"):
        out = tmp_path / f"{share[0]}.jsonl"
        _extract(archive / "b.jsonl", "--out", out, "--shard", share)
        counts.append(len(out.read_text(encoding="utf-8").splitlines()))
    assert counts == [31, 30]  # and the line that is none, the last of an even number


def test_standard_input_cannot_be_resumed() -> None:
    done = _extract("-", "--out", "a.csv", "--resume")
    assert done.returncode == 1
    assert "--resume needs files" in done.stderr


def test_the_output_may_lie_among_the_inputs(archive: Path) -> None:
    out = archive / "events.jsonl"
    for _ in range(2):  # the second run finds the output of the first
        assert "123 documents" in _extract(archive, "--out", out).stderr
    done = _extract(out, "--out", out)
    assert (done.returncode, "a name of its own" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--resume"], "name it with --out"),
        (["--out", "a.csv", "--format", "table"], "--format is for standard output"),
        (["--out", "a.pdf"], "no form has this ending"),
        (["--shard", "5/4"], "no share"),
    ],
)
def test_options_that_do_not_go_together_are_named(options: list[str], message: str) -> None:
    done = _extract("none.txt", *options)
    assert done.returncode == 1
    assert message in done.stderr
    assert len(done.stderr.splitlines()) == 1

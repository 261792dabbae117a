import errno
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from hadath.annotations.errors import DocumentError, HadathError
from hadath.annotations.labels import EventType, Status
from hadath.inference import files, runs
from hadath.inference.extractor import EventExtractor
from hadath.inference.manifest import JOURNAL, Manifest, locked
from hadath.inference.readers import Item
from hadath.inference.records import CodedDocument, CodedEvent, Document, Mention, Sentence
from hadath.inference.runners import LocalRunner
from hadath.inference.runs import Totals, errors_path, parts_folder, run

MANIFEST = Manifest("0", ("a.jsonl:1",), "model", ())
N_ITEMS = 60


class _Extractor(EventExtractor):
    """Codes a document as one without events, in so many seconds."""

    def __init__(self, seconds: float = 0.0, bad: frozenset[str] = frozenset()) -> None:
        self._seconds, self._bad = seconds, bad

    def extract(self, documents: Iterable[Document]) -> Iterator[CodedDocument]:
        for document in documents:
            time.sleep(self._seconds)
            if document.id in self._bad:
                raise ValueError("a fault of the coder")
            yield CodedDocument(document, (), ())


def _runner(seconds: float = 0.0, bad: frozenset[str] = frozenset()) -> LocalRunner:
    return LocalRunner(_Extractor(seconds, bad))


def _items() -> list[Item]:
    """Return documents of several lengths, every tenth of them one that cannot be read."""
    return [
        DocumentError("a.jsonl", "not JSON", "JSON", number)
        if number % 10 == 3
        else Document(str(number), "خبر " * number + "\u2028")
        for number in range(N_ITEMS)
    ]


def _undisturbed(tmp_path: Path) -> tuple[bytes, bytes]:
    out = tmp_path / "whole.jsonl"
    run(_items(), _runner(), MANIFEST, out, part_size=7)
    return out.read_bytes(), errors_path(out).read_bytes()


def test_a_run_writes_documents_and_errors_and_leaves_no_parts(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    seen: list[Totals] = []
    totals = run(_items(), _runner(), MANIFEST, out, part_size=7, on_part=seen.append)
    assert totals == seen[-1] == Totals(54, 6)
    assert len(seen) == 10
    ids = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").split("\n")[:-1]]
    assert ids == [str(number) for number in range(N_ITEMS) if number % 10 != 3]
    errors = [json.loads(line) for line in errors_path(out).read_text().splitlines()]
    assert errors[0] == {"file": "a.jsonl", "line": 3, "reason": "not JSON", "accepted": "JSON"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.jsonl", "a.jsonl.errors.jsonl"]


def test_a_run_without_errors_leaves_no_file_of_errors(tmp_path: Path) -> None:
    out = tmp_path / "a.csv"
    run([Document("x", "خبر")], _runner(), MANIFEST, out)
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_document_that_cannot_be_coded_is_written_down(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    documents = [Document(name, "خبر") for name in "abc"]
    totals = run(documents, _runner(bad=frozenset("b")), MANIFEST, out)
    assert totals == Totals(2, 1)
    assert "a fault of the coder" in errors_path(out).read_text()


def test_fifty_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    whole = _undisturbed(tmp_path)
    out = tmp_path / "killed.jsonl"
    random, n_kills = Random(3), 0
    while n_kills < 50 or not out.exists() or parts_folder(out).exists():
        child = os.fork()
        if child == 0:  # a process of its own, that ends without the cleaning up of tests
            run(_items(), _runner(0.002), MANIFEST, out, resume=True, part_size=7)
            os._exit(0)
        if n_kills < 50:
            time.sleep(random.random() * 0.05)
            os.kill(child, signal.SIGKILL)
            n_kills += 1
        os.waitpid(child, 0)
        if out.exists() and n_kills < 50:  # done before its time: begin anew, to be killed again
            assert (out.read_bytes(), errors_path(out).read_bytes()) == whole
            out.unlink()
    assert (out.read_bytes(), errors_path(out).read_bytes()) == whole


def test_a_kill_while_parts_are_dropped_leaves_no_half_of_a_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _undisturbed(tmp_path)
    out = tmp_path / "a.jsonl"

    def killed(folder: Path, ignore_errors: bool = False) -> None:
        if not ignore_errors:
            next(path for path in folder.iterdir() if path.name == JOURNAL).unlink()
            raise KeyboardInterrupt

    monkeypatch.setattr(runs.shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        run(_items(), _runner(), MANIFEST, out, part_size=7)
    monkeypatch.undo()
    for resume in (False, True):
        run(_items(), _runner(), MANIFEST, out, resume, part_size=7)
        assert (out.read_bytes(), errors_path(out).read_bytes()) == whole
    assert not [path for path in tmp_path.iterdir() if "parts" in path.name]


def _stop_after(parts: int, out: Path, manifest: Manifest = MANIFEST) -> None:
    """Leave a run behind that was stopped after so many parts."""

    def stop(totals: Totals) -> None:
        if totals.n_documents + totals.n_errors >= parts * 7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(_items(), _runner(), manifest, out, part_size=7, on_part=stop)


def test_a_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    whole = _undisturbed(tmp_path)
    out = tmp_path / "a.jsonl"
    _stop_after(3, out)
    assert not out.exists()
    coded: list[str] = []

    class Watching(_Extractor):
        def extract(self, documents: Iterable[Document]) -> Iterator[CodedDocument]:
            documents = list(documents)
            coded.extend(document.id for document in documents)
            return super().extract(documents)

    run(_items(), LocalRunner(Watching()), MANIFEST, out, resume=True, part_size=7)
    assert (out.read_bytes(), errors_path(out).read_bytes()) == whole
    assert coded[0] == "21"


def test_an_unfinished_run_is_not_overwritten(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    _stop_after(1, out)
    with pytest.raises(HadathError, match="an unfinished run; go on with --resume"):
        run(_items(), _runner(), MANIFEST, out)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"version": "1"}, r"begun with other hadath \(0, now 1\)"),
        ({"inputs": ("a.jsonl:2",)}, r"other inputs \(a\.jsonl:1, now a\.jsonl:2\)"),
        ({"inputs": ()}, r"other inputs \(1, now 0\)"),
        ({"model": "another"}, r"other model \(model, now another\)"),
        ({"options": ("min_score=0.5",)}, "other options"),
    ],
)
def test_a_run_goes_on_with_the_same_only(
    tmp_path: Path, changed: dict[str, object], message: str
) -> None:
    out = tmp_path / "a.jsonl"
    _stop_after(1, out)
    with pytest.raises(HadathError, match=message):
        run(_items(), _runner(), replace(MANIFEST, **changed), out, resume=True)  # type: ignore[arg-type]


@pytest.mark.parametrize("damage", ["half a line", "a part changed", "a part lost"])
def test_what_did_not_reach_the_disk_is_coded_again(tmp_path: Path, damage: str) -> None:
    whole = _undisturbed(tmp_path)
    out = tmp_path / "a.jsonl"
    _stop_after(4, out)
    folder = parts_folder(out)
    if damage == "half a line":
        journal = folder / JOURNAL
        journal.write_bytes(journal.read_bytes()[:-9])
    elif damage == "a part changed":
        (folder / "000001.jsonl").write_text("{}\n")
    else:
        (folder / "000002.errors.jsonl").unlink()
    run(_items(), _runner(), MANIFEST, out, resume=True, part_size=7)
    assert (out.read_bytes(), errors_path(out).read_bytes()) == whole


def test_a_full_disk_says_how_to_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = _undisturbed(tmp_path)
    out = tmp_path / "a.jsonl"
    n_calls = 0

    def fsync(descriptor: int) -> None:
        nonlocal n_calls
        n_calls += 1
        if n_calls == 7:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", fsync)
    with pytest.raises(HadathError, match="No space left on device; what is done is kept: make"):
        run(_items(), _runner(), MANIFEST, out, part_size=7)
    monkeypatch.undo()
    run(_items(), _runner(), MANIFEST, out, resume=True, part_size=7)
    assert (out.read_bytes(), errors_path(out).read_bytes()) == whole


def _mounted(folder: Path, size: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


@pytest.mark.skipif(sys.platform != "linux", reason="mounts a small file system")
def test_a_disk_that_really_is_full(tmp_path: Path) -> None:
    whole = _undisturbed(tmp_path)
    small = tmp_path / "small"
    small.mkdir()
    if not _mounted(small, "48k"):
        pytest.skip("needs the right to mount")
    out = small / "a.jsonl"
    try:
        with pytest.raises(HadathError, match="No space left on device"):
            run(_items(), _runner(), MANIFEST, out, part_size=7)
        subprocess.run(["mount", "-o", "remount,size=4m", str(small)], check=True)
        run(_items(), _runner(), MANIFEST, out, resume=True, part_size=7)
        assert (out.read_bytes(), errors_path(out).read_bytes()) == whole
    finally:
        subprocess.run(["umount", str(small)], check=True)


def test_a_run_by_another_process_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    with locked(parts_folder(out)), pytest.raises(HadathError, match="another run is writing it"):
        run(_items(), _runner(), MANIFEST, out)


def test_a_folder_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    parts_folder(out).mkdir()
    (parts_folder(out) / "mine.txt").write_text("خبر", encoding="utf-8")
    with pytest.raises(HadathError, match="not empty"):
        run(_items(), _runner(), MANIFEST, out, resume=True)
    assert (parts_folder(out) / "mine.txt").exists()


def test_inputs_that_shrank_are_not_gone_on_with(tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    _stop_after(3, out)
    with pytest.raises(HadathError, match="21 documents are done, but the inputs hold 9"):
        run(_items()[:9], _runner(), MANIFEST, out, resume=True)


def test_a_coder_that_always_fails_stops_the_run(tmp_path: Path) -> None:
    documents = [Document(name, "خبر") for name in "abc"]
    with pytest.raises(ValueError, match="a fault of the coder"):
        run(documents, _runner(bad=frozenset("abc")), MANIFEST, tmp_path / "a.jsonl")


def test_long_documents_fill_a_part_before_their_number_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "_PART_CHARACTERS", 100)
    seen: list[Totals] = []
    documents = [Document(str(number), "خبر " * 15) for number in range(6)]
    run(documents, _runner(), MANIFEST, tmp_path / "a.jsonl", on_part=seen.append)
    assert [totals.n_documents for totals in seen] == [0, 2, 4, 6]


@pytest.mark.parametrize("ending", ["csv", "tsv", "parquet", "geojson", "sqlite", "duckdb"])
def test_every_form_survives_a_full_disk(tmp_path: Path, ending: str) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if not _mounted(small, "400k"):
        pytest.skip("needs the right to mount")
    out = small / f"a.{ending}"
    hoard = small / "hoard"
    runner = LocalRunner(_Eventful())
    documents = [Document(str(number), "خبر") for number in range(40)]
    try:
        with pytest.raises(KeyboardInterrupt):
            run(documents, runner, MANIFEST, out, part_size=20, on_part=_interrupt_at(40))
        free = os.statvfs(small)
        hoard.write_bytes(b"0" * (free.f_bavail * free.f_frsize - 4096))
        with pytest.raises(HadathError, match="--resume"):
            run(documents, runner, MANIFEST, out, resume=True, part_size=20)
        assert not out.exists()
        hoard.unlink()
        subprocess.run(["mount", "-o", "remount,size=8m", str(small)], check=True)
        run(documents, runner, MANIFEST, out, resume=True, part_size=20)
        assert out.stat().st_size > 1000
        assert sorted(path.name for path in small.iterdir()) == [out.name]
    finally:
        subprocess.run(["umount", str(small)], check=True)


def _interrupt_at(count: int) -> Callable[[Totals], None]:
    def stop(totals: Totals) -> None:
        if totals.n_documents == count:
            raise KeyboardInterrupt

    return stop


class _Eventful(_Extractor):
    """Finds one event, told at some length, in every document."""

    def extract(self, documents: Iterable[Document]) -> Iterator[CodedDocument]:
        for document in documents:
            text = f"{document.text} {'حدث ' * 100}{document.id}"
            event = CodedEvent(
                id=f"{document.id}#1",
                type=EventType.ATTACK,
                acled="Attack",
                status=Status.ACTUAL,
                score=0.5,
                sentence=Sentence(0, len(text)),
                trigger=Mention(0, 3, EventType.ATTACK),
                arguments=(),
                tolls=(),
            )
            yield CodedDocument(replace(document, text=text), (), (event,))


def test_the_output_needs_a_folder_and_an_ending(tmp_path: Path) -> None:
    with pytest.raises(HadathError, match="cannot be written: no folder"):
        run([], _runner(), MANIFEST, tmp_path / "none" / "a.csv")
    with pytest.raises(HadathError, match=r"no form has this ending \(accepted: \.jsonl, "):
        run([], _runner(), MANIFEST, tmp_path / "a.pdf")


def test_the_model_that_ships_comes_to_the_same_bytes_after_a_stop(
    tmp_path: Path, extractor: EventExtractor
) -> None:
    text = "قُتل {} مدنيين في غارة على بلدة الزهيرية، وقصف الجيش حي الرمان."
    documents = [Document(str(number), text.format(number)) for number in range(3, 40)]
    whole, resumed = tmp_path / "whole.jsonl", tmp_path / "resumed.jsonl"
    run(documents, LocalRunner(extractor), MANIFEST, whole, part_size=10)

    def stop(totals: Totals) -> None:
        if totals.n_documents == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(documents, LocalRunner(extractor), MANIFEST, resumed, part_size=10, on_part=stop)
    run(documents, LocalRunner(extractor), MANIFEST, resumed, resume=True, part_size=10)
    assert resumed.read_bytes() == whole.read_bytes()

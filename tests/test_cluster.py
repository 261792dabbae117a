"""Runs on a local Ray cluster of two workers, beside the same runs in one process."""

import json
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from hadath.annotations.corpus import load_corpus
from hadath.annotations.errors import DocumentError, HadathError
from hadath.inference.cluster import RayRunner, _cores_of_a_worker
from hadath.inference.extractor import EventExtractor
from hadath.inference.manifest import Manifest
from hadath.inference.readers import Item
from hadath.inference.records import CodedDocument, Document
from hadath.inference.runners import LocalRunner
from hadath.inference.runs import Totals, errors_path, run

pytestmark = pytest.mark.skipif(find_spec("ray") is None, reason="ray is not installed")

MANIFEST = Manifest("0", ("a.jsonl:1",), "model", ())


@pytest.fixture(scope="module")
def ray_of_two() -> Iterator[None]:
    import ray

    ray.init(num_cpus=2, include_dashboard=False, log_to_driver=False)
    yield
    ray.shutdown()


def _load(cores: int) -> EventExtractor:
    return EventExtractor.from_pretrained(threads=cores)


def _items() -> list[Item]:
    """Return the corpus's test split as documents, every tenth of them one that cannot be read."""
    return [
        DocumentError("a.jsonl", "not JSON", "JSON", number)
        if number % 10 == 3
        else Document(sentence.id, sentence.text, "2019-05-21")
        for number, sentence in enumerate(load_corpus("test"))
    ]


def test_two_workers_come_to_the_bytes_of_one_process(ray_of_two: None, tmp_path: Path) -> None:
    alone, shared = tmp_path / "alone.jsonl", tmp_path / "shared.jsonl"
    local = LocalRunner(EventExtractor.from_pretrained(threads=2))
    assert run(_items(), local, MANIFEST, alone, part_size=15) == run(
        _items(), RayRunner(_load, 2), MANIFEST, shared, part_size=15
    )
    assert len(alone.read_text().splitlines()) > 80
    assert alone.read_bytes() == shared.read_bytes()
    assert errors_path(alone).read_bytes() == errors_path(shared).read_bytes()


def test_a_stopped_run_goes_on_with_other_workers(ray_of_two: None, tmp_path: Path) -> None:
    def stop(totals: Totals) -> None:
        if totals.n_documents > 30:
            raise KeyboardInterrupt

    out, whole = tmp_path / "a.jsonl", tmp_path / "whole.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(_items(), RayRunner(_load, 1), MANIFEST, out, part_size=15, on_part=stop)
    run(_items(), RayRunner(_load, 2), MANIFEST, out, resume=True, part_size=15)
    run(_items(), RayRunner(_load, 2), MANIFEST, whole, part_size=15)
    ids = [json.loads(line)["id"] for line in out.read_text(encoding="utf-8").splitlines()]
    assert ids == [item.id for item in _items() if isinstance(item, Document)]
    assert out.read_bytes() == whole.read_bytes()


class _Faulty(EventExtractor):
    def __init__(self) -> None:
        pass

    def extract(self, documents: list[Document]) -> Iterator[CodedDocument]:  # type: ignore[override]
        for document in documents:
            if document.id == "b":
                raise ValueError("a fault of the coder")
            yield CodedDocument(document, (), ())


def test_a_fault_in_a_worker_is_written_down(ray_of_two: None, tmp_path: Path) -> None:
    out = tmp_path / "a.jsonl"
    documents = [Document(name, "خبر") for name in "abc"]
    totals = run(documents, RayRunner(lambda cores: _Faulty(), 1), MANIFEST, out)
    assert totals == Totals(2, 1)
    assert "a fault of the coder" in errors_path(out).read_text(encoding="utf-8")


def test_a_worker_that_cannot_load_says_why(ray_of_two: None, tmp_path: Path) -> None:
    def load(cores: int) -> EventExtractor:
        return EventExtractor.from_pretrained(engine="nonsense")

    with pytest.raises(HadathError, match=r"a worker failed: .*no such engine"):
        run(_items(), RayRunner(load, 1), MANIFEST, tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("machines", "n_workers", "cores"),
    [
        ([8], 0, 4),
        ([2], 0, 2),
        ([6] * 20, 0, 4),
        ([3, 3], 0, 3),
        ([3, 3], 1, 3),
        ([3, 3], 2, 3),
        ([3, 3], 3, 1),
        ([16, 4], 5, 4),
        ([8, 8], 1, 8),
    ],
)
def test_a_worker_fits_on_a_machine(machines: list[int], n_workers: int, cores: int) -> None:
    assert _cores_of_a_worker(machines, n_workers) == cores


def test_more_workers_than_cores_are_refused(ray_of_two: None) -> None:
    with pytest.raises(HadathError, match="--workers 3: the cluster has 2 cores"):
        RayRunner(_load, 3)

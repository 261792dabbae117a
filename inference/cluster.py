"""Corpus runs on a cluster: Ray actors code the parts, this process reads, orders and writes.

Reading is so much cheaper than coding (``benchmarks/README.md``) that one reader feeds thousands of
cores. In return a run on a cluster makes the same parts as one on a single machine, hence the same
bytes, and is resumed in the same way.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from hadath.annotations.errors import HadathError, MissingExtraError
from hadath.inference.extractor import EventExtractor
from hadath.inference.runners import CodedPart, Part, code_part

CORES = 4
"""Cores of a worker, where their number is not given: they share one copy of the model."""

_AHEAD = 2
"""Parts a worker has before it, so that it never waits for one."""

_RETRIES = 3
"""Times that a part is coded again where its worker was lost with its machine."""


class RayRunner:
    """Codes parts on the cluster that ``RAY_ADDRESS`` names, or on a local one.

    Args:
        load: Loads the extractor, in each worker; takes the number of cores it may use.
        n_workers: How many; 0 for one every ``CORES`` cores of the cluster.
    """

    def __init__(self, load: Callable[[int], EventExtractor], n_workers: int = 0) -> None:
        """Connect to the cluster and start the workers.

        Raises:
            MissingExtraError: Ray is not installed.
            HadathError: The cluster has fewer cores than workers were asked for.
        """
        try:
            import ray
        except ImportError as error:
            raise MissingExtraError("--runner ray", "ray") from error
        self._ray = ray
        if not ray.is_initialized():
            ray.init(log_to_driver=False)
        machines = [int(node["Resources"].get("CPU", 0)) for node in ray.nodes() if node["Alive"]]
        cores = _cores_of_a_worker(machines, n_workers)
        n_workers = n_workers or sum(machine // cores for machine in machines)
        worker = ray.remote(num_cpus=cores, max_restarts=-1, max_task_retries=_RETRIES)(_Worker)
        self._workers = [worker.remote(load, cores) for _ in range(n_workers)]

    def code(self, parts: Iterable[Part]) -> Iterator[CodedPart]:
        """Code parts; see ``Runner.code``."""
        waiting: deque[Any] = deque()
        for number, part in enumerate(parts):
            worker = self._workers[number % len(self._workers)]
            waiting.append(worker.code.remote(part))
            if len(waiting) >= _AHEAD * len(self._workers):
                yield self._result(waiting.popleft())
        while waiting:
            yield self._result(waiting.popleft())

    def _result(self, reference: Any) -> CodedPart:
        try:
            coded: CodedPart = self._ray.get(reference)
        except self._ray.exceptions.RayError as error:
            raise HadathError(f"a worker failed: {_cause_of(error)}") from error
        return coded


def _cores_of_a_worker(machines: Sequence[int], n_workers: int) -> int:
    """Return how many cores a worker gets: a worker is never on two machines.

    Args:
        machines: The cores of each.
        n_workers: How many workers there are to be; 0 for as many as there is room for.

    Raises:
        HadathError: There is no room for so many.
    """
    most = max(machines, default=0)
    if not n_workers and most:
        return min(CORES, most)
    for cores in range(most, 0, -1):
        if sum(machine // cores for machine in machines) >= n_workers:
            return cores
    raise HadathError(f"--workers {n_workers}: the cluster has {sum(machines)} cores")


class _Worker:
    """An actor that holds the model."""

    def __init__(self, load: Callable[[int], EventExtractor], cores: int) -> None:
        self._extractor = load(cores)

    def code(self, part: Part) -> CodedPart:
        return code_part(part, self._extractor)


def _cause_of(error: Exception) -> str:
    """Return the last line of what Ray tells: the error that was raised in the worker."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__

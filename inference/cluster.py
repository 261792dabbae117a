"""Corpus runs on a cluster: Ray actors code the parts, this process reads, orders and writes.

Reading is so much cheaper than coding (``benchmarks/README.md``) that one reader feeds thousands of
cores. In return a run on a cluster makes the same parts as one on a single machine, hence the same
bytes, and is resumed in the same way.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
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
        n_cores = int(ray.cluster_resources().get("CPU", 1))
        n_workers = n_workers or max(1, n_cores // CORES)
        if n_workers > n_cores:
            raise HadathError(f"--workers {n_workers}: the cluster has {n_cores} cores")
        cores = n_cores // n_workers
        worker = ray.remote(num_cpus=cores, max_restarts=-1, max_task_retries=_RETRIES)(_Worker)
        self._workers = [worker.remote(load, cores) for _ in range(n_workers)]

    def code(self, parts: Iterable[Part]) -> Iterator[CodedPart]:
        """Code parts; see ``Runner.code``."""
        waiting: deque[Any] = deque()
        for number, part in enumerate(parts):
            worker = self._workers[number % len(self._workers)]
            waiting.append(worker.code.remote(part))
            if len(waiting) >= _AHEAD * len(self._workers):
                yield self._ray.get(waiting.popleft())
        while waiting:
            yield self._ray.get(waiting.popleft())


class _Worker:
    """An actor that holds the model."""

    def __init__(self, load: Callable[[int], EventExtractor], cores: int) -> None:
        self._extractor = load(cores)

    def code(self, part: Part) -> CodedPart:
        return code_part(part, self._extractor)

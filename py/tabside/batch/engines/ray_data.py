"""The engine for many machines: Ray Data's `map_batches` over the partitions, with a pool of actors.

Each actor loads the model once. Ray schedules, restarts lost actors, and transfers a few bytes per partition: the
actors read inputs and write parts themselves. Inputs and output must therefore be reachable from every node: in object
storage, or in a shared file system.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from typing import Any

from ...errors import RuntimeUnavailableError, TabsideError, from_code
from ..plan.ledger import Done
from ..plan.partitions import Partition
from .worker import Setting, Worker

__all__ = ["run_ray"]

MOST_BLOCKS = 10_000


class PartitionActor:
    """A worker in an actor. Rows are partitions as JSON; results are Done records, or errors, as JSON."""

    def __init__(self, setting: Setting) -> None:
        self._worker = Worker(setting)

    def __call__(self, batch: dict[str, Any]) -> dict[str, list[str]]:
        return {"done": [self._work(Partition(**json.loads(text))) for text in batch["partition"]]}

    def _work(self, partition: Partition) -> str:
        try:
            return json.dumps(asdict(self._worker.work(partition)))
        except TabsideError as error:
            # Returned, not raised: Ray would run it again, and wrap it in an exception without a code.
            return json.dumps({"code": error.code, "message": error.message, "details": dict(error.details)})


def run_ray(setting: Setting, partitions: Iterable[Partition], actors: int | None, gpus: float = 0) -> Iterator[Done]:
    """Yield partitions as they are completed.

    Joins the cluster named in `RAY_ADDRESS`, or the one this process has joined; otherwise Ray starts one
    here. Each actor uses `setting.threads` cores (1 when None) and `gpus` devices. With `actors=None` the pool grows
    to the size of the cluster.

    Raises:
        RuntimeUnavailableError: Ray is not installed.
        The errors of `Worker.work`.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise RuntimeUnavailableError('This engine needs Ray: pip install "tabside[ray]".') from error
    if not ray.is_initialized():
        ray.init(log_to_driver=False)
    rows = [{"partition": json.dumps(asdict(partition))} for partition in partitions]
    if not rows:
        return
    cpus = float(setting.threads or 1)
    most = max(1, int(ray.cluster_resources().get("CPU", 1) / cpus))
    pool = ray.data.ActorPoolStrategy(size=actors) if actors else ray.data.ActorPoolStrategy(min_size=1, max_size=most)
    # The command has its own progress bar, in rows.
    ray.data.DataContext.get_current().enable_progress_bars = False
    done = ray.data.from_items(rows, override_num_blocks=min(len(rows), MOST_BLOCKS)).map_batches(
        PartitionActor,
        fn_constructor_args=(setting,),
        batch_size=1,
        compute=pool,
        num_cpus=cpus,
        num_gpus=gpus or None,
    )
    for row in done.iter_rows():
        result = json.loads(row["done"])
        if "code" in result:
            raise from_code(result["code"], result["message"], **result["details"])
        yield Done(**result)

"""Names of the processes that share one store, and which of those on this machine run no more."""

from __future__ import annotations

import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def this_worker() -> str:
    """Name this process: its machine and its number there."""
    return f"{socket.gethostname()}/{os.getpid()}"


def gone(workers: Iterable[str], me: str) -> tuple[str, ...]:
    """Those that ran on my machine and run no more; of another machine's nothing can be said, and its leases end by themselves."""
    host = me.rpartition("/")[0]
    return tuple(worker for worker in workers if worker.rpartition("/")[0] == host and not _runs(worker))


def _runs(worker: str) -> bool:
    """Whether the process that a worker's name ends in is alive."""
    number = worker.rpartition("/")[2]
    try:
        os.kill(int(number), 0)
    except (ProcessLookupError, ValueError):
        return False
    except PermissionError:
        return True
    return True

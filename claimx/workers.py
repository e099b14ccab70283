"""Processes with a pipeline each, that are handed lots of articles; one that dies costs the article it was at."""

import contextlib
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any

from claimx.errors import ClaimxError
from claimx.inputs import Task, shared_out

# Lots that may be handed out and wait for one that is not done: what is held in memory for the order of results.
_AHEAD = 4
# What a worker sends in place of a result if it cannot work at all.
_UNFIT = "unfit"


@dataclass(frozen=True)
class Done:
    """What came of an article. value: what the work returned; error: why it failed, and None if it did not."""

    task: Task
    value: Any = None
    error: str | None = None
    crashed: bool = False


# Made in each worker before its first article; gives what does the work on one.
Setup = Callable[[], Callable[[Task], Any]]


def run(todo: Iterable[Task], setup: Setup, jobs: int) -> Iterator[Done]:
    """The results of all articles, in their order. With one job all is done in this process."""
    if jobs == 1:
        work = setup()
        for task in todo:
            yield _worked(work, task)
    else:
        yield from _parallel(todo, setup, jobs)


def _worked(work: Callable[[Task], Any], task: Task) -> Done:
    try:
        return Done(task, work(task))
    except Exception as error:  # whatever one article does to a library, the others go on
        return Done(task, error=str(error) or type(error).__name__)


class _Worker:
    """A process and what it was handed. It sends a result for each article of a lot, in order."""

    def __init__(self, context: Any, setup: Setup):
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, setup), daemon=True)
        self.process.start()
        theirs.close()
        self.lot: deque[Task] = deque()
        self.number = -1

    def hand(self, number: int, lot: list[Task]) -> None:
        self.number, self.lot = number, deque(lot)
        # Who died while it had nothing to do is found out when its results are waited for.
        with contextlib.suppress(OSError):
            self.connection.send(lot)

    def stop(self) -> None:
        with contextlib.suppress(OSError, ValueError):
            self.connection.close()
        self.process.terminate()
        self.process.join(5)


def _serve(connection: Connection, setup: Setup) -> None:
    """The life of a worker. Ctrl-C is the parent's to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"
    with contextlib.suppress(EOFError, OSError):
        lot = connection.recv()
        try:
            work = setup()
        except Exception as error:
            connection.send((_UNFIT, str(error)))
            return
        while True:
            for task in lot:
                done = _worked(work, task)
                connection.send((done.value, done.error))
            lot = connection.recv()


def _parallel(todo: Iterable[Task], setup: Setup, jobs: int) -> Iterator[Done]:
    context = multiprocessing.get_context("spawn")
    lots = enumerate(shared_out(todo))
    again: deque[tuple[int, list[Task]]] = deque()
    waiting: dict[int, list[Done]] = {}
    sizes: dict[int, int] = {}
    workers: list[_Worker] = []
    next_out = 0
    finished = False

    def give(worker: _Worker) -> bool:
        """Hands a worker its next lot; False if there is none to hand out now."""
        nonlocal finished
        if again:
            worker.hand(*again.popleft())
            return True
        if finished or len(sizes) - next_out >= _AHEAD * jobs:
            return False
        following = next(lots, None)
        if following is None:
            finished = True
            return False
        number, lot = following
        sizes[number] = len(lot)
        waiting[number] = []
        worker.hand(number, lot)
        return True

    try:
        workers += [_Worker(context, setup) for _ in range(jobs)]
        busy = [w for w in workers if give(w)]
        while busy:
            ready = wait([w.connection for w in busy] + [w.process.sentinel for w in busy])
            for worker in list(busy):
                alive = True
                while worker.lot and (worker.connection in ready or not alive or worker.process.sentinel in ready):
                    try:
                        if not worker.connection.poll():
                            alive = worker.process.is_alive() and worker.process.sentinel not in ready
                            break
                        value, error = worker.connection.recv()
                        if value == _UNFIT:
                            raise ClaimxError(error)
                    except (EOFError, OSError):
                        alive = False
                        break
                    waiting[worker.number].append(Done(worker.lot.popleft(), value, error))
                if worker.lot and not alive:
                    busy.remove(worker)
                    worker.process.join(5)
                    culprit = worker.lot.popleft()
                    reason = _death(worker.process.exitcode)
                    waiting[worker.number].append(Done(culprit, error=reason, crashed=True))
                    if worker.lot:
                        again.append((worker.number, list(worker.lot)))
                    worker.stop()
                    workers[workers.index(worker)] = fresh = _Worker(context, setup)
                    if give(fresh):
                        busy.append(fresh)
                elif not worker.lot and not give(worker):
                    busy.remove(worker)
            while next_out in sizes and len(waiting.get(next_out, ())) == sizes[next_out]:
                yield from waiting.pop(next_out)
                next_out += 1
            for worker in workers:
                if worker not in busy and not worker.lot and give(worker):
                    busy.append(worker)
    finally:
        for worker in workers:
            worker.stop()


def _death(code: int | None) -> str:
    if code is not None and code < 0:
        name = signal.Signals(-code).name if -code in list(signal.Signals) else str(-code)
        hint = ", often for want of memory" if name == "SIGKILL" else ""
        return f"the worker died of {name} at this article{hint}"
    return f"the worker ended with exit status {code} at this article"

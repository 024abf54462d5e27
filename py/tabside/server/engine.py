"""A pool of processes that scan texts for a server, with limits, timeouts and restarts."""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import BusyError, TabsideError, WorkerLostError, from_code
from .frames import PREFIX, header_of, lengths_of, packed

__all__ = ["EngineOptions", "EnginePool"]

_PACKAGES = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class EngineOptions:
    """Options for scanning texts.

    - `processes`: engine processes; each holds a model (about 150 MB).
    - `waiting`: maximum number of calls waiting for a process; further ones are refused.
    - `timeout_s`: a longer call ends its process.
    """

    model: str | None = None
    policy: str | None = None
    threshold: float | None = None
    processes: int = 1
    waiting: int = 64
    timeout_s: float = 60.0
    start_timeout_s: float = 120.0


class _Engine:
    """One engine process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def start(cls, options: EngineOptions) -> tuple[_Engine, Any]:
        """Start a process and wait until it has loaded. Return it and its entities."""
        # -I: no other module comes first, so the package is found by its own location.
        code = f"import sys; sys.path.insert(0, {str(_PACKAGES)!r}); from tabside.server.engine_process import main"
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-I", "-c", f"{code}; main()", stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE, start_new_session=True, env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )  # fmt: skip
        engine = cls(process)
        params = {"model": options.model, "policy": options.policy, "threshold": options.threshold}
        try:
            async with asyncio.timeout(options.start_timeout_s):
                entities, _ = await engine.call("start", params)
        except BaseException as error:
            await engine.end()
            if isinstance(error, TimeoutError):
                raise WorkerLostError("The engine process did not start in time.") from None
            raise
        return engine, entities

    @property
    def is_alive(self) -> bool:
        return self._process.returncode is None

    @property
    def pid(self) -> int:
        return self._process.pid

    async def call(self, name: str, params: Mapping[str, Any], blob: bytes = b"") -> tuple[Any, bytes]:
        """Send a call and wait for its answer.

        Raises:
            WorkerLostError: the process ended. TabsideError: raised by the call.
        """
        source, target = self._process.stdout, self._process.stdin
        assert source is not None
        assert target is not None
        try:
            target.write(packed({"call": name, "params": dict(params)}, blob))
            await target.drain()
            header_length, blob_length = lengths_of(await source.readexactly(PREFIX))
            header = header_of(await source.readexactly(header_length))
            out = await source.readexactly(blob_length)
        except (asyncio.IncompleteReadError, ConnectionError):
            raise WorkerLostError("The engine process ended while it read a text; nothing was passed on.") from None
        if "error" in header:
            error = header["error"]
            raise from_code(error["code"], error["message"], **error["details"])
        return header["result"], out

    async def end(self) -> None:
        """End the process at once."""
        if self.is_alive:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
        await self._process.wait()


class EnginePool:
    """Engine processes behind one queue. A process that ended is restarted for the next call."""

    def __init__(self, options: EngineOptions | None = None) -> None:
        self.options = options or EngineOptions()
        self.entities: Sequence[str] = ()
        self.restarts = 0
        self._idle: asyncio.Queue[_Engine | None] = asyncio.Queue()
        self._engines: set[_Engine] = set()
        self._waiting = 0
        self._closed = False

    async def start(self) -> None:
        """Start all processes.

        Raises:
            TabsideError: the model or the policy cannot be loaded.
        """
        started = await asyncio.gather(*(self._new() for _ in range(self.options.processes)))
        for engine in started:
            self._idle.put_nowait(engine)

    async def close(self) -> None:
        """End all processes."""
        self._closed = True
        await asyncio.gather(*(engine.end() for engine in self._engines))
        self._engines.clear()

    @property
    def pids(self) -> Sequence[int]:
        """The process ids of the engines that run."""
        return [engine.pid for engine in self._engines if engine.is_alive]

    @property
    def waiting(self) -> int:
        """Number of calls waiting for a process or running in one."""
        return self._waiting

    async def call(self, name: str, params: Mapping[str, Any], blob: bytes = b"") -> tuple[Any, bytes]:
        """Run a call on a process.

        Raises:
            BusyError: too many calls are waiting. WorkerLostError: the process ended, or took too long.
            TabsideError: raised by the call.
        """
        if self._closed or self._waiting >= self.options.waiting + self.options.processes:
            raise BusyError("Too much is asked of the engine at once. Try again later.")
        self._waiting += 1
        try:
            engine = await self._idle.get()
            return await self._run(engine, name, params, blob)
        finally:
            self._waiting -= 1

    async def _run(
        self, engine: _Engine | None, name: str, params: Mapping[str, Any], blob: bytes
    ) -> tuple[Any, bytes]:
        """Run a call on a process, restarting it if it had ended, and return the process to the pool."""
        is_whole = False
        try:
            if engine is None or not engine.is_alive:
                await self._drop(engine)
                engine = None
                self.restarts += 1
                engine = await self._new()
            async with asyncio.timeout(self.options.timeout_s):
                answer = await engine.call(name, params, blob)
            is_whole = True
            return answer
        except TimeoutError:
            raise WorkerLostError(
                "The engine took too long with a text, and was ended. Nothing was passed on."
            ) from None
        except WorkerLostError:
            raise
        except TabsideError:
            is_whole = engine is not None
            raise
        finally:
            # An abandoned call leaves its answer in the pipe; the next caller must not receive it.
            if not is_whole:
                await asyncio.shield(self._drop(engine))
                engine = None
            self._idle.put_nowait(engine)

    async def _new(self) -> _Engine:
        engine, self.entities = await _Engine.start(self.options)
        self._engines.add(engine)
        return engine

    async def _drop(self, engine: _Engine | None) -> None:
        if engine is not None:
            self._engines.discard(engine)
            await engine.end()

"""A slow link between browser and server: forwards TCP at a given rate and counts the bytes on the wire.

The browser's own throttling does not apply to workers, where tabside fetches everything.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

CHUNK_BYTES = 16_384


class Link:
    """A link whose rate all connections share, like a household's line. `bytes_down` includes headers."""

    def __init__(self, address: str, bits_per_second: float) -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "127.0.0.1", parts.port or 80
        self._seconds_per_byte = 8 / bits_per_second
        self._free_at = 0.0
        self.bytes_down = 0
        self.port = 0

    async def serve(self, ready: threading.Event, stop: asyncio.Event) -> None:
        server = await asyncio.start_server(self._connect, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        ready.set()
        async with server:
            await stop.wait()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            upstream_reader, upstream_writer = await asyncio.open_connection(self._host, self._port)
            await asyncio.gather(self._forward(reader, upstream_writer), self._send_slowly(upstream_reader, writer))
        except OSError:
            writer.close()

    async def _forward(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(CHUNK_BYTES):
            writer.write(data)
            await writer.drain()
        writer.close()

    async def _send_slowly(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(CHUNK_BYTES):
            self._free_at = max(self._free_at, loop.time()) + len(data) * self._seconds_per_byte
            await asyncio.sleep(self._free_at - loop.time())
            self.bytes_down += len(data)
            writer.write(data)
            await writer.drain()
        writer.close()


@contextmanager
def slow_link(address: str, bits_per_second: float) -> Iterator[tuple[Link, str]]:
    """Put a link in front of a server. Yield it and the address to use instead."""
    link = Link(address, bits_per_second)
    ready = threading.Event()
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()

    def run() -> None:
        loop.run_until_complete(link.serve(ready, stop))
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    ready.wait()
    try:
        yield link, f"http://127.0.0.1:{link.port}/"
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()

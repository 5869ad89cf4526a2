"""A TCP relay of our own between two parts: what goes through it can be cut, or made slow."""

from __future__ import annotations

import asyncio
import contextlib
import threading

from tests.ports import free_port


class TcpRelay:
    """Passes on from `port` to `(host, target)` while its context lasts. `cut` hangs up on everybody and takes nobody until
    `mend`; with `delay_s` each piece is held for so long."""

    def __init__(self, target: int, host: str = "127.0.0.1", listen_on: str = "127.0.0.1") -> None:
        self.port = free_port()
        self.delay_s = 0.0
        self.is_cut = False
        self._to = host, target
        self._listen_on = listen_on
        self._open: set[asyncio.StreamWriter] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> TcpRelay:
        self._thread.start()
        start = asyncio.start_server(self._pass_on, self._listen_on, self.port)
        asyncio.run_coroutine_threadsafe(start, self._loop).result(5)
        return self

    def __exit__(self, *raised: object) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def cut(self) -> None:
        self.is_cut = True
        self._loop.call_soon_threadsafe(self._hang_up)

    def lead_to(self, target: int) -> None:
        """New connections go to port `target`."""
        self._to = self._to[0], target

    def _hang_up(self) -> None:
        for writer in list(self._open):
            writer.transport.abort()

    def mend(self) -> None:
        self.is_cut = False

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.is_cut:
            writer.transport.abort()
            return
        try:
            far_reader, far_writer = await asyncio.open_connection(*self._to)
        except OSError:
            writer.transport.abort()
            return
        both = {writer, far_writer}
        self._open |= both
        try:
            await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        finally:
            self._open -= both
            for one in both:
                one.transport.abort()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if self.delay_s:
                    await asyncio.sleep(self.delay_s)
                writer.write(data)
                await writer.drain()
        with contextlib.suppress(OSError, RuntimeError):
            writer.transport.abort()

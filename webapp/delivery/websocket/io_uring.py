"""Sends to many sockets in one system call, with Linux's io_uring through the C library that Python has loaded.

Entering the kernel once for each listener is a large part of the cost of a broadcast. Here a slice of listeners takes one
`io_uring_enter`: only their descriptors are written into prepared submission entries, and the completions are compared with
those of a slice in which all sends were complete. Without io_uring in the kernel `Ring` raises `RingUnavailable`.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import mmap
import os
import socket
import struct
import sys
from array import array
from collections.abc import Sequence

log = logging.getLogger(__name__)

ENTRIES = 512
"""Sends in one call, at most."""

PAYLOAD_BYTES = 262_144
"""The longest message for the ring; longer ones are sent one by one."""

_SETUP, _ENTER = 425, 426  # the same numbers on every architecture
_SEND = 26
_GETEVENTS = 1
_SUBMIT_ALL, _SINGLE_ISSUER, _DEFER_TASKRUN = 1 << 7, 1 << 12, 1 << 13
_OFF_SQ_RING, _OFF_CQ_RING, _OFF_SQES = 0, 0x800_0000, 0x1000_0000
_SQE_WORDS, _CQE_WORDS = 16, 4  # of 32 bits
_FD, _ADDRESS, _LENGTH, _FLAGS, _USER_DATA = 1, 4, 6, 7, 8  # where in an entry, in words
_MAX_ENTERS = 1_000


class RingUnavailable(OSError):
    """There is no io_uring: an old kernel, another system, or a policy that forbids it."""


class RingBroken(Exception):
    """The kernel did not answer as it must. What was sent to whom is not known; the ring cannot be used any more."""


class _Params(ctypes.Structure):
    _fields_ = [
        ("sq_entries", ctypes.c_uint32), ("cq_entries", ctypes.c_uint32), ("flags", ctypes.c_uint32),
        ("sq_thread_cpu", ctypes.c_uint32), ("sq_thread_idle", ctypes.c_uint32), ("features", ctypes.c_uint32),
        ("wq_fd", ctypes.c_uint32), ("resv", ctypes.c_uint32 * 3),
        # head, tail, mask, entries, flags, dropped, array, resv, user_addr
        ("sq_off", ctypes.c_uint32 * 8), ("sq_user_addr", ctypes.c_uint64),
        # head, tail, mask, entries, overflow, cqes, flags, resv, user_addr
        ("cq_off", ctypes.c_uint32 * 8), ("cq_user_addr", ctypes.c_uint64),
    ]  # fmt: skip


class Ring:
    """An io_uring for sends, made and used in one thread. Raises `RingUnavailable`."""

    def __init__(self) -> None:
        if sys.platform != "linux":  # elsewhere these numbers are other calls
            raise RingUnavailable(errno.ENOSYS, "not Linux")
        self._call = ctypes.CDLL(None, use_errno=True).syscall
        params = _Params(flags=_SUBMIT_ALL | _SINGLE_ISSUER | _DEFER_TASKRUN)
        self._fd = self._call(_SETUP, ENTRIES, ctypes.byref(params))
        if self._fd < 0:
            raise RingUnavailable(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        os.set_inheritable(self._fd, False)
        try:
            self._map(params)
            self._prepare()
            self._self_test()
        except (OSError, RingBroken) as error:
            os.close(self._fd)
            raise RingUnavailable(getattr(error, "errno", None) or errno.EIO, str(error)) from None

    def _map(self, params: _Params) -> None:
        sq_bytes = params.sq_off[6] + params.sq_entries * 4
        cq_bytes = params.cq_off[5] + params.cq_entries * 16
        shared, access = mmap.MAP_SHARED | mmap.MAP_POPULATE, mmap.PROT_READ | mmap.PROT_WRITE
        sq = mmap.mmap(self._fd, sq_bytes, shared, access, offset=_OFF_SQ_RING)
        cq = mmap.mmap(self._fd, cq_bytes, shared, access, offset=_OFF_CQ_RING)
        sqes = mmap.mmap(self._fd, params.sq_entries * 64, shared, access, offset=_OFF_SQES)
        self._maps = (sq, cq, sqes)
        self._sq, self._cq = memoryview(sq).cast("I"), memoryview(cq).cast("I")
        self._sqes = memoryview(sqes).cast("i")
        self._cqes = memoryview(cq)[params.cq_off[5] :]
        self._sq_tail, self._cq_head, self._cq_tail = (
            params.sq_off[1] // 4,
            params.cq_off[0] // 4,
            params.cq_off[1] // 4,
        )
        self._cq_entries = params.cq_entries
        for slot in range(params.sq_entries):
            self._sq[params.sq_off[6] // 4 + slot] = slot

    def _prepare(self) -> None:
        """Fills the fields of the submission entries that never change."""
        self._payload = mmap.mmap(-1, PAYLOAD_BYTES)
        address = ctypes.addressof(ctypes.c_char.from_buffer(self._payload))
        flags = socket.MSG_DONTWAIT | socket.MSG_NOSIGNAL
        for slot in range(ENTRIES):
            entry = struct.pack("=BBHiQQIIQQQQ", _SEND, 0, 0, -1, 0, address, 0, flags, slot, 0, 0, 0)
            self._sqes[slot * _SQE_WORDS : (slot + 1) * _SQE_WORDS] = memoryview(entry).cast("i")
        self._length = 0
        # The completions of complete sends, twice around, so that any run of them is one piece.
        self._expected = memoryview(bytearray(2 * ENTRIES * 16))
        slots = array("I", range(ENTRIES)) * 2
        self._expected.cast("I")[0::_CQE_WORDS] = memoryview(slots)

    def _self_test(self) -> None:
        """Makes one send that has to arrive, so that a refusal is noticed now and not in a broadcast."""
        here, there = socket.socketpair()
        with here, there:
            self.load(b"ready")
            if self.send([here.fileno()]) or there.recv(16, socket.MSG_DONTWAIT) != b"ready":
                raise OSError(errno.EIO, "a first send did not arrive")

    def load(self, data: bytes) -> None:
        """Sets the message of the next calls of `send`; at most `PAYLOAD_BYTES` bytes."""
        self._payload[: len(data)] = data
        if len(data) != self._length:
            self._length = len(data)
            self._sqes[_LENGTH::_SQE_WORDS] = memoryview(array("i", (self._length,)) * ENTRIES)
            self._expected.cast("I")[2::_CQE_WORDS] = memoryview(array("I", (self._length,)) * (2 * ENTRIES))

    def send(self, descriptors: Sequence[int]) -> list[tuple[int, int]]:
        """Sends the message to each of at most `ENTRIES` descriptors, without blocking.

        Returns the incomplete sends, each as its index in `descriptors` and the bytes sent, or `-errno`.
        Raises `RingBroken`.
        """
        count = len(descriptors)
        tail = self._sq[self._sq_tail]
        first = tail % ENTRIES
        room = min(count, ENTRIES - first)
        fds = memoryview(array("i", descriptors))
        self._sqes[first * _SQE_WORDS + _FD : (first + room) * _SQE_WORDS : _SQE_WORDS] = fds[:room]
        if room < count:
            self._sqes[_FD : (count - room) * _SQE_WORDS : _SQE_WORDS] = fds[room:]
        self._sq[self._sq_tail] = (tail + count) & 0xFFFF_FFFF
        self._enter(count)
        head = self._cq[self._cq_head]
        begin = head % self._cq_entries
        room = min(count, self._cq_entries - begin)
        cqes, expected = self._cqes, self._expected[first * 16 : (first + count) * 16]
        if cqes[begin * 16 : (begin + room) * 16] == expected[: room * 16] and (
            room == count or cqes[: (count - room) * 16] == expected[room * 16 :]
        ):
            short = []
        else:
            answers = bytes(cqes[begin * 16 : (begin + room) * 16]) + bytes(cqes[: (count - room) * 16])
            short = [
                ((slot - first) % ENTRIES, sent)
                for slot, sent, _ in struct.iter_unpack("=QiI", answers)
                if sent != self._length
            ]
        self._cq[self._cq_head] = (head + count) & 0xFFFF_FFFF
        return short

    def _enter(self, count: int) -> None:
        """Submits `count` entries and waits for as many completions."""
        submitted = 0
        for _ in range(_MAX_ENTERS):
            answered = (self._cq[self._cq_tail] - self._cq[self._cq_head]) & 0xFFFF_FFFF
            if submitted == answered == count:
                return
            done = self._call(_ENTER, self._fd, count - submitted, count, _GETEVENTS, None, 0)
            if done >= 0:
                submitted += done
            elif ctypes.get_errno() not in (errno.EINTR, errno.EAGAIN):
                raise RingBroken(os.strerror(ctypes.get_errno()))
        raise RingBroken(f"{count} sends were asked for, {submitted} taken")

    def close(self) -> None:
        os.close(self._fd)


def ring_or_none() -> Ring | None:
    """A ring, or `None` where this machine has no io_uring."""
    try:
        return Ring()
    except RingUnavailable as error:
        log.info("broadcasts without io_uring: %s", error)
        return None

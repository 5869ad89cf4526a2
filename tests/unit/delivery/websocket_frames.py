"""Client frames, lawful or not."""

from __future__ import annotations


def masked(opcode: int, payload: bytes = b"", *, final: bool = True, mask: bytes = b"\x12\x00\xff\x34") -> bytes:
    size = len(payload)
    head = bytes([opcode | (0x80 if final else 0)])
    if size < 126:
        head += bytes([0x80 | size])
    elif size < 65_536:
        head += bytes([0xFE]) + size.to_bytes(2, "big")
    else:
        head += bytes([0xFF]) + size.to_bytes(8, "big")
    return head + mask + bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))

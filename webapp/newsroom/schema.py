"""How what is stored is numbered, so that builds can run side by side on one store.

A build writes its `SCHEMA` with each event, and `MIN_READER`: the oldest schema whose builds may still write beside it.
A new optional field needs neither: it is kept by builds that do not know it. Raise

* `SCHEMA` with each release that changes anything stored;
* `MIN_READER` to it when an older build that keeps what it does not know would still do harm by writing.

0.1.0 (schema 1) wrote no number, and loses fields that it does not know: nothing may run beside it.
"""

from __future__ import annotations

SCHEMA = 2
MIN_READER = 2
VERSION = "0.2.0"
"""Of this build, for people. The numbers above are what counts."""

"""The number of the stored format, so that builds can run side by side on one store.

A build writes its `SCHEMA` with each event, and `MIN_READER`: the oldest schema whose builds may still write beside it.
A new optional field needs neither: builds that do not know it keep it. Raise

* `SCHEMA` with each release that changes anything stored;
* `MIN_READER` to it when an older build would do harm by writing, although it keeps unknown fields.

0.1.0 (schema 1) wrote no number and loses unknown fields: nothing may run beside it.
"""

from __future__ import annotations

SCHEMA = 2
MIN_READER = 2
VERSION = "0.2.0"
"""This build's version, for people. Only the numbers above decide what may be read and written."""

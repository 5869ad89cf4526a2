"""What the person at the command line did, written down as the newsroom's own acts are."""

from __future__ import annotations

import getpass
import os

from webapp.store.board.log import AuditEntry
from webapp.wiring.services import Services


def note(services: Services, did: str, what: str) -> None:
    """Raises `StoreAway`."""
    services.audit.note(AuditEntry(services.now(), f"operator {_login()}", "system", did, what))


def _login() -> str:
    """Who it is on this machine: behind sudo, who asked for it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return str(os.getuid())

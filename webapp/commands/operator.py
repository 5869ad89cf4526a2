"""Audit entries for what the operator does at the command line."""

from __future__ import annotations

import getpass
import os

from webapp.store.board.commits import AuditEntry
from webapp.wiring.services import Services


def note(services: Services, did: str, what: str) -> None:
    """Adds `operator NAME` `did` `what` to the audit. Raises `StoreAway`."""
    services.audit.note(AuditEntry(services.now(), f"operator {_login()}", "system", did, what))


def _login() -> str:
    """The login name on this machine; under sudo, of the user who called it."""
    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):  # a user without a name, as in some containers
        return str(os.getuid())

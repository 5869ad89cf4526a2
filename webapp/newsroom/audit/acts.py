"""The kinds of acts in the audit trail, by which it is filtered, and the acts of each."""

from __future__ import annotations

KINDS: dict[str, tuple[str, ...]] = {
    "headlines": (
        "breaking published", "breaking corrected", "breaking withdrawn", "breaking expired", "breaking draft",
        "breaking held", "breaking pending", "breaking scheduled", "breaking approved", "breaking rewritten",
        "breaking undone", "breaking missed", "flash sent alone", "flash reviewed",
    ),
    "alerts": (
        "alert waits", "alert put in force", "alert updated", "alert taken back", "alert taken down", "alert put aside",
        "exercise alert came", "alert source asked", "alert source paused", "alert source resumed",
    ),
    "air": (
        "cut to", "back to the grid", "stream held", "stream released", "grid set", "rundown changed",
        "rundown given back", "read on air",
    ),
    "articles": (
        "article published", "article updated", "article corrected", "article withdrawn", "article draft kept",
        "article scheduled", "article discarded", "article not put out", "article taken over", "article handed back",
        "picture uploaded", "waiting story put out", "waiting story put aside", "notice dismissed", "source asked",
        "source paused", "source resumed",
    ),
    "reads": ("most read pinned", "most read kept off", "most read choice taken back", "most read choice over"),
    "promo": ("promo set", "promo taken off"),
    "desk": ("handover left", "handover taken", "rehearsal began", "rehearsal cleared"),
    "embeds": ("embeds revoked", "embeds allowed"),
    "accounts": (
        "account made", "account removed", "account switched off", "account switched on", "role changed", "link made",
        "password set", "password changed", "sessions ended", "second factor reset", "authenticator app set up",
        "authenticator app removed", "recovery codes made", "passkey added", "passkey removed", "token made", "tokens removed",
        "settings changed", "settings put back",
    ),
    "record": ("record exported", "record damage accepted"),
    "access": (
        "signed in", "signed out", "wrong password", "wrong code", "wrong passkey", "held up", "unknown token", "refused",
    ),
}  # fmt: skip

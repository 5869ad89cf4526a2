"""Why a store is not reached, in words for the person on call: what is wrong with TLS between it and us, or with its address."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import redis
from redis.exceptions import InvalidResponse

from webapp.newsroom.errors import StoreAway, StoreRefuses

AWAY = "it does not answer"

CLOSED = "it closes the connection at our first word; if it takes TLS alone, REDIS_URL begins with rediss://"
CLOSED_AFTER_TLS = (
    "it closes the connection once TLS is agreed on; if it wants a certificate of ours, REDIS_URL names the right one: "
    "ssl_certfile and ssl_keyfile"
)
_NO_TLS_ANSWER = "nothing answers TLS on its port; if it listens there without, REDIS_URL begins with redis://"
_PLAIN = "what answers on its port does not speak TLS; without TLS, REDIS_URL begins with redis://"
_NO_STORE = "what answers on its port is no store; look at host and port of REDIS_URL"
_NO_FILE = "a file of TLS that REDIS_URL names cannot be read"
_OUR_CERTIFICATE = "it refuses our certificate; look at ssl_certfile and ssl_keyfile of REDIS_URL"

_OF_TLS = {
    "WRONG_VERSION_NUMBER": _PLAIN,
    "RECORD_LAYER_FAILURE": _PLAIN,
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "it wants a certificate of ours; name ssl_certfile and ssl_keyfile in REDIS_URL",
    "TLSV1_ALERT_UNKNOWN_CA": _OUR_CERTIFICATE,
    "SSLV3_ALERT_BAD_CERTIFICATE": _OUR_CERTIFICATE,
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": _OUR_CERTIFICATE,
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": _OUR_CERTIFICATE,
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "it and we have no TLS in common, or it wants a certificate of ours",
    "TLSV1_ALERT_PROTOCOL_VERSION": "it and we have no version of TLS in common",
    "UNSUPPORTED_PROTOCOL": "it and we have no version of TLS in common",
}
"""By the reason of OpenSSL's error."""

_NAME, _ADDRESS, _EXPIRED, _NOT_YET = 62, 64, 10, 9
_OF_CERTIFICATES = {
    _NAME: "its certificate is for another name than the host of REDIS_URL",
    _ADDRESS: "its certificate is for a name; write that as the host of REDIS_URL, in place of an IP address",
    _EXPIRED: "its certificate has expired; renew it, and look at the clock of this machine",
    _NOT_YET: "its certificate is not yet valid; look at the clock of this machine",
}
"""By OpenSSL's number of what is wrong with a certificate."""
_AUTHORITY = "no authority that is trusted here signed its certificate; name the right one: ssl_ca_certs in REDIS_URL"


class BadFile(OSError):
    """A file of TLS that the address names cannot be used; the message says which, and why."""


def unreachable(error: redis.RedisError) -> StoreAway | None:
    """What to raise for a store that is not reached; `None` for what is no such error."""
    said = "the store does not answer; nothing is confirmed"
    if reason := trouble(error):
        return (StoreAway if reason in _MAY_PASS else StoreRefuses)(said, reason=reason)
    if isinstance(error, redis.TimeoutError):
        return StoreAway(said, reason=AWAY)
    if isinstance(error, redis.ConnectionError):
        return StoreAway(said, reason=f"{AWAY} ({error})")
    return None


_MAY_PASS = {CLOSED, CLOSED_AFTER_TLS, _NO_TLS_ANSWER}
"""A store that is about to end, or hangs, looks the same."""


def trouble(error: BaseException) -> str:
    """What is wrong with TLS or the address; empty where nothing of that kind is known."""
    for cause in _causes(error):
        match cause:
            case BadFile():
                return str(cause)
            case ssl.SSLCertVerificationError():
                return _OF_CERTIFICATES.get(cause.verify_code, _AUTHORITY)
            case ssl.SSLEOFError() | ConnectionResetError() if "connecting to" in str(error):
                return _NO_TLS_ANSWER
            case ssl.SSLError() if cause.reason in _OF_TLS:
                return _OF_TLS[cause.reason]
            case TimeoutError() if "handshake" in str(cause):
                return _NO_TLS_ANSWER
            case FileNotFoundError() | PermissionError() | IsADirectoryError() if "connecting to" in str(error):
                return _NO_FILE
            case InvalidResponse():
                return _NO_STORE
            case redis.ConnectionError() if str(cause) in (CLOSED, CLOSED_AFTER_TLS):
                return str(cause)
    return ""


def is_closed(error: redis.ConnectionError) -> bool:
    """Whether the other side ended the connection."""
    return "closed by server" in str(error) or any(
        isinstance(cause, ConnectionResetError | BrokenPipeError | ssl.SSLEOFError) for cause in _causes(error)
    )


def wrong_file(ca_certs: str | None, certfile: str | None, keyfile: str | None) -> str:
    """Which of the files cannot be used, and why; empty where all can."""
    files = {"ssl_ca_certs": ca_certs, "ssl_certfile": certfile, "ssl_keyfile": keyfile}
    for option, path in files.items():
        try:
            if path:
                Path(path).open("rb").close()
        except OSError as error:
            return f"{option} of REDIS_URL, {path}, cannot be read: {(error.strerror or str(error)).lower()}"
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        if ca_certs:
            context.load_verify_locations(ca_certs)
    except ssl.SSLError:
        return f"ssl_ca_certs of REDIS_URL, {ca_certs}, holds no certificate (PEM)"
    try:
        if certfile:
            context.load_cert_chain(certfile, keyfile)
    except ssl.SSLError as error:
        if error.reason == "KEY_VALUES_MISMATCH":
            return "ssl_keyfile of REDIS_URL is not the key of the certificate in ssl_certfile"
        return "ssl_certfile and ssl_keyfile of REDIS_URL hold no certificate with its key (PEM, the key without a password)"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error, and what led to it."""
    cause: BaseException | None = error
    for _ in range(6):
        if cause is None:
            return
        yield cause
        cause = cause.__cause__ or cause.__context__

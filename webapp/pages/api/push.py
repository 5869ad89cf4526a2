"""`/api/v1/push/…`: who wants notices of headlines on their phone."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from webapp.fetch.addresses import FetchRefused
from webapp.fetch.endpoints import EndpointPolicy
from webapp.newsroom.errors import N_, FieldError, Invalid, TooMany
from webapp.newsroom.push.encryption import AUTH_BYTES, KEY_BYTES, Signer, browser_key, from_base64url
from webapp.newsroom.push.subscription import MAX_TOPICS, WANTED, Level, PushSubscription, QuietHours
from webapp.newsroom.reads.rate_limit import RateLimiter
from webapp.web.answers import answer, read_json
from webapp.web.languages import languages, page_language
from webapp.web.site import Site

MAX_BYTES = 8_000
MAX_TOPIC_CHARS = 60
PER_SECOND, BURST = 0.2, 30
"""From one address: an office or a carrier's customers may share it."""

LEVELS: tuple[Level, ...] = ("flash", "bulletin", "all")


def blueprint(site: Site, endpoints: EndpointPolicy) -> Blueprint:
    """Endpoints are vetted by `endpoints`. A subscription counts once its push service has taken a test notice for it."""
    views = Blueprint("push_api", __name__, url_prefix="/api/v1/push")
    allowance = RateLimiter(PER_SECOND, BURST)
    known_key: list[str] = []

    @views.get("/key")
    def key() -> Response:
        if not known_key:
            known_key.append(Signer(site.push_subscriptions.signing_key(), "").public_key)
        response = answer({"key": known_key[0]})
        response.headers["Cache-Control"] = "public, max-age=3600"
        return response

    @views.post("/subscriptions")
    def subscribe() -> Response:
        now = site.now()
        try:
            allowance.take(request.remote_addr or "", now)
        except TooMany as error:
            raise TooMany(
                N_("too many subscriptions from this address at once; please wait"), extra=error.extra
            ) from None
        body = _object(read_json(MAX_BYTES))
        endpoint = _endpoint(body, endpoints)
        known = site.push_subscriptions.get(PushSubscription.model_construct(endpoint=endpoint).id)
        keys = _keys(body)
        same = known is not None and (known.key, known.auth) == (keys["key"], keys["auth"])
        subscription = PushSubscription(
            endpoint=endpoint, **keys, level=_level(body), topics=_topics(body), quiet=_quiet(body),
            language=_language(body, site), since=known.since if known else now,
            confirmed=bool(known and same and known.confirmed),
        )  # fmt: skip
        replaces = body.get("replaces")
        if replaces is not None and not isinstance(replaces, str):
            raise _wrong("replaces", "expected the endpoint that this one takes the place of")
        is_new = site.push_subscriptions.put(subscription, replaces)
        return answer(_public(subscription), 201 if is_new else 200)

    @views.delete("/subscriptions")
    def unsubscribe() -> Response:
        endpoint = _object(read_json(MAX_BYTES)).get("endpoint")
        if not isinstance(endpoint, str) or not endpoint:
            raise _wrong("endpoint", "expected the address of a push service")
        site.push_subscriptions.remove(PushSubscription.model_construct(endpoint=endpoint).id)
        return Response(status=204)

    return views


def _wrong(field: str, problem: str) -> Invalid:
    return Invalid(f"{field}: {problem}", fields=[FieldError(field, problem)])


def _object(body: Any) -> dict[str, Any]:
    if not isinstance(body, dict):
        raise _wrong("", "expected an object with endpoint and keys")
    return body


def _endpoint(body: dict[str, Any], policy: EndpointPolicy) -> str:
    endpoint = body.get("endpoint")
    if not isinstance(endpoint, str) or not endpoint:
        raise _wrong("endpoint", "expected the address of a push service")
    try:
        policy.parsed(endpoint)
    except FetchRefused as refused:
        raise _wrong("endpoint", refused.message) from None
    return endpoint


def _keys(body: dict[str, Any]) -> dict[str, str]:
    """`key` and `auth`, as `PushSubscription` has them."""
    keys = body.get("keys")
    given = keys if isinstance(keys, dict) else {}
    found: dict[str, bytes] = {}
    for name, size in (("p256dh", KEY_BYTES), ("auth", AUTH_BYTES)):
        try:
            found[name] = from_base64url(str(given.get(name) or ""))
        except ValueError:
            found[name] = b""
        if len(found[name]) != size:
            raise _wrong(f"keys.{name}", f"expected {size} bytes in base64url")
    try:
        browser_key(found["p256dh"])
    except ValueError:
        raise _wrong("keys.p256dh", "expected a point of the curve P-256") from None
    return {"key": str(given["p256dh"]), "auth": str(given["auth"])}


def _level(body: dict[str, Any]) -> Level:
    """The widest of `levels`, which may also be one name; flashes where nothing is said."""
    given = body.get("levels", ["flash"])
    names = [given] if isinstance(given, str) else given
    if not isinstance(names, list) or not names or not all(name in WANTED for name in names if isinstance(name, str)):
        raise _wrong("levels", "expected " + ", ".join(LEVELS))
    if not all(isinstance(name, str) for name in names):
        raise _wrong("levels", "expected " + ", ".join(LEVELS))
    return max(names, key=LEVELS.index)


def _topics(body: dict[str, Any]) -> tuple[str, ...]:
    topics = body.get("topics") or []
    good = isinstance(topics, list) and len(topics) <= MAX_TOPICS
    if not good or not all(isinstance(one, str) and 0 < len(one.strip()) <= MAX_TOPIC_CHARS for one in topics):
        raise _wrong(
            "topics", f"expected a list of at most {MAX_TOPICS} topics, each of {MAX_TOPIC_CHARS} characters or fewer"
        )
    return tuple(dict.fromkeys(" ".join(one.lower().split()) for one in topics))


def _quiet(body: dict[str, Any]) -> QuietHours | None:
    given = body.get("quiet_hours")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise _wrong("quiet_hours", "expected an object with from, to and zone")
    for name in ("from", "to"):
        text = given.get(name)
        if not isinstance(text, str) or len(text) != 5:
            raise _wrong(f"quiet_hours.{name}", "expected a time such as 22:00")
    try:
        return QuietHours.load({"start": given["from"], "end": given["to"], "zone": given.get("zone")})
    except ValueError as error:
        wrong = str(error.errors()[0]["loc"][0]) if hasattr(error, "errors") else "zone"
        if wrong == "zone":
            raise _wrong("quiet_hours.zone", "expected a time zone such as Asia/Manila") from None
        raise _wrong(f"quiet_hours.{'from' if wrong == 'start' else 'to'}", "expected a time such as 22:00") from None


def _language(body: dict[str, Any], site: Site) -> str:
    asked = body.get("language")
    return asked if asked in languages(site.station) else page_language(site.station)


def _public(subscription: PushSubscription) -> dict[str, Any]:
    quiet = subscription.quiet
    return {
        "id": subscription.id,
        "levels": [subscription.level],
        "topics": list(subscription.topics),
        "quiet_hours": quiet and {"from": f"{quiet.start:%H:%M}", "to": f"{quiet.end:%H:%M}", "zone": quiet.zone},
        "language": subscription.language,
        "confirmed": subscription.confirmed,
    }

"""`airwire check`: what is wrong with this set-up, one line a finding."""

from __future__ import annotations

import socket
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import get_args

import click
import orjson

from webapp.commands.errors import errors_in_words
from webapp.delivery.hand_over import asks_front
from webapp.newsroom.articles.feed_state import feed_id
from webapp.newsroom.backup.schedule import trouble as backup_trouble
from webapp.newsroom.errors import NewsroomError
from webapp.newsroom.outlets.overview import red_since, surfaces, withdrawn_lately
from webapp.newsroom.schema import SCHEMA
from webapp.newsroom.stream.notices import webhook_id
from webapp.newsroom.stream.signing import is_standard
from webapp.newsroom.times import rfc3339
from webapp.newsroom.visible import visible
from webapp.store.board.builds import WARNING_LIFETIME
from webapp.store.core.address import parse_address
from webapp.store.core.connection import store_errors
from webapp.store.people.presence import ProcessKind
from webapp.store.server.checked import Checked, CheckLine
from webapp.store.server.durability import Finding, answers, durability, replication, room_left
from webapp.store.server.rights import ACL_RULE, missing_rights
from webapp.web.health.audit import audit_findings
from webapp.web.health.checks import degraded_of_all
from webapp.web.health.machine import clock_skew, disk
from webapp.web.health.outside import Streams, certificate
from webapp.wiring.config import Config, read_config
from webapp.wiring.services import Services, build

LATE_DATES = "our pages allow for it, other players do not: start its encoder again"

MAX_STREAM_AGE = timedelta(minutes=3)


@click.command("check")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs: {at, host, lines: [{ok, says}]}.")
@click.option(
    "--role", type=click.Choice(get_args(ProcessKind)), help="Only say whether this role runs on this machine."
)
@errors_in_words
def check(as_json: bool, role: str | None) -> None:
    """Say what is wrong with this set-up; exit status 1 if anything is.

    Each line says what was found and what to do; the panel shows those of the last run.
    """
    config = read_config()
    services = build(config)
    services.load_settings()
    if role:
        _check_role(services, role)
        return
    findings = list(_findings(config, services))
    lines = tuple(CheckLine(ok=well, says=text) for well, text in findings)
    checked = Checked(at=services.now(), host=socket.gethostname(), lines=lines)
    if as_json:
        click.echo(orjson.dumps(checked.dump(), option=orjson.OPT_INDENT_2))
    else:
        for well, text in findings:
            click.echo(f"{'ok  ' if well else 'BAD '} {text}")
    with suppress(NewsroomError):
        services.last_check.put(checked)
    if not all(well for well, _ in findings):
        raise SystemExit(1)


def _check_role(services: Services, role: str) -> None:
    """For the health check of a container: quick, and about this machine alone. Raises `SystemExit`."""
    here = f"{socket.gethostname()}:"
    entries = services.presence.every(services.now()).items()
    runs = any(name.startswith(here) and entry.get("part", "web") == role for name, entry in entries)
    click.echo(f"{'ok  ' if runs else 'BAD '} {role}: {'runs' if runs else 'does not run'} on this machine")
    if not runs:
        raise SystemExit(1)


def _findings(config: Config, services: Services) -> Iterator[Finding]:
    yield True, f"configuration: station {services.station.name!r}, zone {services.station.zone}"
    yield from _secret(services)
    yield from _disks(services)
    there = answers(services.store)
    yield there
    if not there[0]:
        return
    yield from _rights(services)
    yield from durability(services.store)
    yield room_left(services.store)
    refused = services.store_watch.look(services.now())
    yield refused is None, f"store: {refused or 'takes changes'}"
    yield from _replication(services)
    checks: list[Callable[[Services], Iterator[Finding]]] = [
        _clock,
        _web,
        _front,
        _builds,
        _settings,
        _stream,
        _outside,
        _grid,
        _feeds,
        _alert_sources,
        _webhooks,
        _outlets,
        _mos,
        _backups,
        _audit,
    ]
    for check_part in checks:
        try:
            yield from check_part(services)
        except NewsroomError as error:
            yield False, error.message


def _outlets(services: Services) -> Iterator[Finding]:
    """Whether an outlets process acts where one is needed, and each surface: red, failing, or well."""
    station, now = services.station, services.now()
    acted = services.outlets_lease.acted()
    if station.outlets or station.webhooks:
        well = acted is not None and not acted.late
        yield (
            well,
            f"outlets: {services.outlets_lease.holder() or 'nobody'} holds the lease"
            + ("" if well else "; start a process (airwire outlets), or end the one that hangs"),
        )
    states, configured = services.ledger.states(), {config.id for config in station.outlets}
    withdrawn = withdrawn_lately(services.revisions.records(), now)
    named = surfaces(station.outlets, states)
    red = red_since(withdrawn, services.ledger.entries([one.id for one in named], [one.id for one in withdrawn]))
    for surface in named:
        state = states.get(surface.id)
        if surface.id in red:
            yield False, f"outlet {surface.id}: still shows a headline withdrawn at {rfc3339(red[surface.id])}"
        if state is None and surface.id in configured:
            yield False, f"outlet {surface.id}: not looked after yet, since no outlets process has run with this file"
        elif state and surface.id in configured:
            last = (
                f"last acknowledged {rfc3339(state.acknowledged_at)}" if state.acknowledged_at else "nothing sent yet"
            )
            yield (
                state.error is None,
                f"outlet {surface.id}: {state.error or last}" + (f"; {state.waiting} waiting" if state.waiting else ""),
            )


def _audit(services: Services) -> Iterator[Finding]:
    yield from audit_findings(services.audit_check, services.rehearsal_check)


def _disks(services: Services) -> Iterator[Finding]:
    places = [("the data folder", services.config.airwire_data.absolute())]
    if services.station.backup:
        places.append(("backups", Path(services.station.backup.to)))
    yield from filter(None, (disk(what, folder) for what, folder in places))


def _outside(services: Services) -> Iterator[Finding]:
    """What a listener's browser would meet, and whether the machine's clock is right."""
    station, now = services.station, services.now()
    if found := certificate(station.url, now):
        yield found
    streams = Streams(station, services.config.airwire_https).ask()
    yield from streams.found
    with store_errors():
        seconds, micros = services.store.time()
    clocks = [*streams.clocks, ("the store", datetime.fromtimestamp(seconds + micros / 1e6, UTC))]
    if skew := clock_skew(services.now(), clocks):
        yield skew


def _replication(services: Services) -> Iterator[Finding]:
    address = parse_address(services.redis_url)
    for sentinel, wrong in services.store.connection_pool.primary.ask_each():
        yield wrong is None, f"Sentinel {sentinel}: {wrong or 'names the primary'}"
    yield from replication(services.store, services.replicas, bool(address.service))


def _rights(services: Services) -> Iterator[Finding]:
    missing = missing_rights(services.store)
    for one in missing[:5]:
        yield False, f"store: {one}; give its account {ACL_RULE}"
    if not missing:
        yield True, "store: its account may do what is needed"


def _secret(services: Services) -> Iterator[Finding]:
    yield len(services.secret_key) >= 32, f"SECRET_KEY: {len(services.secret_key)} characters (32 or more are right)"


def _clock(services: Services) -> Iterator[Finding]:
    holder, acted = services.lease.holder(), services.lease.acted()
    if acted is None or acted.late:
        last = f"for {acted.age_s:.0f} s, the last time {rfc3339(acted.at)}" if acted else "ever"
        yield False, f"clock: nobody has kept the lease {last}; start one, or end the one that hangs"
    else:
        yield True, f"clock: {holder or 'nobody'} holds the lease, kept {acted.age_s:.0f} s ago"


def _web(services: Services) -> Iterator[Finding]:
    processes = services.presence.processes(services.now())
    listeners = sum(process["listeners"] for process in processes.values())
    yield (
        bool(processes),
        f"web: {_many(len(processes), 'process', 'processes')}, {_many(listeners, 'listener', 'listeners')}",
    )
    for one in degraded_of_all(processes.values()):
        if one.what == "clock":
            continue  # looked at by itself
        yield False, f"{one.what}: {one.detail}, since {rfc3339(one.since)}"


def _front(services: Services) -> Iterator[Finding]:
    if url := services.config.airwire_front_url:
        well = asks_front(lambda: url)()
        wrong = "does not say that a host is ready: one that is cut from the store would keep its listeners"
        yield well, f"front {url}: {'has a host that is ready' if well else wrong}"


def _builds(services: Services) -> Iterator[Finding]:
    """Which builds are on this store. Of one before 0.2.0 only what it wrote can be seen, and its web processes."""
    now = services.now()
    processes = services.presence.every(now)
    versions = Counter((entry.get("version", "before 0.2.0"), entry.get("part", "web")) for entry in processes.values())
    running = ", ".join(f"{version} ({n} {part})" for (version, part), n in sorted(versions.items()))
    if any("version" not in entry for entry in processes.values()):
        yield False, f"builds: {running}; nothing may run beside a build before 0.2.0: stop it"
    elif running:
        yield True, f"builds: {running}"
    for name, entry in processes.items():
        if not entry.get("writes", True):
            yield False, f"builds: {name} ({entry['part']}, {entry['version']}) writes nothing any more: upgrade it"
    written = services.log.written_by()
    if written.foreign and now - datetime.fromisoformat(written.foreign[1]) < WARNING_LIFETIME:
        seq, at = written.foreign
        yield False, f"builds: one before 0.2.0 wrote event {seq} at {at}, and lost what it does not know: stop it"
    elif not written.numbered:
        yield False, "builds: the board was last written by one before 0.2.0; is every process of it stopped?"
    elif written.schema is not None and written.schema > SCHEMA:
        yield True, f"builds: the board has schema {written.schema}, this command knows {SCHEMA}"


def _settings(services: Services) -> Iterator[Finding]:
    """Whether what was changed in the panel is in force in every process."""
    newest = services.settings.newest()
    if services.layers.path:
        yield (
            True,
            f"settings: {services.layers.path} is in force; it sets {', '.join(services.layers.file) or 'nothing'}",
        )
    if idle := services.layers.idle(newest.values):
        yield False, f"settings: {', '.join(idle)}: changed in the panel, and not in force, since the file sets it too"
    alive = services.presence.every(services.now())
    seen = services.settings.in_force(set(alive))
    behind = Counter(alive[name].get("part", "web") for name, rev in seen.items() if rev != newest.rev)
    for part, number in sorted(behind.items()):
        yield False, f"settings: change {newest.rev} is not in force in {number} {part}; restart it if that lasts"
    if newest.rev and not behind:
        yield True, f"settings: change {newest.rev} is in force in {len(seen)} processes"


def _stream(services: Services) -> Iterator[Finding]:
    if not services.station.streams:
        yield False, "stream: none is configured (AIRWIRE_STATION, or the panel's settings)"
        return
    for refused in services.station.refused_streams(services.config.airwire_https):
        way = f"have the proxy serve it at {refused.path} (deploy/nginx.conf) and set proxied = true"
        yield (
            False,
            f"stream {refused.id}: browsers refuse {refused.url} on a page with TLS; {way}, or give its https address",
        )
    now = services.now()
    stream = visible(services.log.board(), now).stream
    age = now - stream.checked_at if stream.checked_at else None
    if age is None or age > MAX_STREAM_AGE:
        yield False, "monitor: has not reported lately; is it running?"
    well = stream.status == "on_air"
    yield well, f"stream: {stream.status}" + (" (held by hand)" if stream.by == "hand" else "")
    configured = {config.id for config in services.station.streams}
    for name, watch in services.streams.watches().items():
        if name not in configured:
            continue
        if late := watch.dates.late_s:
            yield (
                False,
                f"stream {name}: its dates are {abs(late):.0f} s {'late' if late > 0 else 'early'}; {LATE_DATES}",
            )
        if watch.detail and watch.status == "on_air":
            yield True, f"stream {name}: {watch.detail}"


def _grid(services: Services) -> Iterator[Finding]:
    programmes = len(services.rundown.grid().programmes)
    yield (
        bool(programmes),
        f"schedule: {_many(programmes, 'programme', 'programmes')}"
        if programmes
        else "schedule: none; airwire schedule import",
    )


def _many(count: int, one: str, more: str) -> str:
    return f"{count} {one if count == 1 else more}"


def _new(services: Services, what: str) -> Finding:
    """Of what no clock has looked after yet: with one that acts that is a matter of seconds."""
    acted = services.lease.acted()
    if acted is None or acted.late:
        return False, f"{what}: not looked after yet, and no clock acts"
    return True, f"{what}: new; a clock that was started with this file looks after it at once"


def _feeds(services: Services) -> Iterator[Finding]:
    known, wishes, pushes = services.feeds.every(), services.feeds.wishes(), services.feeds.pushes()
    for source in services.station.feeds:
        name = feed_id(source.url)
        feed = known.get(name)
        if wishes.get(name) == "paused":
            yield True, f"feed {source.url}: paused"
        elif feed is None or feed.tried_at is None:
            yield _new(services, f"feed {source.url}")
        else:
            age = f"asked {round((services.now() - feed.tried_at).total_seconds())} s ago"
            yield (
                feed.error is None,
                f"feed {source.url}: {feed.error or _many(feed.taken, 'article', 'articles') + ' so far'}, {age}",
            )
        push = pushes.get(name)
        if push and push.error and not push.is_live(services.now()):
            yield False, f"hub {push.hub} of {source.url}: {push.error}; until it answers, the clock asks the source"


def _alert_sources(services: Services) -> Iterator[Finding]:
    known, wishes = services.alert_sources.every(), services.alert_sources.wishes()
    for source in services.station.alerts:
        state = known.get(feed_id(source.url))
        if wishes.get(feed_id(source.url)) == "paused":
            yield True, f"alerts {source.url}: paused"
        elif state is None or state.tried_at is None:
            yield _new(services, f"alerts {source.url}")
        else:
            age = f"asked {round((services.now() - state.tried_at).total_seconds())} s ago"
            refused = f"; {len(state.refused)} of them could not be read" if state.refused else ""
            taken = _many(state.taken, "message", "messages")
            said = f"{state.error or f'{taken} so far'}{refused}, {age}"
            yield state.error is None and not refused, f"alerts {source.url}: {said}"


def _webhooks(services: Services) -> Iterator[Finding]:
    for config in services.station.webhooks:
        delivery = services.notices.delivery(webhook_id(config.url))
        if delivery is None:
            yield _new(services, f"webhook {config.url}")
        elif delivery.error:
            yield (
                False,
                f"webhook {config.url}: {delivery.error}; {delivery.failures} tries, {delivery.given_up} given up",
            )
        else:
            last = f"last delivered {rfc3339(delivery.told_at)}" if delivery.told_at else "nothing delivered yet"
            plain = "" if is_standard(config.secret) else "; its secret is a plain text, see docs/develop/webhooks.md"
            yield True, f"webhook {config.url}: {last}{plain}"


def _mos(services: Services) -> Iterator[Finding]:
    if services.station.mos is None:
        return
    runs = any(entry.get("part") == "mos" for entry in services.presence.every(services.now()).values())
    yield runs, f"mos: {'runs' if runs else 'does not run; airwire mos'}"
    rows, placed = services.running_orders.rows(), services.running_orders.placed()
    nowhere = {name: where.problem for name, where in placed.items() if where.problem and name in rows}
    yield True, f"mos: {len(rows)} running orders, {len(rows) - len(nowhere)} of them in the rundown"
    for name, why in nowhere.items():
        yield why != "refused", f"mos: {rows[name].head.slug or name} stands nowhere ({why})"


def _backups(services: Services) -> Iterator[Finding]:
    planned, made, now = services.station.backup, services.backups.made(), services.now()
    wrong = backup_trouble(planned, services.station.tz, made, services.backups.failed(), now)
    if wrong:
        yield False, f"backup: {wrong}"
    elif made:
        yield True, f"backup: {made.file}, {(now - made.at).total_seconds() / 3600:.0f} hours old"
    else:
        yield (
            True,
            "backup: none was made; airwire backup makes one, and [backup] in the station's file one every night",
        )

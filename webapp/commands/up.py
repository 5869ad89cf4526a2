"""`airwire up`: store, web, clock, monitor and outlets on this machine, until Ctrl-C."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import socket
import sys
import threading
from collections.abc import Callable, Iterator, Sequence

import click
import structlog

from webapp.commands.errors import errors_in_words
from webapp.newsroom.errors import StoreAway, StoreRefuses
from webapp.newsroom.people.passwords import weakness
from webapp.newsroom.station import Station
from webapp.processes.child import Child
from webapp.processes.logs import configure
from webapp.processes.output_lines import as_json_line, as_terminal_line
from webapp.processes.supervise import Role, Supervisor
from webapp.store.core.address import parse_address
from webapp.store.core.connection import connect, store_errors
from webapp.store.people.staff import Staff
from webapp.store.server.embedded import EmbeddedStore
from webapp.store.server.folder import DataFolder
from webapp.store.server.valkey import BESIDE_THE_POINT, StoreFailed
from webapp.wiring.config import KEY_COMMAND, Config, ConfigError, read_config, read_station
from webapp.wiring.first_run import FILE_OF_FIRST_LOGIN, first_run_link
from webapp.wiring.services import RUN_FILE

log = structlog.get_logger("up")

WEB = [sys.executable, "-m", "gunicorn", "-c", "python:webapp.gunicorn_conf", "webapp.wsgi:app"]
AIRWIRE = [sys.executable, "-m", "webapp.cli"]

# The times to end in; together under ten seconds.
ROLE_STOP_S, STORE_STOP_S = 8.5, 1.2


@click.command("up")
@errors_in_words
def up() -> None:
    """Run everything on this machine: store, web, clock, monitor and outlets. Ctrl-C ends it all."""
    config = read_config()
    configure(config.log_level)
    station = read_station(config)
    _check_first_password(config, station)
    if config.redis_url and not config.secret_key:
        raise ConfigError(
            f"SECRET_KEY: needed once REDIS_URL is set, the same on every server; this makes one: {KEY_COMMAND}"
        )
    try:
        with DataFolder(config.airwire_data) as folder:
            failure = _run(config, station, folder)
    except StoreFailed as error:
        raise click.ClickException(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit(130) from None
    if failure:
        raise click.ClickException(f"it does not start, {failure}")


def _run(config: Config, station: Station, folder: DataFolder) -> str | None:
    _check_port("PORT", config.host, config.port)
    if station.mos:
        for port in station.mos.ports:
            _check_port("mos.ports", station.mos.bind, port)
    output = _ChildOutput()
    with _store(config, folder, output) as (url, stages):
        folder.secret("secret_key")
        folder.write(RUN_FILE, json.dumps(_run_info(config, url)))
        try:
            # One stage, so ended together: while web closes its connections gently, the clock releases its lease.
            beside = [(name, [*AIRWIRE, name]) for name in _beside(station)]
            roles = [*beside, ("web", WEB)]
            stages.append([_role(name, command, output, config.airwire_hung_s) for name, command in roles])
            return Supervisor(stages).run(lambda: _web_answers(config), lambda: _announce(config, station, url, folder))
        finally:
            (folder.path / RUN_FILE).unlink(missing_ok=True)


def _beside(station: Station) -> list[str]:
    """The roles beside web, by their commands."""
    return ["clock", "monitor", "outlets", *(["mos"] if station.mos else [])]


def _check_first_password(config: Config, station: Station) -> None:
    """Raises `ConfigError` for a first password that is weak: nothing has started yet."""
    password = config.airwire_admin_password
    if password and (problem := weakness(password, ["admin", station.name])):
        raise ConfigError(f"AIRWIRE_ADMIN_PASSWORD: {problem}")
    if os.geteuid() == 0:
        log.warning("running as root: an account of its own is safer, as in deploy/airwire.service")


def _run_info(config: Config, url: str) -> dict[str, object]:
    """What other commands need to connect to this station."""
    station = str(config.airwire_station.absolute()) if config.airwire_station else None
    return {"pid": os.getpid(), "port": config.port, "redis_url": url, "demo": config.airwire_demo, "station": station}


@contextlib.contextmanager
def _store(config: Config, folder: DataFolder, output: _ChildOutput) -> Iterator[tuple[str, list[list[Role]]]]:
    """The address of the store, and the supervisor's stages so far: one with the store, if it is the embedded one."""
    if config.redis_url:
        _check_store(config.redis_url)
        yield config.redis_url, []
        return
    store = EmbeddedStore(folder, output.printer("store", leave_out=BESIDE_THE_POINT))
    store.start()
    try:

        def launch() -> Child:
            store.start_again()
            return store.child

        role = Role("store", launch, STORE_STOP_S, lambda child: store.failure_reason(), child=store.child)
        yield store.url, [[role]]
    finally:
        store.stop(STORE_STOP_S)


def _check_store(url: str) -> None:
    """Raises `ConfigError` for a store that refuses until somebody changes something; one that is away may come."""
    try:
        with store_errors():
            connect(url).ping()
    except StoreRefuses as error:
        raise ConfigError(f"REDIS_URL: the store at {parse_address(url)} cannot be used: {error.reason}") from None
    except StoreAway as error:
        log.warning("store away", error=error.reason)


class _ChildOutput:
    """Prints the lines of children on standard error, one at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._format = as_terminal_line if sys.stderr.isatty() else as_json_line

    def printer(self, name: str, leave_out: Sequence[str] = ()) -> Callable[[str], None]:
        def print_line(line: str) -> None:
            if any(words in line for words in leave_out):
                return
            # A closed standard error must not block the child.
            with self._lock, contextlib.suppress(OSError, ValueError):
                print(self._format(name, line), file=sys.stderr, flush=True)

        return print_line


def _role(name: str, command: list[str], output: _ChildOutput, hung_s: float) -> Role:
    return Role(name, lambda: Child(command, output.printer(name), heartbeat=True), ROLE_STOP_S, hung_s=hung_s)


def _check_port(setting: str, host: str, port: int) -> None:
    """Raises `ConfigError` if the port cannot be bound, before anything has started."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except OSError as error:
        raise ConfigError(f"HOST: {host}: {error.strerror}") from None
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise ConfigError(f"{setting}: {port} on {host}: {error.strerror}; set {setting} to another one") from None


def _web_answers(config: Config) -> bool:
    web = http.client.HTTPConnection(_connect_host(config.host), config.port, timeout=1)
    try:
        web.request("GET", "/healthz")
        return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()


def _connect_host(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - asked, not bound


def _announce(config: Config, station: Station, url: str, folder: DataFolder) -> None:
    host = "localhost" if _connect_host(config.host) in ("127.0.0.1", "::1") else config.host
    site = f"http://{host}:{config.port}"
    how = _how_to_sign_in(config, station, url, folder)
    print(f"\n  {station.name} is up:   {site}/\n  control panel:   {site}/panel/   {how}\n", flush=True)
    if link := first_run_link(config, url):
        print(f"  make it your station:   {site}/panel/first-run/{link}", flush=True)
        print("  (one browser, one hour; behind a proxy the same path at its own address)\n", flush=True)
    print("  Ctrl-C ends everything.\n", flush=True)


def _how_to_sign_in(config: Config, station: Station, url: str, folder: DataFolder) -> str:
    made: list[str] = []

    def keep(password: str) -> None:
        """Shown on a terminal only: otherwise standard output often goes to a journal that many may read."""
        made.append(
            f"password {password} (shown this once)" if sys.stdout.isatty() else _write_password(folder, password)
        )

    try:
        Staff(connect(url)).ensure_admin(config.airwire_admin_password, keep, [station.name])
    except StoreAway as error:
        return f"({error.message}: accounts are looked at the next time)"
    except StoreFailed as error:
        return f"(no account was made: {error})"
    if made:
        return f"sign in as admin, {made[0]}"
    return "sign in as admin, or as anyone of 'airwire user list'"


def _write_password(folder: DataFolder, password: str) -> str:
    folder.write(FILE_OF_FIRST_LOGIN, f"{password}\n")
    return f"password in {folder.path / FILE_OF_FIRST_LOGIN}: read it, then delete the file"

"""The stream's status and the turn on the air, as the monitor, the grid or a person sets them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

import orjson

from webapp.desk.change import CLOCK, MONITOR, NOTHING, Decision, DeskPart, Receipt, in_the_future
from webapp.desk.record import AirRecord, Settled
from webapp.newsroom.board import Board
from webapp.newsroom.drafts import OnAirHoldDraft, StreamHoldDraft
from webapp.newsroom.errors import FieldError, Invalid
from webapp.newsroom.events import ScheduleChange
from webapp.newsroom.model import OnAir, Stream, StreamSource
from webapp.newsroom.schedule.as_run import turn_key
from webapp.newsroom.schedule.grid.grid import Grid
from webapp.newsroom.schedule.holds import Holds, OnAirHold, StreamHold
from webapp.newsroom.schedule.turn import turn_at
from webapp.newsroom.staff import Actor
from webapp.newsroom.stream.facts import Watch
from webapp.newsroom.stream.history import status_changes
from webapp.newsroom.stream.measured import keep_measured
from webapp.newsroom.stream.notices import status_notice
from webapp.newsroom.stream.watch import continue_since, status_needs_event
from webapp.newsroom.unknown import carry_unknown
from webapp.store.board.commits import Write
from webapp.store.core import keys
from webapp.store.schedule.rundown import hold_removal, hold_write
from webapp.store.stream.notices import notice_writes
from webapp.store.stream.streams import note_writes, watches_write


class StreamDesk(DeskPart):
    """The stream's status."""

    def introduce_streams(self, sources: Sequence[StreamSource], now: datetime) -> Receipt:
        """Puts the configured streams on the board, with unknown status; does nothing when they are there already."""

        def decide(board: Board) -> Decision:
            known = {source.id: source for source in board.stream.streams}
            listed = tuple(_as_known(source, known.get(source.id)) for source in sources)
            if listed == board.stream.streams:
                return NOTHING
            if any(source.status != "unknown" for source in listed):
                return Decision(board.stream.model_copy(update={"streams": listed}))
            return Decision(carry_unknown(Stream(status="unknown", since=now, streams=listed), board.stream))

        return self._change(decide, "stream", MONITOR, now, None, None)

    def report_stream(self, report: Stream, now: datetime, watches: Mapping[str, Watch] | None = None) -> Receipt:
        """Takes the monitor's report. It is published only when it says something new, and not while a hold applies.

        `watches` are the layers behind it; they and the changes are stored for staff.
        """

        def decide(board: Board) -> Decision:
            holds = self._rundown.holds()
            seen = keep_measured(board.stream, carry_unknown(report, board.stream))
            writes = [
                hold_write("probed", carry_unknown(report, holds.probed)),
                *note_writes(status_changes(holds.probed, report, now), now),
            ]
            writes += [watches_write(watches)] if watches is not None else []
            held = holds.stream
            if (held and held.in_force(now)) or not status_needs_event(board.stream, seen, now):
                return Decision(writes=writes)
            stream = continue_since(board.stream, seen)
            return Decision(stream, writes=[*writes, *notice_writes(status_notice(board.stream, stream, now))])

        return self._change(decide, "stream", MONITOR, now, None, None)

    def hold_stream(self, draft: StreamHoldDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Shows the draft's status whatever the monitor reports, until it is released or the hold ends."""

        def decide(board: Board) -> Decision:
            in_the_future(draft.until, now)
            held = StreamHold(status=draft.status, by=by.name, since=now, until=draft.until)
            since = board.stream.since if board.stream.status == draft.status else now
            stream = board.stream.model_copy(
                update={"status": draft.status, "since": since, "checked_at": now, "by": "hand", "until": draft.until}
            )
            writes = [hold_write("stream", held), *notice_writes(status_notice(board.stream, stream, now))]
            return Decision(stream, "stream held", draft.status, writes)

        return self._change(decide, "stream", by, now, key, draft)

    def release_stream(self, by: Actor, now: datetime, key: str | None = None, lease: str = "") -> Receipt:
        """Goes back to the monitor's last report; `unknown` when there is none."""

        def decide(board: Board) -> Decision:
            holds = self._rundown.holds()
            if holds.stream is None and board.stream.by == "probe":
                return NOTHING
            back = holds.probed or board.stream.model_copy(
                update={"status": "unknown", "since": now, "checked_at": None, "by": "probe", "until": None}
            )
            back = carry_unknown(back, board.stream)
            writes = [hold_removal("stream"), *notice_writes(status_notice(board.stream, back, now))]
            return Decision(back, "stream released", back.status, writes)

        return self._change(decide, "stream", by, now, key, "auto", lease)

    def settle_stream(self, now: datetime, lease: str = "") -> Receipt | None:
        """Releases a hold on the stream's status that has ended; `None` when there is nothing to do."""
        held = self._rundown.holds().stream
        return self.release_stream(CLOCK, now, lease=lease) if held and not held.in_force(now) else None


class OnAirDesk(AirRecord):
    """The turn on the air: cuts by hand, and the grid."""

    def hold_on_air(self, draft: OnAirHoldDraft, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Cuts to a programme and segment, or to something outside the grid, until it is released or the hold ends."""

        def decide(board: Board) -> Decision:
            in_the_future(draft.until, now)
            _in_the_grid(self._rundown.grid(), draft)
            held = OnAirHold(
                programme=draft.programme, segment=draft.segment, title=draft.title,
                by=by.name, since=now, until=draft.until,
            )  # fmt: skip
            turn = self._turn(now, held, board)
            what = " / ".join(part.title for part in (turn.programme, turn.segment) if part)
            writes = [hold_write("on_air", held), *self._record(board, turn, self._rundown.holds().on_air, held, now)]
            return Decision(turn, "cut to", what, writes)

        return self._change(decide, "on_air", by, now, key, draft)

    def release_on_air(self, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Goes back to what the grid has now."""

        def decide(board: Board) -> Decision:
            held = self._rundown.holds().on_air
            if held is None:
                return NOTHING
            turn = self._turn(now, None, board)
            what = turn.programme.title if turn.programme else "nothing on"
            writes = [hold_removal("on_air"), *self._record(board, turn, held, None, now, by.name)]
            return Decision(None if turn == board.on_air else turn, "back to the grid", what, writes)

        return self._change(decide, "on_air", by, now, key, "auto")

    def settle_on_air(self, now: datetime, lease: str = "") -> Receipt:
        """Makes the board show what grid, holds and articles say at `now`; does nothing when it already does."""

        def decide(board: Board) -> Settled:
            held = self._rundown.holds().on_air
            over = held is not None and held.until is not None and held.until <= now
            stays = None if over else held
            turn = self._turn(now, stays, board)
            writes = [hold_removal("on_air")] if over else []
            plan, planning = self._plan_of_today(now)
            writes += self._record(board, turn, held, stays, now) + planning
            return Settled(None if turn == board.on_air else turn, writes=writes, plan=plan)

        receipt, settled = self._made(decide, "on_air", CLOCK, now, None, None, lease)
        if settled:
            self._planned = settled.plan
        return receipt

    def set_grid(self, grid: Grid, by: Actor, now: datetime, key: str | None = None) -> Receipt:
        """Puts a new programme grid in force, and on the air what it says."""

        def decide(board: Board) -> Decision:
            writes: list[Write] = [("SET", keys.GRID, orjson.dumps(grid.dump()))]
            change = ScheduleChange(revision=grid.revision)
            return Decision(change, "grid set", f"{len(grid.programmes)} programmes", writes)

        receipt = self._change(decide, "schedule", by, now, key, grid)
        self.settle_on_air(now)
        return receipt

    def _turn(self, now: datetime, held: OnAirHold | None, board: Board) -> OnAir:
        turn = turn_at(self._rundown.grid(), Holds(on_air=held), self._articles, board, now)
        return carry_unknown(turn, board.on_air) if turn_key(turn) == turn_key(board.on_air) else turn


def _in_the_grid(grid: Grid, draft: OnAirHoldDraft) -> None:
    if draft.programme is None and draft.segment is None and draft.title is None:
        raise Invalid(
            "needs a programme, a segment or a title",
            fields=[FieldError("programme", "or segment, or title", "missing")],
        )
    if draft.segment is not None and draft.title is not None:
        raise Invalid(
            "title: not together with a segment", fields=[FieldError("title", "or segment, not both", "not_both")]
        )
    programme = grid.by_id.get(draft.programme) if draft.programme else None
    if draft.programme and programme is None:
        raise Invalid(
            "programme: not in the grid", fields=[FieldError("programme", f"{draft.programme!r} is unknown", "unknown")]
        )
    # A dated override can have segments of its own.
    among = [*([programme] if programme else grid.programmes), *grid.overrides]
    if draft.segment and not any(segment.id == draft.segment for one in among for segment in one.segments):
        where = f"in {draft.programme}" if draft.programme else "in the grid"
        raise Invalid(
            f"segment: not {where}", fields=[FieldError("segment", f"{draft.segment!r} is unknown", "unknown")]
        )


def _as_known(source: StreamSource, known: StreamSource | None) -> StreamSource:
    """`source` as it is configured, with what was measured of it where it is still at the same address."""
    if known is None or (known.url, known.kind) != (source.url, source.kind):
        return source
    configured = ("title", "language", "bitrate_kbps", "delay_s")
    return known.model_copy(update={name: getattr(source, name) for name in configured})

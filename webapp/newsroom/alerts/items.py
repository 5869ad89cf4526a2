"""An alert in force as the board, the page and the API show it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from webapp.newsroom.alerts.cap import CapInfo, CapMessage, Severity
from webapp.newsroom.model import Language, Value, primary_language
from webapp.newsroom.times import Instant

MAX_ALERTS_SHOWN = 50
"""The most that the board carries: the severest, and among those the newest. Whoever needs all asks `GET /alerts`."""

MAX_ITEMS_EACH = 10
"""The hazards of one message that are shown."""

RANKS: dict[Severity, int] = {"Extreme": 4, "Severe": 3, "Moderate": 2, "Minor": 1, "Unknown": 0}


class AlertText(Value):
    """What an alert says in one language; an empty text is one that its sender has not written."""

    language: Language
    event: str
    headline: str
    area: str = ""
    instruction: str = ""


class AlertItem(Value):
    """An alert in force. `rev` grows with each update of its sender, under the same `id`.

    The texts are in the station's first language where the sender or an editor has written them in it, else in `language`;
    `texts` has them in the station's other languages. `severity` is CAP's word. `onset` is set where it is later than
    `sent`.
    """

    id: str
    rev: int = 1
    event: str
    headline: str
    area: str = ""
    severity: Severity
    until: Instant
    instruction: str = ""
    language: Language = "en"
    texts: tuple[AlertText, ...] = ()
    sender: str = ""
    sent: Instant
    onset: Instant | None = None
    web: str | None = None

    def in_language(self, language: str) -> AlertText:
        """What it says in `language`, or in its own where nobody has written that."""
        own = AlertText(
            language=self.language,
            event=self.event,
            headline=self.headline,
            area=self.area,
            instruction=self.instruction,
        )
        return next((t for t in (own, *self.texts) if primary_language(t.language) == primary_language(language)), own)


class AlertWords(Value):
    """An editor's own headline and instruction in one language, in place of the sender's."""

    language: Language
    headline: str = ""
    instruction: str = ""


def items_of(
    message: CapMessage, public_id: str, rev: int, languages: Sequence[str], edited: Sequence[AlertWords]
) -> tuple[AlertItem, ...]:
    """The hazards of `message`, each in the station's `languages`."""
    by_language: dict[str, list[CapInfo]] = {}
    for info in message.active:
        by_language.setdefault(primary_language(info.language), []).append(info)
    by_language = {language: _joined(infos) for language, infos in by_language.items()}
    wanted = [primary_language(language) for language in languages]
    first = next((language for language in wanted if language in by_language), next(iter(by_language), None))
    if first is None:
        return ()
    hazards = by_language[first][:MAX_ITEMS_EACH]
    # Infos in several languages belong together by their order, where there are as many in each.
    pairs = {language: infos for language, infos in by_language.items() if len(infos) == len(by_language[first])}
    return tuple(
        _item(message, public_id if n == 0 else f"{public_id}.{n + 1}", rev, first, wanted,
              {language: infos[n] for language, infos in pairs.items()}, edited if n == 0 else ())
        for n in range(len(hazards))
    )  # fmt: skip


def _item(
    message: CapMessage, item_id: str, rev: int, first: str, wanted: Sequence[str], infos: Mapping[str, CapInfo],
    edited: Sequence[AlertWords],
) -> AlertItem:  # fmt: skip
    info = infos[first]
    texts = {language: text_of(one) for language, one in infos.items()}
    for words in edited:
        language = primary_language(words.language)
        base = texts.get(language, texts[first])
        texts[language] = base.model_copy(
            update={
                "language": base.language if language in texts else language,
                "headline": words.headline or base.headline,
                "instruction": words.instruction if language in texts or words.instruction else "",
            }
        )
    shown = next((language for language in wanted if language in texts), first)
    own = texts[shown]
    return AlertItem(
        id=item_id, rev=rev, event=own.event, headline=own.headline, area=own.area, instruction=own.instruction,
        severity=info.severity, until=message.until_of(info), language=own.language,
        texts=tuple(texts[language] for language in wanted if language in texts and language != shown),
        sender=info.sender_name or message.sender, sent=message.sent,
        onset=info.onset if info.onset and info.onset > message.sent else None, web=info.web,
    )  # fmt: skip


def text_of(info: CapInfo) -> AlertText:
    """What `info` says; the event stands for a headline that is missing."""
    return AlertText(
        language=info.language,
        event=info.event,
        headline=info.headline or info.event,
        area=area_words(area.described for area in info.areas),
        instruction=info.instruction,
    )


def area_words(names: Iterable[str], most: int = 600) -> str:
    """The areas' names, each once, cut to `most` characters."""
    whole = "; ".join(dict.fromkeys(name for name in names if name))
    return whole if len(whole) <= most else f"{whole[: most - 1].rstrip('; ')}…"


def _joined(infos: Sequence[CapInfo]) -> list[CapInfo]:
    """`infos` with those that differ by their areas alone made one."""
    joined: list[CapInfo] = []
    for info in infos:
        alike = next((n for n, one in enumerate(joined) if _but_areas(one) == _but_areas(info)), None)
        if alike is None:
            joined.append(info)
        else:
            new = tuple(area for area in info.areas if area not in joined[alike].areas)
            joined[alike] = joined[alike].model_copy(update={"areas": (*joined[alike].areas, *new)})
    return joined


def _but_areas(info: CapInfo) -> tuple[object, ...]:
    return (info.event, info.severity, info.headline, info.instruction, info.expires)


def order(item: AlertItem) -> tuple[int, float, str]:
    """For sorting: the severest first, then the newest."""
    return (-RANKS[item.severity], -item.sent.timestamp(), item.id)


def standing(items: Iterable[AlertItem], now: datetime) -> tuple[AlertItem, ...]:
    """Those of `items` that are not over at `now`."""
    return tuple(item for item in items if now < item.until)

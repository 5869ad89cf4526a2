"""CAP messages in chains of five, shuffled and with repeats, and what must be in force at their end."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

CHAIN = 5
REPEATED = 0.2
SENDER = "bureau@weather.example"
SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor")


@dataclass(frozen=True)
class Load:
    """`documents` in the order in which they come; `in_force` are the headlines that stand at their end."""

    documents: list[bytes]
    in_force: set[str]


def chains(messages: int, now: datetime, seed: int = 9) -> Load:
    """Chains of an Alert, three Updates, and a last message: half of them a Cancel, a quarter an all-clear, else an Update."""
    dice = random.Random(seed)
    documents, in_force = [], set()
    for chain in range(messages // CHAIN):
        sent = [now - timedelta(minutes=60 - 2 * n, seconds=chain % 60) for n in range(CHAIN)]
        for n in range(CHAIN):
            last = n == CHAIN - 1
            kind = "Alert" if n == 0 else "Cancel" if last and chain % 2 else "Update"
            clear = last and chain % 4 == 0
            headline = f"Flood {chain}, word {n}"
            if last and kind == "Update" and not clear:
                in_force.add(headline)
            named = f"{SENDER},c{chain}-{n - 1},{_written(sent[n - 1], dice)}" if n else ""
            documents.append(
                _document(f"c{chain}-{n}", kind, _written(sent[n], dice), named, headline, clear, now, dice)
            )
    documents += dice.sample(documents, int(len(documents) * REPEATED))
    dice.shuffle(documents)
    return Load(documents, in_force)


def _written(moment: datetime, dice: random.Random) -> str:
    """The instant in one of the ways in which agencies write it."""
    hours = dice.choice([0, 8, -5])
    local = moment.astimezone(UTC) + timedelta(hours=hours)
    zone = dice.choice(["Z", "-00:00", "+00:00"]) if hours == 0 else f"{hours:+03d}:00"
    return f"{local:%Y-%m-%dT%H:%M:%S}{zone}"


def _document(
    name: str, kind: str, sent: str, named: str, headline: str, clear: bool, now: datetime, dice: random.Random
) -> bytes:
    info = "" if kind == "Cancel" else (
        f"<info><language>en</language><category>Met</category><event>Flood Warning</event>"
        f"{'<responseType>AllClear</responseType>' if clear else ''}<urgency>Expected</urgency>"
        f"<severity>{dice.choice(SEVERITIES)}</severity><certainty>Likely</certainty>"
        f"<expires>{_written(now + timedelta(hours=6), dice)}</expires><senderName>Weather Bureau</senderName>"
        f"<headline>{headline}</headline><instruction>{'Go to high ground. ' * 10}</instruction>"
        f"<area><areaDesc>La Union</areaDesc><polygon>{_polygon(dice)}</polygon></area></info>"
    )  # fmt: skip
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">'
        f"<identifier>{name}</identifier><sender>{SENDER}</sender><sent>{sent}</sent><status>Actual</status>"
        f"<msgType>{kind}</msgType><scope>Public</scope>{f'<references>{named}</references>' if named else ''}{info}</alert>"
    ).encode()


def _polygon(dice: random.Random, corners: int = 40) -> str:
    points = [f"{16 + dice.random():.4f},{120 + dice.random():.4f}" for _ in range(corners)]
    return " ".join([*points, points[0]])

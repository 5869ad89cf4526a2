"""What the demo's newsroom did in the hours before: several people, pushes, a correction, a withdrawal. All of it is invented."""

from __future__ import annotations

from datetime import datetime, timedelta

from webapp.desk import Desk
from webapp.newsroom.drafts import BreakingDraft, Correction, Withdrawal
from webapp.newsroom.model import Priority
from webapp.newsroom.staff import Actor

LIGAYA = Actor(name="Ligaya", role="anchor")
ROSA = Actor(name="Rosa", role="producer")
ELENA = Actor(name="Elena", role="editor")

AN_HOUR = 3600
PUSHED: tuple[tuple[float, Actor, Priority, str, str], ...] = (
    (22.6, LIGAYA, "urgent", "Port of Batangas halts small boats until the wind drops",
     "Pantalan ng Batangas, pinahinto muna ang maliliit na bangka hanggang humina ang hangin"),
    (19.2, ELENA, "urgent", "Council of Parola town votes 9 to 4 for the night clinics",
     "Konseho ng bayan ng Parola: 9 laban sa 4 para sa mga klinika sa gabi"),
    (13.4, ROSA, "bulletin", "Signal No. 1 raised in four provinces as Storm Marikit nears",
     "Signal No. 1, itinaas sa apat na lalawigan habang papalapit ang bagyong Marikit"),
    (9.1, LIGAYA, "urgent", "One lane of the Santolan flyover closed after a truck stalls",
     "Isang lane ng Santolan flyover, isinara matapos tumirik ang isang trak"),
    (3.7, ELENA, "urgent", "Ferry adds two trips on the Pasig this evening",
     "Dalawang dagdag na biyahe ng ferry sa Ilog Pasig ngayong gabi"),
)  # fmt: skip
"""How many hours ago, by whom, and the headline in both languages."""


def replay(desk: Desk, now: datetime) -> list[tuple[str, int, datetime]]:
    """Makes all of it, oldest first. Returns id, place on the log and time of each push."""
    made = []
    for hours, who, priority, english, filipino in PUSHED:
        at = now - timedelta(hours=hours)
        draft = BreakingDraft.ask(
            {
                "headline": english,
                "priority": priority,
                "expires_in": 2 * AN_HOUR,
                "texts": {"fil": {"headline": filipino}},
            }
        )
        receipt = desk.publish_breaking(draft, who, at)
        made.append((receipt.id or "", receipt.seq, at))
        if hours == 19.2:
            wrong = Correction(
                rev=1,
                reason="the vote was 10 to 3, by the clerk's record",
                headline=english.replace("9 to 4", "10 to 3"),
            )
            desk.correct_breaking(receipt.id or "", wrong, ELENA, at + timedelta(minutes=11))
        if hours == 9.1:
            back = Withdrawal(rev=1, reason="the traffic desk says that all lanes are open again")
            desk.withdraw_breaking(receipt.id or "", back, ROSA, at + timedelta(minutes=34))
    return made

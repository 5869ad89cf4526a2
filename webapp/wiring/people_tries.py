"""Tries the rules for roles on the accounts that there are: who would be asked for a second factor, who could approve a flash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from webapp.newsroom.people.account import Account, PeopleRules
from webapp.panel.settings.tried import Tried


def tried_people(accounts: Sequence[Account], before: PeopleRules, after: PeopleRules) -> Iterator[Tried]:
    """For each role that must have a second factor from now on, how many accounts have none."""
    for role in after.require_second_factor:
        if role not in before.require_second_factor:
            of_role = [one for one in accounts if one.role == role and one.opens]
            without = sum(not one.has_second_factor for one in of_role)
            says = f"without a second factor: {without} of {len(of_role)}; they set one up before their next page"
            yield Tried(True, role, says)


def tried_approval(accounts: Sequence[Account]) -> Tried:
    """Whether there is somebody who can approve a flash of somebody else."""
    able = [one.name for one in accounts if one.opens and one.actor.may("breaking")]
    if len(able) < 2:
        return Tried(False, ", ".join(able), "can approve a flash, and nobody else: each would wait for a minute")
    return Tried(True, ", ".join(able[:5]), "can approve a flash of somebody else")

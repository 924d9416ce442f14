"""How grounds end: stayed by a court, annulled, or all of them remedied; each by two persons."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import invariant, precondition, rule

from registry.models import Ground, Suspension
from registry.tests.hands import INSTANT, Hands, some
from registry.tests.law import CERTIFICATE, ON_DEMAND, Passive, Stay

RULINGS = (
    "stay lift annul",
    "stay",
    "annul",
    "stay lift",
    "stay stay lift lift stay",
    "lift annul annul stay",
    "stay annul lift",
)


class Courts(Hands):
    """Rules about grounds that are recorded; each may be open, stayed or closed when one is tried on it."""

    @precondition(lambda self: self.recorded)
    @rule(
        which=some,
        rulings=st.sampled_from(RULINGS),
        apart=st.sampled_from([timedelta(0), INSTANT, timedelta(hours=7)]),
    )
    def go_to_court(self, which: int, rulings: str, apart: timedelta) -> None:
        """One ruling after another about one ground; some come too early, too late or twice."""
        for ruling in rulings.split():
            {"stay": self.stay, "lift": self.lift, "annul": self.annul}[ruling](which)
            self.come(self.law.now + apart)

    def stay(self, which: int) -> None:
        row, ground = self.chosen(which)
        goes = not ground.closing and not ground.stayed
        said = {"ground_id": row.pk, "document_id": self.court}
        self.run(lambda at: self.two("suspend_ground", at, **said), goes=goes)
        if goes:
            ground.stays.append(Stay(self.law.now))

    def lift(self, which: int) -> None:
        row, ground = self.chosen(which)
        goes = not ground.closing and ground.stayed
        said = {"ground_id": row.pk, "document_id": self.court}
        self.run(lambda at: self.two("lift_suspension", at, **said), goes=goes)
        if goes:
            ground.stays[-1].until = self.law.now
            self.reached["lifted"] += 1

    def annul(self, which: int) -> None:
        row, ground = self.chosen(which)
        goes = not ground.closing
        said = {"ground_id": row.pk, "document_id": self.court}
        self.run(lambda at: self.two("annul_ground", at, **said), goes=goes)
        if goes:
            self.law.annul(ground)

    @precondition(lambda self: self.law.open)
    @rule(named=st.booleans())
    def reactivate(self, *, named: bool) -> None:
        """By what came in last, or by nothing that anybody named."""
        remedy = max(self.law.filed) if named else None
        goes = self.law.may_reactivate(remedy)
        self.run(lambda at: self.two("reactivate", at, remedy_id=remedy), goes=goes)
        if goes:
            self.law.reactivate()

    @rule()
    def send_a_remedy(self) -> None:
        self.file()

    @invariant()
    def stays_are_as_courts_said(self) -> None:
        found = sorted((it.from_at, it.until_at or it.from_at) for it in Suspension.objects.all())
        assert found == sorted((stay.since, stay.until or stay.since) for it in self.law.grounds for stay in it.stays)

    @property
    def recorded(self) -> bool:
        return Ground.objects.exists()

    def chosen(self, which: int) -> tuple[Ground, Passive]:
        """One of the recorded grounds, and the law's account of it."""
        rows = Ground.objects.order_by("at", "pk")
        row = rows[which % len(rows)]
        said = (of(row), row.at, row.lapsed_on, row.closed_at)
        return row, next(it for it in self.law.grounds if (it.of, it.at, it.last, it.closed_at) == said)


def of(row: Ground) -> str:
    """Say for what a ground holds, in the law's words."""
    if row.demand_id is not None:
        return f"{ON_DEMAND} {row.demand_id}"
    owed = row.obligation or (row.showing.obligation if row.showing else None)
    return CERTIFICATE if owed is None else owed.key

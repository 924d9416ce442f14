"""Act × status × role: who may, what the arrow says, what is refused, and what a done act writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.db import models

from accounts.models import User
from applications.lifecycle import Status
from conftest import T0
from documents.kinds import KINDS
from documents.lifecycle import LetterStatus
from documents.models import SigningStatus
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.acts import Act, Rule
from ledger.errors import NotAllowed, Refused
from ledger.models import Proposal, Step
from ledger.offers import act_modules
from ledger.timeline import status_label
from operations.demo.identities import tax_number
from privacy.lifecycle import BreachStatus, RequestStatus
from registry.lifecycle import Standing
from tests.matrix.country import ROLES, Country, forked
from tests.matrix.lines import Line
from tests.matrix.scenes import SCENES, Scene
from tests.matrix.scenes_privacy import ASKED
from tests.matrix.table import GRAMMAR, TABLE

pytestmark = pytest.mark.django_db

ONE = [name for name, line in TABLE.items() if line.on != "nothing" and not line.first]
TWO = [name for name, line in TABLE.items() if line.first]
CASES = [(name, state) for name in ONE for state in SCENES[TABLE[name].on]]
PAIRS = [(name, state) for name in TWO for state in SCENES[TABLE[name].on]]
FOREIGN_RULE = "nobody’s rule"
SOMETIMES = {
    "contracts.verify_ink": "tells where the ink is not confirmed",
    "kep_gateway.settle_review": "tells where a running term moves",
}
RESERVED = {"kep_gateway.serve_otherwise": "serves by another means what another act told"}


def test_every_act_has_a_line_and_every_line_an_act():
    assert set(act_modules()) == set(TABLE) | GRAMMAR, "every act has a Line in tests/matrix/lines_*.py"


def test_two_persons_and_rules_are_as_the_table_says():
    for name, line in TABLE.items():
        act: Act = act_modules()[name].ACT
        assert act.two_persons == bool(line.first), name
        assert act.rules == line.rules, name


def test_every_status_has_its_scene():
    assert set(SCENES["application"]) == set(SCENES["item"]) == set(Status.values)
    assert set(SCENES["letter"]) == set(SCENES["request"]) == set(LetterStatus.values)
    assert set(SCENES["signing"]) == set(SigningStatus.values)
    assert set(SCENES["notice"]) >= set(NoticeStatus.values)
    assert set(SCENES["subject's request"]) == set(RequestStatus.values)
    assert set(SCENES["breach"]) >= set(BreachStatus.values)
    assert set(SCENES["integrator"]) >= set(Standing.values) - {Standing.CANDIDATE}


CODED = re.compile(r"[a-z]+(?:_[a-z]+)*")
"""How a status is stored; a version, such as v2, is no such word."""


def arrow_of(act: Act, row: models.Model) -> tuple[set[str], str] | None:
    """Return from which states the act's arrow leads, and where to, as the lifecycle declares it."""
    if not act.arrow:
        return None
    transitions = getattr(type(row), act.arrow)._django_fsm.transitions
    return set(transitions), next(iter(transitions.values())).target


def expected(name: str, state: str, role: str, row: Any) -> str | set[str]:
    """Return "not allowed", "done", or the codes of the refusal; {"status"} stands for what the arrow refuses."""
    line, act = TABLE[name], act_modules()[name].ACT
    rule = role.startswith("rule ")
    may = role.removeprefix("rule ") in line.rules if rule else role in line.who - line.closed.get(state, frozenset())
    if not may:
        return "not allowed"
    arrow = arrow_of(act, row)
    if arrow and row.status not in arrow[0]:
        return {"status"}
    codes = line.refused_to.get((role, state), line.refused.get(state, set()))
    return set(codes) or "done"


def outcome(call: Any) -> tuple[str | set[str], Any]:
    """Return what came of a call in the table's words, and its result."""
    try:
        return "done", call()
    except NotAllowed:
        return "not allowed", None
    except Refused as refused:
        codes = set(refused.codes)
        return ({"status"} if "status" in codes else codes), None


def steps_since(last: int) -> Counter[str]:
    """Return the acts of the Steps written after a Step."""
    return Counter(Step.objects.filter(pk__gt=last).values_list("act", flat=True))


def letters_since(last: int, act: str) -> Iterator[str]:
    """Yield what Steps after a Step tell wrongly: no letter, one twice, another act's, or a status without words."""
    told = Counter(Notice.objects.filter(step__pk__gt=last).values_list("step_id", "step__act", "kind", "firm_id"))
    yield from (f"{by} tells {kind} twice" for (_step, by, kind, _firm), times in told.items() if times > 1)
    sent = {(by, kind) for _step, by, kind, _firm in told if by not in RESERVED}
    yield from (f"{by} tells {kind}" for by, kind in sent if by not in KINDS[kind].acts)
    for step in Step.objects.filter(pk__gt=last):
        if CODED.fullmatch(step.after) and status_label(step) == step.after:
            yield f"{step.act}: a history has no words for “{step.after}”"
    if act not in {by for by, _kind in sent} and act not in SOMETIMES and any(act in it.acts for it in KINDS.values()):
        yield "tells nobody"


def last_step() -> int:
    return Step.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def columns(row: models.Model) -> dict[str, Any] | None:
    found: dict[str, Any] | None = type(row)._default_manager.filter(pk=row.pk).values().first()
    return found


@contextmanager
def at_scene(country: Country, name: str, state: str) -> Iterator[tuple[Scene, dict[str, Any]]]:
    """Bring the row into its state, once for all roles."""
    here = SCENES[TABLE[name].on][state](country)
    here.story.at = here.at
    with moved(here.at):
        yield here, TABLE[name].given(here)


def tried(name: str, state: str, role: str, here: Scene, given: dict[str, Any]) -> list[str]:
    """Do an act in a role, take it back, and return what was not as the table says."""
    line, row = TABLE[name], here.row
    module, wanted = act_modules()[name], expected(name, state, role, here.row)
    by = Rule(role.removeprefix("rule ")) if role.startswith("rule ") else here.country.actor(role, here.story)
    before, last = columns(row), last_step()
    with forked():
        act = getattr(module, name.split(".")[1])
        got, _result = outcome(lambda: act(row.pk, by=by, at=here.at, **given))
        written, after = steps_since(last), columns(row)
        letters = list(letters_since(last, name)) if got == "done" else []
    wrong = [] if got == wanted else [f"{role}: {got}, not {wanted}"]
    wrong += [f"{role}: {it}" for it in letters]
    if got != "done":
        if written or before != after:
            wrong.append(f"{role}: refused, and yet wrote {dict(written)}")
        return wrong
    times = line.times_in.get(state, line.times)
    return wrong + [f"{role}: {it}" for it in _wrong_work(line, times, module.ACT, row, written, after)]


def _wrong_work(
    line: Line, times: int, act: Act, row: Any, written: Counter[str], after: dict[str, Any] | None
) -> Iterator[str]:
    others = set(written) - {act.name}
    if written[act.name] != times or not others <= line.also:
        yield f"wrote {dict(written)}"
    arrow = arrow_of(act, row)
    if arrow and (after or {}).get("status") != arrow[1]:
        yield f"went to {(after or {}).get('status')}, not along its arrow to {arrow[1]}"


@pytest.mark.parametrize(("name", "state"), CASES, ids=[f"{name}-{state}" for name, state in CASES])
def test_an_act_in_a_state_for_every_role(country, name, state):
    with at_scene(country, name, state) as (here, given):
        roles = [*ROLES, *(f"rule {it}" for it in (*TABLE[name].rules, FOREIGN_RULE))]
        wrong = [it for role in roles for it in tried(name, state, role, here, given)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "state"), PAIRS, ids=[f"{name}-{state}" for name, state in PAIRS])
def test_an_act_of_two_persons_in_a_state_for_every_role(country, name, state):
    with at_scene(country, name, state) as (here, given):
        wrong = [it for role in ROLES for it in proposed(name, state, role, here, given)]
        first = next(iter(sorted(TABLE[name].first - TABLE[name].closed.get(state, frozenset()))), None)
        if first and expected_of_first(name, state, first, here) == "done":
            wrong += approved(name, state, first, here, given)
    assert not wrong, "\n".join(wrong)


def expected_of_first(name: str, state: str, role: str, here: Scene) -> str | set[str]:
    """Return what proposing must come to: what stands in the act's way stands in the proposal's way."""
    line = TABLE[name]
    if role not in line.first - line.closed.get(state, frozenset()):
        return "not allowed"
    arrow = arrow_of(act_modules()[name].ACT, here.row)
    if arrow and here.row.status not in arrow[0]:
        return {"status"}
    return set(line.refused.get(state, set())) or "done"


def proposed(name: str, state: str, role: str, here: Scene, given: dict[str, Any]) -> list[str]:
    """Propose in a role, and approve the own proposal, which nobody may."""
    wanted, by, last = expected_of_first(name, state, role, here), here.country.actor(role, here.story), last_step()
    before, wrong = columns(here.row), []
    with forked():
        got, proposal = outcome(lambda: propose(name, type(here.row), here.row.pk, by=by, at=here.at, arguments=given))
        written = dict(steps_since(last))
        if got != wanted:
            wrong.append(f"{role} proposes: {got}, not {wanted}")
        if written != ({"ledger.propose": 1} if got == "done" else {}) or columns(here.row) != before:
            wrong.append(f"{role} proposes: {got} wrote {written}")
        if proposal is not None:
            may = role in TABLE[name].who
            own, _result = outcome(lambda: approve(proposal.pk, by=by, at=here.at))
            if own != ({"own_proposal"} if may else "not allowed"):
                wrong.append(f"{role} approves the own proposal: {own}")
    return wrong


def approved(name: str, state: str, first: str, here: Scene, given: dict[str, Any]) -> list[str]:
    """Approve somebody's proposal in every role; where proposer and approver have one role, two people have it."""
    wrong = []
    seconds = {"administrator": User.objects.get(pk=here.country.world.second_administrator.pk)}
    with forked():
        by = here.country.actor(first, here.story)
        proposal = propose(name, type(here.row), here.row.pk, by=by, at=here.at, arguments=given)
        for role in ROLES:
            by = seconds[role] if role == first and role in seconds else here.country.actor(role, here.story)
            wrong += [f"{role} approves: {it}" for it in _seconded(name, state, role, by, here, proposal)]
    return wrong


def _seconded(name: str, state: str, role: str, by: Any, here: Scene, proposal: Proposal) -> Iterator[str]:
    line = TABLE[name]
    wanted = "done" if role in line.who and state not in line.alone else "not allowed"
    if wanted == "done" and by.pk == proposal.proposed_by_id:
        wanted = "own_proposal"
    before, last = columns(here.row), last_step()
    with forked():
        got, _result = outcome(lambda: approve(proposal.pk, by=by, at=here.at))
        written, after = steps_since(last), columns(here.row)
        written.subtract({"ledger.approve": 1} if got == "done" else {})
        written = +written
        if got == "done":
            yield from letters_since(last, name)
        if (got if isinstance(got, str) else "/".join(sorted(got))) != wanted:
            yield f"{got}, not {wanted}"
        if got == "done":
            yield from _wrong_work(line, line.times, act_modules()[name].ACT, here.row, written, after)
        elif written or before != after:
            yield f"refused, and yet wrote {dict(written)}"


def test_an_act_of_two_persons_does_not_run_without_a_proposal(country):
    for name in TWO:
        state = next(state for state in SCENES[TABLE[name].on] if state not in TABLE[name].refused)
        with forked(), at_scene(country, name, state) as (here, given):
            by = here.country.actor(min(TABLE[name].who), here.story)
            act = partial(getattr(act_modules()[name], name.split(".")[1]), here.row.pk, by=by, at=here.at)
            got, _result = outcome(partial(act, proposal=None, **given))
        assert "second_person" in got or got == {"status"}, (name, got)


def test_a_superuser_who_is_an_approver_cannot_approve_the_own_proposal(country):
    line = TABLE["registry.end_integrator"]
    with at_scene(country, "registry.end_integrator", "active") as (here, given):
        by = country.actor("approver")
        by.is_superuser = True
        by.save()
        assert line.first
        proposal = propose("registry.end_integrator", type(here.row), here.row.pk, by=by, at=here.at, arguments=given)
        assert outcome(lambda: approve(proposal.pk, by=by, at=here.at))[0] == {"own_proposal"}


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("name", "facts"),
    [
        ("receive_request", {**ASKED, "received_at": T0}),
        ("open_breach", {"aware_at": T0, "what": "Bilgisayar çalındı."}),
    ],
)
def test_who_opens_a_file_about_personal_data(country, role, name, facts):
    act, by, last = getattr(act_modules()[f"privacy.{name}"], name), country.actor(role), last_step()
    got, _row = outcome(lambda: act(by=by, at=country.at, **facts))
    may = role in TABLE[f"privacy.{name}"].who
    assert got == ("done" if may else "not allowed")
    assert steps_since(last) == ({f"privacy.{name}": 1} if may else {})


@pytest.mark.parametrize("role", ROLES)
def test_whoever_has_no_role_registers_a_firm(country, role):
    module, by, last = act_modules()["accounts.register_firm"], country.actor(role), last_step()
    facts = {"legal_name": "Yeni A.Ş.", "vkn": tax_number(country.world.rng), "kep": "y@hs01.kep.tr"}
    got, _firm = outcome(lambda: module.register_firm(by=by, at=country.at, **facts))
    assert got == ("done" if role in TABLE["accounts.register_firm"].who else "not allowed")
    assert steps_since(last) == ({"accounts.register_firm": 1} if got == "done" else {})

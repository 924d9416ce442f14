"""What tests share: a state that is put back is the one that was built, and nothing of one test is found by another."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions.register_firm import register_firm
from accounts.models import Firm, RoleGrant, User
from applications.lifecycle import Status
from applications.models import Application
from conftest import GUARDED_TABLES, T0, person
from ledger.models import Dossier, Step
from ledger.verification import verify
from tests.ground import GROUND, Ground, Told
from tests.races import at_once
from tests.rows import rows_of, tables

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def every_row() -> dict[str, Any]:
    assert GROUND.floor
    return {name: rows_of(connection, name) for name in GROUND.floor.filled(tables())}


class Counted:
    """Something that is built, and how often it was."""

    def __init__(self, name: str = "biri") -> None:
        self.name, self.times = name, 0

    def __call__(self) -> User:
        self.times += 1
        with transaction.atomic():
            return User.objects.create_user(f"{self.name}@ornek.invalid", None, full_name="Deneme")


Stand = Callable[..., Any]


@pytest.fixture
def stand() -> Iterator[Stand]:
    """`stand(work)` runs work as a test of its own would: on a ground that forgets what was not kept, and taken back."""
    ground, own = Ground(), pytest.MonkeyPatch()

    def run(work: Callable[[Ground], Any]) -> Any:
        with transaction.atomic(), ground.under(own, committed=False):
            found = work(ground)
            transaction.set_rollback(True)
        return found

    yield run
    own.undo()


def test_a_state_is_built_once_and_put_back_as_it_was(stand: Stand) -> None:
    build = Counted()

    def work(ground: Ground) -> Any:
        made = ground.reach("somebody", build)
        return made.pk, every_row()

    first, again = stand(work), stand(work)
    assert again == first
    assert build.times == 1
    assert not User.objects.exists(), "nothing of it stays"


def test_what_a_test_does_to_a_state_is_its_own(stand: Stand) -> None:
    build = Counted()

    def spoil(ground: Ground) -> None:
        made = ground.reach("somebody", build)
        made.full_name = "Başkası"
        made.save()
        User.objects.create_user("yeni@ornek.invalid", None, full_name="Yeni")

    def work(ground: Ground) -> Any:
        made = ground.reach("somebody", build)
        return made.full_name, list(User.objects.values_list("full_name", flat=True))

    stand(spoil)
    stand(spoil)
    assert stand(work) == ("Deneme", ["Deneme"])
    assert build.times == 1


def test_whoever_asks_between_two_steps_goes_an_own_way(stand: Stand) -> None:
    first, second = Counted(), Counted("ikinci")

    def work(ground: Ground, *, ask: bool) -> int:
        ground.reach("first", first)
        if ask:
            User.objects.filter(full_name="Deneme").delete()
        ground.reach("second", lambda: person("İkinci Kişi") if ask else second())
        return User.objects.count()

    assert [stand(lambda ground, ask=ask: work(ground, ask=ask)) for ask in (False, True, False)] == [2, 1, 2]
    assert (first.times, second.times) == (1, 1)


def test_a_setting_of_the_tests_own_is_another_ground(stand: Stand, settings: Any) -> None:
    build = Counted()
    stand(lambda ground: ground.reach("somebody", build))
    settings.INSTITUTION = {}
    stand(lambda ground: ground.reach("somebody", build))
    assert build.times == 2


def test_so_is_what_was_patched(stand: Stand) -> None:
    build = Counted()

    def work(ground: Ground, *, patch: bool) -> None:
        if patch:
            ground.patched.setattr(build, "name", "başkası")
        ground.reach("somebody", build)

    stand(lambda ground: work(ground, patch=False))
    stand(lambda ground: work(ground, patch=True))
    assert build.times == 2


def test_a_step_that_fails_is_not_kept(stand: Stand) -> None:
    def fails() -> None:
        person("Yarım Kalan")
        raise LookupError

    def work(ground: Ground) -> int:
        with pytest.raises(LookupError):
            ground.reach("fails", fails)
        return User.objects.count()

    assert [stand(work), stand(work)] == [1, 1], "each time it is done as far as it goes"


def told(story: Told) -> tuple[Any, ...]:
    story.register().start().send_all().submit()
    application = Application.objects.get()
    assert application == story.application
    assert (application.status, application.firm, story.firm.pk) == (
        Status.SUBMITTED,
        story.firm,
        Firm.objects.get().pk,
    )
    assert list(verify()) == []
    return story.at, Step.objects.count(), story.world.rng.getstate()


FOUND: list[Any] = []


@pytest.mark.parametrize("time", ["first", "again", "once more"])
def test_a_story_goes_on_from_wherever_it_was_told_before(story: Told, time: str) -> None:
    FOUND.append(told(story))
    assert FOUND[-1] == FOUND[0], "rows, instants and chance are those of the first telling"
    assert Application.objects.count() == 1
    story.take_up().judge().find_suitable()
    assert story.world.officer == Application.objects.get().dossier.handler
    story.wait(days=1)
    assert list(verify()) == []


def test_a_story_at_another_instant_is_another_story(story: Told) -> None:
    story.register()
    story.at += timedelta(days=9)
    story.start()
    assert Application.objects.get().dossier.opened_at == T0 + timedelta(days=9)


@pytest.mark.django_db(transaction=True)
def test_what_was_put_back_for_others_is_committed(firm: Firm, officer: User) -> None:
    """`firm` and `officer` may have been put back: whoever asks first, even in something taken back, finds them."""
    with transaction.atomic():
        assert RoleGrant.objects.get().person == officer
        transaction.set_rollback(True)
    assert list(Firm.objects.all()) == [firm]
    assert firm.dossier.steps.get().act == "accounts.register_firm"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_another_thread_finds_it_too(firm: Firm, time: str) -> None:
    assert at_once(lambda: list(Firm.objects.all()), Firm.objects.count) == [[firm], 1]


@pytest.mark.django_db(transaction=True)
def test_the_sweeping_leaves_nothing_and_every_guard(firm: Firm) -> None:
    assert firm.dossier.steps.exists()
    swept()
    made = register_firm(
        by=person("Yeni Kişi"), at=T0, legal_name="Yeni A.Ş.", vkn="1234567890", kep="yeni@hs01.kep.tr"
    )
    for statement in ("DELETE FROM ledger_step", "UPDATE ledger_step SET act = 'x'"):
        with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert made.dossier.steps.count() == 1
    if connection.vendor == "postgresql":
        with pytest.raises(IntegrityError), transaction.atomic():
            Dossier.objects.filter(pk=made.dossier.pk)._raw_delete(connection.alias)


@pytest.mark.django_db(transaction=True)
def test_the_sweeping_puts_back_what_every_test_finds() -> None:
    before = every_row()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM policies_calendarday WHERE name LIKE '%%Bayram%%'")
    assert every_row() != before
    swept()
    assert every_row() == before


def swept() -> None:
    """Sweep as after a test that commits; what is found then is what the session began with."""
    assert GROUND.floor
    GROUND.floor.sweep(GUARDED_TABLES)
    assert every_row() == GROUND.floor.rows

"""The house's rules on what Django knows of us: rows, addresses, acts, permissions."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

import pytest
import rules.permissions
from django.apps import apps
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.functional import Promise

from accounts.access import Access
from law.clauses import CLAUSES
from ledger.guarded import Guarded
from ledger.offers import act_modules
from policies.catalogue import CATALOGUE
from tests.house import ROOMS

MARKED_ELSEWHERE = {
    "allauth.": "its own sign-in pages, which check for themselves",
    "django.contrib.admin.": "behind the administration's own check",
    "django.views.generic.base.": "the administration's redirects to such pages; we have none of our own",
    "django.contrib.contenttypes.": "the administration's way to a row's own page, behind its check",
    "django.contrib.staticfiles.": "files without secrets",
}
UNGUARDED = {
    "accounts.Mail": "an outbox whose attempts are counted; nothing legal depends on it",
    "accounts.User": "changed by the sign-in library",
    "kep_gateway.ProviderBalance": "what the provider told last; no part of any file",
    "ledger.Counter": "a number, under its row lock",
    "ledger.Dossier": "its head moves with every Step",
    "ledger.Generation": "its token is renewed by triggers; nothing legal depends on it",
    "ledger.Heartbeat": "overwritten by every round of a loop",
}
ASKED_OTHERWISE = {
    "ledger.propose": "asks for the proposed act's own permission to propose",
    "ledger.approve": "asks for the proposed act's permission",
    "ledger.decline": "asks for the proposed act's permission, or to be its author",
    "ledger.propose_anew": "asks for the proposed act's own permission to propose",
}


def own_models() -> list[type[models.Model]]:
    found = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
    return [model for model in found if not hasattr(model, "history_object")]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_a_row_protects_what_it_points_to_and_is_stamped_by_its_act(model):
    for field in model._meta.get_fields():
        if isinstance(field, models.ForeignKey) and not field.auto_created:
            assert field.remote_field.on_delete is models.PROTECT, field
        assert not getattr(field, "auto_now", False), field
        assert not getattr(field, "auto_now_add", False), field


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_a_row_changes_through_acts_unless_it_is_listed(model):
    guarded = isinstance(model._default_manager.all(), Guarded)
    assert guarded != (model._meta.label in UNGUARDED)
    if guarded:
        assert isinstance(model._base_manager.all(), Guarded), "Meta.base_manager_name is missing"


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_instants_end_in_at_and_days_in_on(model):
    listed = {"last_login", "in_force_from", "day"}
    for field in model._meta.concrete_fields:
        if isinstance(field, models.DateTimeField):
            assert field.name.endswith("_at") or field.name in {"at", "active_until", *listed}, field
        elif isinstance(field, models.DateField):
            assert field.name.endswith("_on") or field.name in listed, field


def patterns(where: list[Any], namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in where:
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, namespace + str(one.pattern))
        else:
            yield namespace + str(one.pattern), one


def test_every_address_says_who_may_open_it():
    unmarked = {
        address
        for address, pattern in patterns(get_resolver().url_patterns)
        if not isinstance(getattr(pattern.callback, "access", None), Access)
        and not f"{pattern.callback.__module__}.".startswith(tuple(MARKED_ELSEWHERE))
    }
    assert unmarked == set()


def test_every_address_asks_for_a_permission_that_exists():
    for address, pattern in patterns(get_resolver().url_patterns):
        access = getattr(pattern.callback, "access", None)
        if isinstance(access, Access) and access.permission:
            assert access.permission in rules.permissions.permissions, address


def test_every_act_is_somebodys_to_do():
    known = rules.permissions.permissions
    for name, module in act_modules().items():
        act = module.ACT
        if name not in ASKED_OTHERWISE:
            assert act.rules or name in known, f"nobody may {name}"
        if act.two_persons:
            assert {name, act.propose} <= set(known), f"nobody may {name} or propose it"


def test_every_act_is_called_alike():
    for name, module in act_modules().items():
        given = inspect.signature(module.obstacles).parameters
        others = [it for key, it in given.items() if key != "at"][1:]
        assert given["at"].kind is inspect.Parameter.KEYWORD_ONLY, name
        assert all(it.default is not inspect.Parameter.empty for it in others), f"{name}: a button knows the row only"
        assert isinstance(module.ACT.label, Promise), f"{name}: its label is translatable"


def test_every_act_says_what_was_done():
    for name, module in act_modules().items():
        act = module.ACT
        assert isinstance(act.told, Promise), name
        assert bool(act.done) != bool(act.rules), f"{name}: a button commands, a history tells; a rule has no button"


def test_a_two_person_act_says_what_it_would_do():
    for name, module in act_modules().items():
        if module.ACT.two_persons:
            assert apps.get_model(module.SUBJECT), name
            act = inspect.signature(getattr(module, name.split(".")[1])).parameters
            assert "proposal" in act, name
            arguments = {key for key in inspect.signature(module.preview).parameters if key != "at"}
            assert arguments - {next(iter(inspect.signature(module.preview).parameters))} <= set(act), name


def test_every_policy_rests_on_a_clause_and_accepts_its_own_default():
    for kind in CATALOGUE.values():
        assert kind.clause in CLAUSES
        assert kind.reason
        kind.check(kind.default)

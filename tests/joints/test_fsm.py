"""Joint 1: the status is moved by arrows only, and Django's own refresh and validation live with that."""

import pytest
from django.core.exceptions import ValidationError
from django_fsm import TransitionNotAllowed

from deadlines.actions.elapse import elapse
from deadlines.sweeper import SWEEPER
from documents.lifecycle import LetterStatus
from documents.models import Letter
from ledger.errors import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_status_cannot_be_assigned(letter):
    with pytest.raises(AttributeError):
        letter.status = LetterStatus.SIGNED


def test_refresh_reads_the_status_again_and_leaves_it_protected(letter):
    other = Letter.objects.get(pk=letter.pk)
    other.to_initialled()
    other.save()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.INITIALLED
    letter.refresh_from_db(fields=["status"])
    with pytest.raises(AttributeError):
        letter.status = LetterStatus.DRAFT
    with pytest.raises(AttributeError):
        Letter.objects.get(pk=letter.pk).status = LetterStatus.DRAFT


def test_a_refresh_of_other_fields_leaves_the_status_as_it_was_read(letter):
    other = Letter.objects.get(pk=letter.pk)
    other.to_initialled()
    other.save()
    letter.refresh_from_db(fields=["subject"])
    assert letter.status == LetterStatus.DRAFT


def test_validation_looks_at_what_people_type_and_leaves_the_status_alone(letter):
    letter.full_clean()
    letter.subject = ""
    with pytest.raises(ValidationError) as refused:
        letter.full_clean()
    assert set(refused.value.message_dict) == {"subject"}
    with pytest.raises(AttributeError):
        letter.status = LetterStatus.SIGNED


def test_an_arrow_leads_only_from_its_own_states(letter):
    with pytest.raises(TransitionNotAllowed):
        letter.to_sent()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.DRAFT


def test_a_stale_object_would_overwrite_so_acts_read_behind_the_lock(letter, opened):
    stale = Letter.objects.get(pk=letter.pk)
    letter.to_initialled()
    letter.save()
    stale.save()  # what protection does not stop, and why only acts call save()
    letter.refresh_from_db()
    assert letter.status == LetterStatus.DRAFT

    deadline = opened()
    elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)
    with pytest.raises(Refused) as refused:  # the act is given a key, never the stale object
        elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)
    assert refused.value.codes == {"closed"}
    assert deadline.dossier.steps.count() == 1

"""Certification bodies of the demo, invented: the one that its certificates name, and one that is suspended."""

from __future__ import annotations

from datetime import datetime, timedelta

from law.clock import legal_day
from operations.demo.people import World
from policies.files import BODIES, file_of
from registry.actions.change_body import change_body
from registry.actions.enter_body import enter_body
from registry.lifecycle import BodyKind, BodyStatus
from registry.models import Body

CITATION = "Akreditasyon kurumunun açık listesi (demo)"
INVENTED = (("Örnek Belgelendirme A.Ş.", "AB-0042-YS"), ("Deneme Belgelendirme Ltd. Şti.", "AB-0077-YS"))


def enter_bodies(world: World, at: datetime) -> None:
    """Have an officer enter both, and record the second one's suspension."""
    file, accreditor = file_of(BODIES, at=at), Body.objects.get(name="TÜRKAK")
    for name, number in INVENTED:
        made = enter_body(
            file.pk,
            by=world.officer,
            at=at,
            kind=BodyKind.CERTIFICATION,
            name=name,
            country="TR",
            citation=CITATION,
            accreditation_number=number,
            accredited_by=accreditor.pk,
        )
    since, source = legal_day(at - timedelta(days=7)), "Akreditasyon kurumunun duyurusu (demo)"
    change_body(made.pk, by=world.officer, at=at, status=BodyStatus.SUSPENDED, since_on=since, citation=source)

"""The commitment is versioned like the agreement: where an agreement was published, its first version is there too."""

import hashlib
from pathlib import Path

from django.db import migrations

TEXT = Path(__file__).parent.parent / "texts" / "commitment_v1.txt"


def first_commitment(apps, schema_editor):
    versions = apps.get_model("contracts", "AgreementVersion").objects
    first = versions.filter(kind="agreement", number=1).first()
    if first is not None and not versions.filter(kind="commitment").exists():
        versions.create(
            dossier_id=first.dossier_id,
            kind="commitment",
            number=1,
            template=TEXT.stem,
            template_sha256=hashlib.sha256(TEXT.read_bytes()).hexdigest(),
            published_on=first.published_on,
            effective_on=first.effective_on,
        )


class Migration(migrations.Migration):
    dependencies = [("contracts", "0005_campaigns")]
    operations = [migrations.RunPython(first_commitment, migrations.RunPython.noop)]

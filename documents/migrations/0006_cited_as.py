"""A letter shows for ever the number it was given: those that have one keep it as today's setting spells it."""

from django.db import migrations, models
from django.db.models.functions import Cast, Concat

from documents.institution import INSTITUTION


def keep(apps, editor):
    letters = apps.get_model("documents", "Letter").objects.exclude(number=None)
    ours = models.Value(f"E-{INSTITUTION.detsis}-{INSTITUTION.file_plan}-")
    letters.update(cited_as=Concat(ours, Cast("number", models.CharField())))


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_discarded_after_signing")]

    operations = [
        migrations.AddField(
            model_name="letter",
            name="cited_as",
            field=models.CharField(blank=True, max_length=60, verbose_name="number as it is cited"),
        ),
        migrations.RunPython(keep, migrations.RunPython.noop),
    ]

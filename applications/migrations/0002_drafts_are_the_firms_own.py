"""An application that was never handed in is its firm's own: its dossier is not shown."""

from django.db import migrations


def hide(apps, editor):
    drafts = apps.get_model("applications", "Application").objects.filter(submitted_at=None)
    dossiers = apps.get_model("ledger", "Dossier").objects
    dossiers.filter(pk__in=drafts.values("dossier")).update(shown_at=None)


class Migration(migrations.Migration):
    dependencies = [("applications", "0001_initial"), ("ledger", "0003_dossier_shown_at")]

    operations = [migrations.RunPython(hide, migrations.RunPython.noop)]

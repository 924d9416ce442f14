"""From when the ministry sees a dossier; what was opened so far was shown from the beginning."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="dossier",
            name="shown_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="shown to the ministry since"),
        ),
        migrations.RunPython(
            lambda apps, editor: apps.get_model("ledger", "Dossier").objects.update(shown_at=models.F("opened_at")),
            migrations.RunPython.noop,
        ),
    ]

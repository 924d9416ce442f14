"""Every person has a dossier from the start."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_initial")]

    operations = [
        migrations.AlterField(
            model_name="user",
            name="dossier",
            field=models.OneToOneField(
                editable=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="person",
                to="ledger.dossier",
            ),
        ),
    ]

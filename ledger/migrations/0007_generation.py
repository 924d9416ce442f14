"""The token under which processes keep reference data."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_data_subjects_and_breaches")]
    operations = [
        migrations.CreateModel(
            name="Generation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=36)),
            ],
        ),
    ]

"""The triggers that keep rows as they were written."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [guard("registry_publication")]

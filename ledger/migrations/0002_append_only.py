"""The triggers that keep rows as they were written."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [guard("ledger_step"), guard("ledger_seal")]

"""A published version never changes."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [guard("contracts_agreementversion")]

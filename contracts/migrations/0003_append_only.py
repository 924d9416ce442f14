"""A published version never changes."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_flaws_and_data")]
    operations = [guard("contracts_agreementversion")]

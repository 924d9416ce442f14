"""The triggers that keep rows as they were written."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("kep_gateway", "0001_initial")]
    operations = [
        guard("kep_gateway_evidence"),
        guard("kep_gateway_refusedevidence"),
        guard("kep_gateway_refusedlook"),
        guard("kep_gateway_mailattachment"),
        guard("kep_gateway_mailreopening"),
    ]

"""Versions of the agreement are kept in the processes until one is published."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("contracts", "0002_append_only"), ("ledger", "0001_initial")]
    operations = [renews("contracts_agreementversion")]

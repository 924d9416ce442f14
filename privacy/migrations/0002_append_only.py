"""The triggers that keep rows as they were written."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_initial")]
    operations = [guard("privacy_reading"), guard("privacy_breachfacts")]

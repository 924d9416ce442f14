"""Policies and holidays are kept in the processes until one of them changes."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("policies", "0002_policy_file"), ("ledger", "0007_generation")]
    operations = [renews("policies_policy"), renews("policies_calendaryear"), renews("policies_calendarday")]

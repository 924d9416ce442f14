"""Policies and holidays are kept in the processes until one of them changes."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("policies", "0001_initial"), ("ledger", "0001_initial")]
    operations = [renews("policies_policy"), renews("policies_calendaryear"), renews("policies_calendarday")]

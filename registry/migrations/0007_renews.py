"""Requirement sets are kept in the processes until one is added."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_listing_changes"), ("ledger", "0006_generation")]
    operations = [renews("registry_requirementset")]

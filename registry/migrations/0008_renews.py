"""Requirement sets are kept in the processes until one is added."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_obligations"), ("ledger", "0007_generation")]
    operations = [renews("registry_requirementset")]

"""Requirement sets are kept in the processes until one is added."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_append_only"), ("ledger", "0001_initial")]
    operations = [renews("registry_requirementset")]

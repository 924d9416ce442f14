"""Authorities to sign for the ministry are kept in the processes until one is given or ends."""

from django.db import migrations

from ledger.kept import renews


class Migration(migrations.Migration):
    dependencies = [("documents", "0001_initial"), ("ledger", "0001_initial")]
    operations = [renews("documents_ministrysignatory")]

"""Until when the list's bytes are good is asked when they are read, no longer stored with them."""

from django.db import migrations

from ledger.append_only import guard


class Migration(migrations.Migration):

    dependencies = [("registry", "0003_facts_of_the_registry")]

    operations = [
        migrations.RemoveField(model_name="publication", name="good_until"),
        # SQLite may remake an altered table and drop its triggers silently
        guard("registry_publication"),
    ]

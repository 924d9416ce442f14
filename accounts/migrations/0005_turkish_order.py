"""Names stand in the order of a Turkish dictionary wherever the database sorts them."""

from django.db import migrations

import accounts.ordering


def fill(apps, _schema_editor):
    """Make the keys of the names that are here already."""
    for name in ("User", "Firm"):
        model = apps.get_model("accounts", name)
        for row in model.objects.only("pk", model._meta.get_field("name_order").of).iterator():
            row.save(update_fields=["name_order"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_kep_looked_up")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_order",
            field=accounts.ordering.SortKeyField(default=b"", of="full_name"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="firm",
            name="name_order",
            field=accounts.ordering.SortKeyField(db_index=True, default=b"", of="legal_name"),
            preserve_default=False,
        ),
        migrations.AlterModelOptions(
            name="firm",
            options={
                "base_manager_name": "objects",
                "ordering": ["name_order", "pk"],
                "verbose_name": "firm",
                "verbose_name_plural": "firms",
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]

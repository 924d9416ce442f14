# Written after Django 5.2.19's

from django.db import migrations, models

from ledger.append_only import guard


class Migration(migrations.Migration):

    dependencies = [
        ('kep_gateway', '0005_inbox'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='evidence',
            name='evidence_once',
        ),
        migrations.AddConstraint(
            model_name='evidence',
            constraint=models.UniqueConstraint(fields=('notice', 'reference', 'issuer'), name='evidence_once'),
        ),
        guard("kep_gateway_evidence"),
    ]

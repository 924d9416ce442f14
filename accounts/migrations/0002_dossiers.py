"""People and firms have a dossier, whose table in turn refers to them; so has what a firm was before."""

import accounts.identity
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('accounts', '0001_initial'),
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='user',
            name='dossier',
            field=models.OneToOneField(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='person', to='ledger.dossier'),
        ),
        migrations.AddField(
            model_name='firm',
            name='dossier',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='firm_file', to='ledger.dossier'),
        ),
        migrations.CreateModel(
            name='HistoricalFirm',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('legal_name', models.CharField(max_length=300, verbose_name='legal name')),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=300)),
                ('vkn', models.CharField(max_length=10, validators=[accounts.identity.check_vkn], verbose_name='tax number (VKN)')),
                ('mersis', models.CharField(blank=True, max_length=16, validators=[accounts.identity.check_mersis], verbose_name='MERSİS number')),
                ('province', models.CharField(blank=True, max_length=60, verbose_name='province')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('dossier', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='ledger.dossier')),
                ('merged_into', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='accounts.firm')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.CharField(max_length=100, null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical firm',
                'verbose_name_plural': 'historical firms',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
    ]

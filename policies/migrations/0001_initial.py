"""The tables of policies and of the calendar."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PolicyFile',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True, verbose_name='policy')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policy_files', to='ledger.dossier')),
            ],
            options={
                'verbose_name': 'policy file',
                'verbose_name_plural': 'policy files',
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, verbose_name='policy')),
                ('value', models.JSONField(verbose_name='value')),
                ('in_force_from', models.DateField(verbose_name='in force from')),
                ('citation', models.TextField(verbose_name='source and reason')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='policies', to='ledger.dossier')),
                ('decided_at', models.DateTimeField(verbose_name='decided at')),
            ],
            options={
                'verbose_name': 'policy',
                'verbose_name_plural': 'policies',
                'ordering': ['key', '-in_force_from', '-pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('citation', ''), _negated=True), name='policy_has_citation')],
            },
        ),
        migrations.CreateModel(
            name='CalendarYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('year', models.PositiveSmallIntegerField(unique=True, verbose_name='year')),
                ('source', models.TextField(verbose_name='source')),
                ('loaded_at', models.DateTimeField(verbose_name='loaded at')),
            ],
            options={
                'verbose_name': 'calendar year',
                'verbose_name_plural': 'calendar years',
                'ordering': ['year'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='CalendarDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(verbose_name='day')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('half', models.BooleanField(default=False, verbose_name='half day (from 13:00)')),
                ('source', models.TextField(verbose_name='source')),
                ('added_at', models.DateTimeField(verbose_name='added at')),
            ],
            options={
                'verbose_name': 'holiday',
                'verbose_name_plural': 'holidays',
                'ordering': ['day', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('day', 'name', 'half'), name='holiday_once'), models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='holiday_has_source')],
            },
        ),
    ]

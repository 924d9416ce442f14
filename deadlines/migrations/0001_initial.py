"""The table of terms."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('ledger', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Deadline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='deadlines', to='ledger.dossier')),
                ('term', models.CharField(max_length=60)),
                ('title', models.CharField(max_length=200)),
                ('clause', models.CharField(max_length=20)),
                ('length', models.PositiveIntegerField()),
                ('unit', models.CharField(choices=[('h', 'HOURS'), ('d', 'DAYS'), ('m', 'MONTHS'), ('w', 'WORKING_DAYS')], max_length=1)),
                ('rolls', models.BooleanField()),
                ('start_on', models.DateField(blank=True, null=True)),
                ('start_at', models.DateTimeField(blank=True, null=True)),
                ('evidence', models.TextField(help_text='what proves the start, in a Turkish phrase')),
                ('raw_on', models.DateField(blank=True, null=True)),
                ('effective_on', models.DateField(blank=True, null=True)),
                ('rolled', models.JSONField(default=list)),
                ('due_at', models.DateTimeField()),
                ('policy', models.JSONField(default=dict)),
                ('calendar_version', models.CharField(blank=True, max_length=40)),
                ('reminds', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reminders', to='deadlines.deadline')),
                ('opened_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opened_deadlines', to='ledger.step')),
                ('arises', models.CharField(blank=True, max_length=20)),
                ('status', models.CharField(choices=[('open', 'running'), ('met', 'met'), ('elapsed', 'elapsed'), ('cancelled', 'no longer needed')], default='open', max_length=10)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'deadline',
                'verbose_name_plural': 'deadlines',
                'ordering': ['due_at', 'pk'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(condition=models.Q(('status', 'open')), fields=['due_at'], name='deadline_open_by_due'), models.Index(condition=models.Q(('status', 'open')), fields=['dossier', 'due_at'], name='deadline_open_of_dossier'), models.Index(fields=['term', 'status'], name='deadline_by_term')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('effective_on__isnull', False), ('raw_on__isnull', False), ('start_on__isnull', False)), ('start_at__isnull', False), _connector='OR'), name='deadline_has_start'), models.CheckConstraint(condition=models.Q(('raw_on', None), ('effective_on__gte', models.F('raw_on')), _connector='OR'), name='deadline_rolls_forward'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='deadline_closed_has_instant')],
            },
        ),
    ]

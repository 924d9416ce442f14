"""The tables of what happened."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Dossier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=30, unique=True, verbose_name='number')),
                ('kind', models.CharField(choices=[('BSV', 'application'), ('ENT', 'integrator'), ('FRM', 'firm'), ('KUL', 'account'), ('PLT', 'policies and calendar'), ('SZL', 'agreement'), ('KEP', 'KEP mailbox'), ('KVK', 'request of a data subject'), ('IHL', 'breach of personal data')], max_length=3, verbose_name='kind')),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='dossiers', to='accounts.firm', verbose_name='firm')),
                ('opened_at', models.DateTimeField(verbose_name='opened at')),
                ('shown_at', models.DateTimeField(blank=True, null=True, verbose_name='shown to the ministry since')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed at')),
                ('handler', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handled', to=settings.AUTH_USER_MODEL, verbose_name='who handles it')),
                ('head_n', models.PositiveIntegerField(default=0, editable=False)),
                ('head_digest', models.CharField(default='', editable=False, max_length=64)),
            ],
            options={
                'verbose_name': 'dossier',
                'verbose_name_plural': 'dossiers',
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='ledger.dossier')),
                ('n', models.PositiveIntegerField()),
                ('act', models.CharField(max_length=80)),
                ('subject', models.CharField(max_length=60)),
                ('before', models.CharField(blank=True, max_length=40)),
                ('after', models.CharField(blank=True, max_length=40)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='steps', to=settings.AUTH_USER_MODEL)),
                ('rule', models.CharField(blank=True, max_length=80)),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('clause', models.CharField(blank=True, max_length=20)),
                ('ground', models.CharField(blank=True, max_length=60)),
                ('audience', models.CharField(choices=[('ministry', 'ministry'), ('firm', 'ministry and firm'), ('public', 'everyone')], max_length=10)),
                ('facts', models.JSONField(default=dict)),
                ('documents', models.JSONField(default=list)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('canonical', models.TextField()),
                ('digest', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'step',
                'verbose_name_plural': 'steps',
                'ordering': ['dossier_id', 'n'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('dossier', 'n'), name='step_once_per_place'), models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('rule', '')), models.Q(('by__isnull', True), models.Q(('rule', ''), _negated=True)), _connector='OR'), name='step_by_person_or_rule')],
            },
        ),
        migrations.CreateModel(
            name='Proposal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to='ledger.dossier')),
                ('act', models.CharField(max_length=80, verbose_name='act')),
                ('subject_id', models.BigIntegerField()),
                ('arguments', models.JSONField(default=dict)),
                ('preview', models.JSONField(default=dict)),
                ('preview_digest', models.CharField(max_length=64)),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='proposals', to=settings.AUTH_USER_MODEL)),
                ('proposed_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('open', 'waiting for the second person'), ('approved', 'approved'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'proposal',
                'verbose_name_plural': 'proposals',
                'ordering': ['proposed_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', 'open')), fields=('act', 'subject_id'), name='proposal_one_open_per_subject'), models.CheckConstraint(condition=models.Q(('decided_by__isnull', True), ('outcome', 'withdrawn'), models.Q(('decided_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='proposal_two_persons'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at__isnull', True), ('decided_by__isnull', True), ('outcome', 'open')), models.Q(models.Q(('outcome', 'open'), _negated=True), ('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='proposal_decided_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('n', models.PositiveIntegerField(unique=True)),
                ('sealed_at', models.DateTimeField()),
                ('heads', models.JSONField(default=dict)),
                ('previous', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('mac', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'seal',
                'verbose_name_plural': 'seals',
                'ordering': ['n'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('series', models.CharField(max_length=30)),
                ('year', models.PositiveSmallIntegerField()),
                ('last', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('series', 'year'), name='counter_once')],
            },
        ),
        migrations.CreateModel(
            name='Generation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.CharField(max_length=36)),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('loop', models.CharField(max_length=30, unique=True)),
                ('beaten_at', models.DateTimeField()),
            ],
        ),
    ]

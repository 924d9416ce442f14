"""The tables of what was read, asked and lost of personal data."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('documents', '0001_initial'),
        ('ledger', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL)),
                ('roles', models.CharField(max_length=80)),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('key', models.BigIntegerField(blank=True, null=True)),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='accounts.firm')),
                ('matter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='ledger.dossier')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='reason')),
                ('internal', models.BooleanField(default=False)),
                ('read_at', models.DateTimeField(verbose_name='read at')),
            ],
            options={
                'verbose_name': 'reading',
                'verbose_name_plural': 'readings',
                'ordering': ['-read_at', '-pk'],
                'base_manager_name': 'objects',
                'indexes': [models.Index(fields=['read_at'], name='reading_by_time'), models.Index(fields=['person', 'read_at'], name='reading_by_person'), models.Index(fields=['firm', 'read_at'], name='reading_by_firm')],
                'constraints': [models.CheckConstraint(condition=models.Q(('matter__isnull', False), models.Q(('reason', ''), _negated=True), _connector='OR'), name='reading_says_why')],
            },
        ),
        migrations.CreateModel(
            name='SubjectRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='ledger.dossier')),
                ('status', django_fsm.FSMField(choices=[('received', 'waits for an identity'), ('identified', 'waits for its answer'), ('answered', 'answered')], default='received', max_length=50, protected=True, verbose_name='status')),
                ('right', models.CharField(choices=[('information', 'information on what is processed'), ('correction', 'correction'), ('erasure', 'erasure'), ('objection', 'objection to a result')], max_length=12, verbose_name='what is asked')),
                ('way', models.CharField(choices=[('by_hand', 'by hand'), ('post', 'by post'), ('kep', 'by registered e-mail (KEP)'), ('email', 'from the e-mail address that is known to us')], max_length=10, verbose_name='how it came')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('contact', models.CharField(max_length=300, verbose_name='where the answer goes')),
                ('text', models.TextField(verbose_name='request')),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entered_subject_requests', to=settings.AUTH_USER_MODEL)),
                ('identified_at', models.DateTimeField(blank=True, null=True)),
                ('identified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='identified_subject_requests', to=settings.AUTH_USER_MODEL)),
                ('identity_note', models.CharField(blank=True, max_length=300, verbose_name='how the identity was shown')),
                ('outcome', models.CharField(blank=True, choices=[('granted', 'granted'), ('partly', 'granted in part'), ('refused', 'refused with reasons')], max_length=8, verbose_name='answer')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answered_subject_requests', to=settings.AUTH_USER_MODEL)),
                ('answer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='documents.document')),
            ],
            options={
                'verbose_name': "data subject's request",
                'verbose_name_plural': "data subjects' requests",
                'ordering': ['-received_at', '-pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('answer__isnull', False), ('answered_at__isnull', False), ('status', 'answered'), models.Q(('outcome', ''), _negated=True)), models.Q(models.Q(('status', 'answered'), _negated=True), ('answer', None), ('answered_at', None), ('outcome', '')), _connector='OR'), name='subject_answered_has_answer'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'identified'), _negated=True), ('identified_at__isnull', False), _connector='OR'), name='subject_identified_has_instant'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'refused']), ('identified_at__isnull', False), _connector='OR'), name='subject_granted_is_identified')],
            },
        ),
        migrations.CreateModel(
            name='Breach',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='ledger.dossier')),
                ('status', django_fsm.FSMField(choices=[('open', 'open'), ('closed', 'closed')], default='open', max_length=50, protected=True, verbose_name='status')),
                ('aware_at', models.DateTimeField(verbose_name='aware since')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='opened_breaches', to=settings.AUTH_USER_MODEL)),
                ('board_told_at', models.DateTimeField(blank=True, null=True, verbose_name='Board notified at')),
                ('board_document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='documents.document')),
                ('late_reason', models.TextField(blank=True, verbose_name='why it is late')),
                ('subjects_told_at', models.DateTimeField(blank=True, null=True, verbose_name='those concerned told at')),
                ('subjects_told_how', models.CharField(blank=True, max_length=300, verbose_name='how they were told')),
                ('finding', models.CharField(blank=True, choices=[('breach', 'personal data were obtained unlawfully'), ('none', 'no personal data got out')], max_length=6, verbose_name='finding')),
                ('conclusion', models.TextField(blank=True, verbose_name='conclusion')),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'breach of personal data',
                'verbose_name_plural': 'breaches of personal data',
                'ordering': ['-aware_at', '-pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('board_document', None), ('board_told_at', None)), models.Q(('board_document__isnull', False), ('board_told_at__gte', models.F('aware_at'))), _connector='OR'), name='breach_board_told_with_document'), models.CheckConstraint(condition=models.Q(('subjects_told_at', None), models.Q(('subjects_told_at__gte', models.F('aware_at')), models.Q(('subjects_told_how', ''), _negated=True)), _connector='OR'), name='breach_subjects_told_how'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('finding', ''), ('status', 'open')), models.Q(('closed_at__isnull', False), ('finding', 'none'), ('status', 'closed')), models.Q(('board_told_at__isnull', False), ('closed_at__isnull', False), ('finding', 'breach'), ('status', 'closed'), ('subjects_told_at__isnull', False)), _connector='OR'), name='breach_closed_was_told')],
            },
        ),
        migrations.CreateModel(
            name='BreachFacts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('breach', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='facts', to='privacy.breach')),
                ('version', models.PositiveSmallIntegerField()),
                ('what', models.TextField(verbose_name='What happened')),
                ('whose', models.TextField(blank=True, verbose_name='Whose data, and which')),
                ('how_many', models.CharField(blank=True, max_length=200, verbose_name='How many people and records')),
                ('effects', models.TextField(blank=True, verbose_name='Likely effects')),
                ('measures', models.TextField(blank=True, verbose_name='Measures taken and planned')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='breach_facts', to=settings.AUTH_USER_MODEL)),
                ('written_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'facts of a breach',
                'verbose_name_plural': 'facts of breaches',
                'ordering': ['breach_id', 'version'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('breach', 'version'), name='breach_facts_version_once')],
            },
        ),
    ]

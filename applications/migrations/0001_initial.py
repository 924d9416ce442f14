"""The tables of applications."""

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
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s', to='ledger.dossier')),
                ('status', django_fsm.FSMField(choices=[('draft', 'draft'), ('submitted', 'submitted'), ('under_review', 'under review'), ('deficient', 'deficient'), ('suitable', 'suitable'), ('approved', 'approved'), ('withdrawn', 'withdrawn by the firm'), ('rejected', 'rejected')], default='draft', max_length=50, protected=True, verbose_name='status')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='accounts.firm')),
                ('requirement_set', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to='registry.requirementset')),
                ('product', models.CharField(blank=True, max_length=200, verbose_name='product name')),
                ('remote_ip', models.GenericIPAddressField(blank=True, null=True, verbose_name='IP address for remote access')),
                ('started_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='applications', to=settings.AUTH_USER_MODEL)),
                ('started_at', models.DateTimeField()),
                ('submitted_at', models.DateTimeField(blank=True, null=True, verbose_name='submitted at')),
                ('completed_at', models.DateTimeField(blank=True, null=True, verbose_name='completed at')),
                ('reviewer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to=settings.AUTH_USER_MODEL)),
                ('decided_at', models.DateTimeField(blank=True, null=True, verbose_name='decided at')),
                ('rejected_for', models.CharField(blank=True, choices=[('no_personality', 'the applicant has no legal personality'), ('legal_bar', 'a court decision or a law stands against it'), ('no_authority', 'the person who applied had no authority')], max_length=20)),
                ('decision_document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decided_applications', to='documents.document')),
                ('decision_proposal', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='decided_applications', to='ledger.proposal')),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'ordering': ['-started_at', '-pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('status__in', ['draft', 'submitted', 'under_review', 'deficient', 'suitable'])), fields=('firm',), name='application_one_open_per_firm'), models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'withdrawn']), ('submitted_at__isnull', False), _connector='OR'), name='application_submitted_has_instant'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['approved', 'rejected']), _negated=True), models.Q(('decided_at__isnull', False), ('decision_proposal__isnull', False)), _connector='OR'), name='application_decided_by_two'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'rejected'), models.Q(('rejected_for', ''), _negated=True)), models.Q(models.Q(('status', 'rejected'), _negated=True), ('rejected_for', '')), _connector='OR'), name='application_rejected_on_a_listed_ground')],
            },
        ),
        migrations.CreateModel(
            name='Item',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='applications.application')),
                ('requirement', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='items', to='registry.requirement')),
                ('mark', models.CharField(choices=[('open', 'not judged'), ('met', 'met'), ('deficient', 'deficient')], default='open', max_length=10, verbose_name='judgement')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('judged_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='judged_items', to=settings.AUTH_USER_MODEL)),
                ('judged_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'requirement of an application',
                'verbose_name_plural': 'requirements of applications',
                'ordering': ['application_id', 'requirement__place'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('application', 'requirement'), name='item_once'), models.CheckConstraint(condition=models.Q(models.Q(('mark', 'deficient'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='item_deficient_has_reason'), models.CheckConstraint(condition=models.Q(('mark', 'open'), models.Q(('judged_at__isnull', False), ('judged_by__isnull', False)), _connector='OR'), name='item_judged_by')],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='applications.item')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='attachment', to='documents.document')),
                ('attached_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'attachment',
                'verbose_name_plural': 'attachments',
                'ordering': ['attached_at', 'pk'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to='applications.application')),
                ('asked', models.CharField(choices=[('completion', 'completion of deficiencies (three months)'), ('information', 'further information (no term)'), ('refresh', 'refreshing of the existing documents (no term)')], max_length=12)),
                ('letter', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='request', to='documents.letter')),
                ('reasons', models.JSONField(default=list)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'request to the applicant',
                'verbose_name_plural': 'requests to applicants',
                'ordering': ['application_id', 'pk'],
                'base_manager_name': 'objects',
            },
        ),
    ]

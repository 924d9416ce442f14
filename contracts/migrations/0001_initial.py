"""The tables of agreements."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('deadlines', '0001_initial'),
        ('documents', '0001_initial'),
        ('ledger', '0001_initial'),
        ('registry', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AgreementVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_versions', to='ledger.dossier')),
                ('kind', models.CharField(choices=[('agreement', 'agreement'), ('commitment', 'commitment')], default='agreement', max_length=10, verbose_name='kind')),
                ('number', models.PositiveSmallIntegerField(verbose_name='version')),
                ('template', models.CharField(blank=True, max_length=60)),
                ('text', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement_versions', to='documents.document')),
                ('template_sha256', models.CharField(max_length=64)),
                ('published_on', models.DateField(verbose_name='published on')),
                ('published_at', models.DateTimeField(blank=True, null=True, verbose_name='published at')),
                ('effective_on', models.DateField(verbose_name='in effect from')),
                ('signing_term', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement_version', to='deadlines.deadline')),
            ],
            options={
                'verbose_name': 'agreement version',
                'verbose_name_plural': 'agreement versions',
                'ordering': ['kind', 'number'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='version_number_once'), models.UniqueConstraint(fields=('template_sha256',), name='version_text_once'), models.CheckConstraint(condition=models.Q(('effective_on__gte', models.F('published_on'))), name='version_effect_after_day'), models.CheckConstraint(condition=models.Q(models.Q(('text', None), models.Q(('template', ''), _negated=True)), models.Q(('template', ''), ('text__isnull', False)), _connector='OR'), name='version_has_one_text'), models.CheckConstraint(condition=models.Q(('signing_term', None), models.Q(('number__gt', 1), ('published_at__isnull', False)), _connector='OR'), name='version_renewed_has_term')],
            },
        ),
        migrations.CreateModel(
            name='VersionDraft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='version_drafts', to='ledger.dossier')),
                ('follows', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='drafts', to='contracts.agreementversion')),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='version_draft', to='documents.document')),
                ('text', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='version_draft_text', to='documents.document')),
                ('drafted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='version_drafts', to=settings.AUTH_USER_MODEL)),
                ('drafted_at', models.DateTimeField(verbose_name='drafted at')),
            ],
            options={
                'verbose_name': 'draft of a version',
                'verbose_name_plural': 'drafts of versions',
                'ordering': ['-drafted_at', '-pk'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AgreementCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_copies', to='ledger.dossier')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='agreement_copies', to='accounts.firm')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='copies', to='contracts.agreementversion')),
                ('kind', models.CharField(choices=[('agreement', 'agreement'), ('commitment', 'commitment')], default='agreement', max_length=10)),
                ('data', models.JSONField(default=dict)),
                ('requested_at', models.DateTimeField()),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('pdf', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement_copy', to='documents.document')),
                ('docx', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='agreement_copy_docx', to='documents.document')),
                ('issued_at', models.DateTimeField(blank=True, null=True)),
                ('downloaded_at', models.DateTimeField(blank=True, null=True)),
                ('superseded_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'issued agreement',
                'verbose_name_plural': 'issued agreements',
                'ordering': ['requested_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('superseded_at', None)), fields=('dossier', 'kind'), name='copy_one_now'), models.CheckConstraint(condition=models.Q(('issued_at', None), models.Q(('docx__isnull', False), ('pdf__isnull', False)), _connector='OR'), name='copy_issued_has_bytes')],
            },
        ),
        migrations.CreateModel(
            name='SignedAgreement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed_agreements', to='ledger.dossier')),
                ('copy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signed', to='contracts.agreementcopy')),
                ('document', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='signed_agreement', to='documents.document')),
                ('ink', models.CharField(choices=[('electronic', 'secure electronic signature'), ('wet', 'wet ink, scanned')], max_length=10)),
                ('sent_at', models.DateTimeField()),
                ('flaws', models.JSONField(default=list)),
                ('verified_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='verified_agreements', to=settings.AUTH_USER_MODEL)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('countersigning', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_agreement', to='documents.signing')),
                ('countersigned', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='countersigned_agreements', to='documents.document')),
                ('countersigned_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'signed agreement',
                'verbose_name_plural': 'signed agreements',
                'ordering': ['sent_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(('countersigned_at', None), ('countersigned__isnull', False), _connector='OR'), name='countersigned_has_bytes'), models.CheckConstraint(condition=models.Q(('verified_at', None), models.Q(('verified_by__isnull', False), models.Q(('note', ''), _negated=True)), _connector='OR'), name='ink_verified_by_someone')],
            },
        ),
        migrations.CreateModel(
            name='Renewal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='ledger.dossier')),
                ('integrator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='registry.integrator')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='renewals', to='contracts.agreementversion')),
                ('deadline', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='deadlines.deadline')),
                ('sent', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='renewal', to='contracts.signedagreement')),
                ('asked_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'renewal of an agreement',
                'verbose_name_plural': 'renewals of agreements',
                'ordering': ['asked_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('integrator', 'version'), name='renewal_once_per_version')],
            },
        ),
    ]

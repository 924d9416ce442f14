"""The tables of documents, letters and signatures."""

import django.db.models.deletion
import django_fsm
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('ledger', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='documents', to='ledger.dossier')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('filename', models.CharField(max_length=200, verbose_name='file name')),
                ('sha256', models.CharField(db_index=True, max_length=64)),
                ('size', models.PositiveBigIntegerField(verbose_name='size')),
                ('media_type', models.CharField(max_length=100)),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='documents', to=settings.AUTH_USER_MODEL)),
                ('received_at', models.DateTimeField(verbose_name='received at')),
                ('state', models.CharField(choices=[('quarantined', 'waits for the virus scan'), ('clean', 'accepted'), ('infected', 'refused by the virus scan')], default='clean', max_length=12)),
                ('internal', models.BooleanField(default=False, verbose_name='for the ministry only')),
                ('facts', models.JSONField(blank=True, default=dict)),
            ],
            options={
                'verbose_name': 'document',
                'verbose_name_plural': 'documents',
                'ordering': ['received_at', 'pk'],
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('document', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='documents.document')),
                ('place', models.PositiveSmallIntegerField()),
                ('signer_name', models.CharField(max_length=200)),
                ('signer_digest', models.CharField(blank=True, max_length=64)),
                ('fingerprint', models.CharField(max_length=64)),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('time_stamped', models.BooleanField(default=False)),
                ('intact', models.BooleanField()),
                ('valid', models.BooleanField()),
                ('trusted', models.BooleanField()),
                ('covers_whole', models.BooleanField()),
                ('revocation_checked', models.BooleanField()),
                ('reason', models.CharField(blank=True, choices=[('unsigned', 'The file carries no electronic signature.'), ('altered', 'The file was changed after it was signed.'), ('broken', 'The signature does not verify; it was damaged or made with another key.'), ('expired', "The signer's certificate was not valid at that time."), ('revoked', "The signer's certificate was revoked."), ('unknown_status', "The signer's certificate could not be checked; no revocation list speaks of it."), ('untrusted', "The signer's certificate comes from no certification authority that we trust."), ('wrong_use', "The signer's certificate is not meant for signing documents."), ('unreadable', 'The signature cannot be read.')], max_length=20)),
                ('checked_at', models.DateTimeField()),
                ('long_term', models.BooleanField(default=False, verbose_name='for the long term')),
            ],
            options={
                'verbose_name': 'signature',
                'verbose_name_plural': 'signatures',
                'ordering': ['document_id', 'place'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('document', 'place'), name='signature_once_per_place')],
            },
        ),
        migrations.CreateModel(
            name='MinistrySignatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signing_authorities', to=settings.AUTH_USER_MODEL)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('delegated', models.BooleanField(default=False, verbose_name='signs “Bakan a.”')),
                ('key_name', models.CharField(max_length=60, verbose_name='key at the signer')),
                ('source', models.CharField(max_length=300, verbose_name='source of the authority')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'ministry signatory',
                'verbose_name_plural': 'ministry signatories',
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('person',), name='ministry_signatory_once')],
            },
        ),
        migrations.CreateModel(
            name='Signing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signings', to='ledger.dossier')),
                ('purpose', models.CharField(max_length=60)),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signings', to='documents.document')),
                ('result', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signed_by', to='documents.document')),
                ('authority', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signings', to='documents.ministrysignatory')),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signings', to=settings.AUTH_USER_MODEL)),
                ('requested_at', models.DateTimeField()),
                ('lasting', models.BooleanField(default=False, verbose_name='for the long term')),
                ('status', models.CharField(choices=[('prepared', 'waits for the signer'), ('verified', 'signed and verified'), ('failed', 'failed; a person must look')], default='prepared', max_length=10)),
                ('verified_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
                ('error', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'verbose_name': 'signing',
                'verbose_name_plural': 'signings',
                'ordering': ['requested_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('status', 'verified'), _negated=True), models.Q(('result__isnull', False), ('verified_at__isnull', False)), _connector='OR'), name='signing_verified_has_result')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('dossier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='ledger.dossier')),
                ('status', django_fsm.FSMField(choices=[('draft', 'draft'), ('initialled', 'initialled'), ('signing', 'being signed'), ('signed', 'signed'), ('sent', 'sent'), ('discarded', 'discarded')], default='draft', max_length=50, protected=True, verbose_name='status')),
                ('kind', models.CharField(max_length=60, verbose_name='kind')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='accounts.firm')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('body', models.TextField(verbose_name='text')),
                ('references', models.JSONField(blank=True, default=list, verbose_name='references (İlgi)')),
                ('enclosures', models.JSONField(blank=True, default=list, verbose_name='enclosures (Ek)')),
                ('informs', models.JSONField(blank=True, default=list, verbose_name='for information (Bilgi)')),
                ('burdening', models.BooleanField(default=True)),
                ('challenge', models.TextField(blank=True, verbose_name='where and by when it can be challenged')),
                ('drafted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to=settings.AUTH_USER_MODEL)),
                ('drafted_at', models.DateTimeField()),
                ('initialled_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='initialled_letters', to=settings.AUTH_USER_MODEL)),
                ('initialled_at', models.DateTimeField(blank=True, null=True)),
                ('return_reason', models.TextField(blank=True, verbose_name='why it was returned')),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('cited_as', models.CharField(blank=True, max_length=60, verbose_name='number as it is cited')),
                ('registered_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('verification_code', models.CharField(blank=True, max_length=16, null=True, unique=True)),
                ('signing', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letter', to='documents.signing')),
                ('document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='letters', to='documents.document')),
                ('signed_at', models.DateTimeField(blank=True, null=True)),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['drafted_at', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(fields=('number', 'registered_on'), name='letter_number_once_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('cited_as', ''), ('number', None), ('status__in', ['draft', 'initialled', 'discarded'])), models.Q(('number__isnull', False), ('registered_on__isnull', False), ('signing__isnull', False), ('status__in', ['signing', 'signed', 'sent', 'discarded']), ('verification_code__isnull', False), models.Q(('cited_as', ''), _negated=True)), _connector='OR'), name='letter_number_when_signed'), models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['signed', 'sent']), _negated=True), models.Q(('document__isnull', False), ('signed_at__isnull', False)), _connector='OR'), name='letter_signed_has_bytes'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'sent'), _negated=True), ('sent_at__isnull', False), _connector='OR'), name='letter_sent_has_instant'), models.CheckConstraint(condition=models.Q(('burdening', False), ('status__in', ['draft', 'discarded']), models.Q(('challenge', ''), _negated=True), _connector='OR'), name='letter_burden_can_be_challenged')],
            },
        ),
    ]

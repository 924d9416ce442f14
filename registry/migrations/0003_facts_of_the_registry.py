"""Reasons of refusals, what was heard, what a body said, the publication's canonical text."""

from django.db import migrations, models

from ledger.append_only import guard


class Migration(migrations.Migration):

    dependencies = [("registry", "0002_append_only")]

    operations = [
        migrations.RemoveConstraint(
            model_name='ground',
            name='ground_has_its_facts',
        ),
        migrations.RemoveConstraint(
            model_name='ground',
            name='ground_closed_by_two',
        ),
        migrations.AddField(
            model_name='certificate',
            name='refusal',
            field=models.TextField(blank=True, verbose_name='reason of the refusal'),
        ),
        migrations.AddField(
            model_name='certificateverification',
            name='status',
            field=models.CharField(choices=[('valid', 'valid'), ('suspended', 'suspended'), ('withdrawn', 'withdrawn'), ('scope_reduced', 'scope reduced'), ('expired', 'expired')], default='', max_length=14, verbose_name='what the body said'),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='ground',
            name='hearing',
            field=models.TextField(blank=True, verbose_name='what the firm said when it was heard'),
        ),
        migrations.AddField(
            model_name='publication',
            name='canonical',
            field=models.TextField(default=''),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='integrator',
            name='active_until',
            field=models.DateTimeField(blank=True, null=True, verbose_name='active until'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('accepted_at', None), ('refused_at', None), _connector='OR'), name='certificate_judged_once'),
        ),
        migrations.AddConstraint(
            model_name='certificate',
            constraint=models.CheckConstraint(condition=models.Q(('refused_at', None), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='certificate_refusal_has_reason'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('certificate__isnull', False), ('clause', '2'), ('kind', 'document_lapsed'), ('lapsed_on__isnull', False)), models.Q(('clause', '2'), ('kind', 'contract_breach'), ('proof__isnull', False), ('proposal__isnull', False), models.Q(('article', ''), _negated=True), models.Q(('why_no_period', ''), _negated=True), models.Q(('hearing', ''), _negated=True)), _connector='OR'), name='ground_has_its_facts'),
        ),
        migrations.AddConstraint(
            model_name='ground',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at', None), ('closing', '')), models.Q(models.Q(('closing', ''), _negated=True), ('closed_at__isnull', False), ('closing_document__isnull', False), ('closing_proposal__isnull', False)), _connector='OR'), name='ground_closed_by_two'),
        ),
        # SQLite remakes an altered table and drops its triggers silently
        guard("registry_publication"),
    ]

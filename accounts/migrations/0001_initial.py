"""The tables of people and firms."""

import accounts.identity
import accounts.ordering
import django.core.validators
import django.db.models.deletion
import law.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
    ]

    operations = [
        migrations.CreateModel(
            name='User',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('name_order', accounts.ordering.SortKeyField(max_length=2400, of='full_name')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('is_active', models.BooleanField(default=True, verbose_name='active')),
                ('joined_at', models.DateTimeField(default=law.clock.now, verbose_name='joined at')),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
            ],
            options={
                'verbose_name': 'person',
                'verbose_name_plural': 'people',
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='role_grants', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('officer', 'officer'), ('inspector', 'inspector'), ('approver', 'approver'), ('administrator', 'administrator'), ('auditor', 'auditor')], max_length=20, verbose_name='role')),
                ('granted_at', models.DateTimeField(verbose_name='granted at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person', 'role'), name='role_held_once')],
            },
        ),
        migrations.CreateModel(
            name='Firm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('legal_name', models.CharField(max_length=300, verbose_name='legal name')),
                ('name_key', models.CharField(db_index=True, editable=False, max_length=300)),
                ('name_order', accounts.ordering.SortKeyField(db_index=True, max_length=2400, of='legal_name')),
                ('vkn', models.CharField(max_length=10, validators=[accounts.identity.check_vkn], verbose_name='tax number (VKN)')),
                ('mersis', models.CharField(blank=True, max_length=16, validators=[accounts.identity.check_mersis], verbose_name='MERSİS number')),
                ('province', models.CharField(blank=True, max_length=60, verbose_name='province')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('registered_at', models.DateTimeField(verbose_name='registered at')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended at')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='accounts.firm')),
            ],
            options={
                'verbose_name': 'firm',
                'verbose_name_plural': 'firms',
                'ordering': ['name_order', 'pk'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('vkn',), name='firm_vkn_once'), models.CheckConstraint(condition=models.Q(('merged_into', None), ('ended_at__isnull', False), _connector='OR'), name='firm_merged_is_ended')],
            },
        ),
        migrations.CreateModel(
            name='KepAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(blank=True, null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='kep_addresses', to='accounts.firm')),
                ('address', models.CharField(max_length=254, validators=[django.core.validators.EmailValidator(), accounts.identity.check_kep], verbose_name='KEP address')),
                ('found', models.CharField(blank=True, choices=[('', 'not asked yet'), ('known', 'known to the KEP provider'), ('unknown', 'unknown to the KEP provider'), ('untold', 'the KEP provider cannot tell')], max_length=10, verbose_name='in the directory')),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='looked up')),
                ('ask_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'KEP address',
                'verbose_name_plural': 'KEP addresses',
                'ordering': ['-from_at'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('firm',), name='kep_one_now'), models.CheckConstraint(condition=models.Q(models.Q(('checked_at', None), ('found', '')), models.Q(models.Q(('found', ''), _negated=True), ('checked_at__isnull', False)), _connector='OR'), name='kep_found_when')],
            },
        ),
        migrations.CreateModel(
            name='PostalAddress',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('from_at', models.DateTimeField()),
                ('until_at', models.DateTimeField(blank=True, null=True)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postal_addresses', to='accounts.firm')),
                ('text', models.TextField(verbose_name='postal address')),
            ],
            options={
                'verbose_name': 'postal address',
                'verbose_name_plural': 'postal addresses',
                'ordering': ['-from_at'],
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('firm',), name='post_one_now')],
            },
        ),
        migrations.CreateModel(
            name='Mandate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to=settings.AUTH_USER_MODEL)),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mandates', to='accounts.firm')),
                ('from_at', models.DateTimeField(verbose_name='from')),
                ('until_at', models.DateTimeField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'mandate',
                'verbose_name_plural': 'mandates',
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_at', None)), fields=('person', 'firm'), name='mandate_once'), models.CheckConstraint(condition=models.Q(('until_at', None), ('until_at__gte', models.F('from_at')), _connector='OR'), name='mandate_ends_after_start')],
            },
        ),
        migrations.CreateModel(
            name='Signatory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('firm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatories', to='accounts.firm')),
                ('full_name', models.CharField(max_length=200, verbose_name='full name')),
                ('identity_digest', models.CharField(editable=False, max_length=64)),
                ('identity_tail', models.CharField(max_length=4, verbose_name='last four digits')),
                ('jointly', models.BooleanField(default=False, verbose_name='signs jointly')),
                ('source', models.CharField(max_length=200, verbose_name='source document')),
                ('from_on', models.DateField(verbose_name='from')),
                ('until_on', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'signatory',
                'verbose_name_plural': 'signatories',
                'base_manager_name': 'objects',
                'constraints': [models.UniqueConstraint(condition=models.Q(('until_on', None)), fields=('firm', 'identity_digest'), name='signatory_once')],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('email', models.EmailField(max_length=254, verbose_name='e-mail address')),
                ('firm', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to='accounts.firm')),
                ('token_digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('invited_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invitations', to=settings.AUTH_USER_MODEL)),
                ('invited_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(blank=True, null=True)),
                ('accepted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accepted_invitations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'invitation',
                'verbose_name_plural': 'invitations',
                'base_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('to', models.EmailField(max_length=254)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('created_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(blank=True, null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('retry_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'e-mail',
                'verbose_name_plural': 'e-mails',
                'indexes': [models.Index(condition=models.Q(('sent_at', None)), fields=['retry_at'], name='mail_waiting')],
            },
        ),
    ]

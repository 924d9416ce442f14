"""Whether a revocation list was there when a signature was judged; the demo's authority, which judged so far, has lists."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0003_flaws_and_data")]

    operations = [
        migrations.AddField(
            model_name="signature",
            name="revocation_checked",
            field=models.BooleanField(default=True),
            preserve_default=False,
        ),
    ]

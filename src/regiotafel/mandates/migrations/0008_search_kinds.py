from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("mandates", "0007_offers"),
    ]

    operations = [
        migrations.AddField(
            model_name="packagesearch",
            name="asked",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="packagesearch",
            name="kind",
            field=models.CharField(
                choices=[
                    ("round", "de pakketten van een ronde"),
                    ("lifted", "wat er kan als iets wordt opgegeven"),
                    ("improved", "een verbetering van een pakket"),
                ],
                default="round",
                max_length=10,
            ),
        ),
    ]

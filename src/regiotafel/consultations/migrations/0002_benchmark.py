import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("consultations", "0001_initial"),
        ("regions", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="consultation",
            name="benchmark_set_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("by", models.CharField(choices=[("role", "rol"), ("municipality", "gemeente")], max_length=12)),
                ("source", models.CharField(max_length=200, verbose_name="bron")),
                ("year", models.PositiveSmallIntegerField(verbose_name="jaar")),
                (
                    "consultation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benchmarks",
                        to="consultations.consultation",
                    ),
                ),
            ],
            options={
                "ordering": ("-by",),
            },
        ),
        migrations.CreateModel(
            name="BenchmarkFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("parent", "ouder of verzorger"),
                            ("young", "jongere"),
                            ("professional", "hulpverlener"),
                            ("provider", "jeugdhulpaanbieder"),
                            ("municipality", "gemeente"),
                            ("councillor", "raadslid"),
                            ("school", "onderwijs"),
                            ("gp", "huisarts"),
                            ("other", "anders"),
                        ],
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "benchmark",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="consultations.benchmark",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="regions.municipality",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.UniqueConstraint(fields=("consultation", "by"), name="one_benchmark_per_property"),
        ),
        migrations.AddConstraint(
            model_name="benchmark",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="benchmark_has_source"
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmarkfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("role", ""), _negated=True),
                fields=("benchmark", "role"),
                name="one_figure_per_role",
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmarkfigure",
            constraint=models.UniqueConstraint(
                condition=models.Q(("municipality__isnull", False)),
                fields=("benchmark", "municipality"),
                name="one_figure_per_municipality",
            ),
        ),
        migrations.AddConstraint(
            model_name="benchmarkfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(models.Q(("role", ""), _negated=True), ("municipality__isnull", True)),
                    models.Q(("role", ""), ("municipality__isnull", False)),
                    _connector="OR",
                ),
                name="figure_is_about_one_thing",
            ),
        ),
    ]

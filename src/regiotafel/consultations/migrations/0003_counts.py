from django.db import migrations, models

# What the columns say from now on must be true of the answers that are there already.
COUNT = """
UPDATE consultations_statement SET
n_counted = (SELECT count(*) FROM consultations_vote v WHERE v.statement_id = consultations_statement.id),
n_agreed = (SELECT count(*) FROM consultations_vote v WHERE v.statement_id = consultations_statement.id AND v.choice = 1)
"""


class Migration(migrations.Migration):
    dependencies = (("consultations", "0002_benchmark"),)

    operations = (
        migrations.AddField(model_name="statement", name="n_agreed", field=models.PositiveIntegerField(default=0)),
        migrations.AddField(model_name="vote", name="was", field=models.SmallIntegerField(editable=False, null=True)),
        migrations.RunSQL(COUNT, migrations.RunSQL.noop),
    )

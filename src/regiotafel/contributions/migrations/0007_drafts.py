"""The draft of an answer is about whatever is answered: a reaction, or an outcome that was taken along."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def point_at_knots(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for draft in apps.get_model("contributions", "AnswerDraft").objects.select_related("contribution"):
        draft.about_id = draft.contribution.knot_id
        draft.save(update_fields=["about"])


class Migration(migrations.Migration):
    dependencies = [("contributions", "0006_promises_by_day")]

    operations = [
        migrations.AddField(
            model_name="answerdraft",
            name="about",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="answer_draft",
                to="thread.knot",
            ),
        ),
        migrations.RunPython(point_at_knots, elidable=True),
        migrations.RemoveField(model_name="answerdraft", name="contribution"),
        migrations.AlterField(
            model_name="answerdraft",
            name="about",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="answer_draft", to="thread.knot"
            ),
        ),
    ]

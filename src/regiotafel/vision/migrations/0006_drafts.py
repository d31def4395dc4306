"""What stands in the form of new words is kept as that of every draft is: by the name of its field."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def gather(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    for draft in apps.get_model("vision", "PassageDraft").objects.all():
        draft.values = {name: getattr(draft, name) for name in ("text", "reason", "base", "led_by")}
        draft.save(update_fields=["values"])


class Migration(migrations.Migration):
    dependencies = [("vision", "0005_released_who_acts")]

    operations = [
        migrations.AddField(
            model_name="passagedraft", name="values", field=models.JSONField(default=dict), preserve_default=False
        ),
        migrations.RunPython(gather, elidable=True),
        *(
            migrations.RemoveField(model_name="passagedraft", name=name)
            for name in ("text", "reason", "base", "led_by")
        ),
    ]

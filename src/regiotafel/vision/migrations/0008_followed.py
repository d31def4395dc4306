"""What was there before can be followed too: its place on the thread."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tie(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    knots = apps.get_model("thread", "Knot").objects
    for row in apps.get_model("vision", "Document").objects.all():
        knots.create(
            region_id=row.region_id,
            kind="text",
            title=f"de tekst “{row.title}”"[:200],
            route="vision:read",
            route_args=[row.slug],
        )


def untie(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("thread", "Knot").objects.filter(kind="text").delete()


class Migration(migrations.Migration):
    dependencies = [("vision", "0007_led_by"), ("thread", "0002_waits_since")]

    operations = [migrations.RunPython(tie, untie)]

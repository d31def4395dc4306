"""What was there before can be followed too: its place on the thread."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def tie(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    knots = apps.get_model("thread", "Knot").objects
    for row in apps.get_model("consultations", "Consultation").objects.filter(opened_at__isnull=False):
        knots.create(
            region_id=row.region_id,
            kind="round",
            title=f"de ronde “{row.title}”"[:200],
            route="consultations:read",
            route_args=[row.slug],
        )


def untie(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("thread", "Knot").objects.filter(kind="round").delete()


class Migration(migrations.Migration):
    dependencies = [("consultations", "0005_roles"), ("thread", "0002_waits_since")]

    operations = [migrations.RunPython(tie, untie)]

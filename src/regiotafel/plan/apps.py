from django.apps import AppConfig


class PlanConfig(AppConfig):
    name = "regiotafel.plan"

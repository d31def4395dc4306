from django.apps import AppConfig


class MandatesConfig(AppConfig):
    name = "regiotafel.mandates"

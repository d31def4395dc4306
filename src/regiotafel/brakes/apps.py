from django.apps import AppConfig


class BrakesConfig(AppConfig):
    name = "regiotafel.brakes"

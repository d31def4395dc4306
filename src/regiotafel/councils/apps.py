from django.apps import AppConfig


class CouncilsConfig(AppConfig):
    name = "regiotafel.councils"

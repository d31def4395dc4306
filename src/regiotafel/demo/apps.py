from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "regiotafel.demo"

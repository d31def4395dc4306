import threading
from typing import Any

from django.core.management.base import BaseCommand

from regiotafel.keeping.working.tasks.worker import run_worker
from regiotafel.serving import mend_modes
from regiotafel.web.logs import thread_ended


class Command(BaseCommand):
    help = "Voert taken uit die op de achtergrond lopen. Op PostgreSQL mogen er meer naast elkaar draaien."

    def handle(self, *args: Any, **options: Any) -> None:
        mend_modes()
        threading.excepthook = thread_ended
        run_worker()

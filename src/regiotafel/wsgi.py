"""The doors for a web server."""

import os
import threading

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from regiotafel.parents import end_with
from regiotafel.receiving import Receiving
from regiotafel.serving import THREADS, is_embedded, mend_modes, most_connections
from regiotafel.web.logs import thread_ended
from regiotafel.web.security import HEADERS

# A worker of our own server: without it, it would go on at the address where a new one wants to begin.
if server := os.environ.get("REGIOTAFEL_SERVER"):
    end_with(int(server))

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
application = get_wsgi_application()

from regiotafel.brakes.access import widest_place_in  # noqa: E402  # needs the settings
from regiotafel.pages.menu import page_of_nobody  # noqa: E402
from regiotafel.people.queries import is_logged_in  # noqa: E402  # needs the apps

# Ours, by granian: requests are read before a thread is taken.
received = Receiving(
    application,
    threads=THREADS[is_embedded()],
    largest=settings.UPLOAD_MAX_BYTES,
    most_lines=most_connections() // 2,
    headers=HEADERS,
    page=lambda status, said, is_sent: page_of_nobody("not_received.html", status=status, said=said, is_sent=is_sent),
    place_of=widest_place_in,
    may_send_files=is_logged_in,
)
mend_modes()
threading.excepthook = thread_ended

if os.environ.get("REGIOTAFEL_EMBEDDED_WORKER") == "1":
    from regiotafel.keeping.working.tasks.worker import start_embedded_worker

    start_embedded_worker()

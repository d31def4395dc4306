"""The door for the web server."""

import os
import threading

from django.core.wsgi import get_wsgi_application

from regiotafel.serving import mend_modes
from regiotafel.web.logs import thread_ended

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
application = get_wsgi_application()
mend_modes()
threading.excepthook = thread_ended

if os.environ.get("REGIOTAFEL_EMBEDDED_WORKER") == "1":
    from regiotafel.keeping.working.tasks.worker import start_embedded_worker

    start_embedded_worker()

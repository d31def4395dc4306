"""The door for the web server."""

import os

from django.core.wsgi import get_wsgi_application

from regiotafel.serving import mend_modes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiotafel.settings")
application = get_wsgi_application()
mend_modes()

if os.environ.get("REGIOTAFEL_EMBEDDED_WORKER") == "1":
    from regiotafel.keeping.working.tasks.worker import start_embedded_worker

    start_embedded_worker()

"""Django's own way to SQLite, which says so when another file was put in the place of the one that stands open."""

import os
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base


class Moved(OperationalError):
    """What we would write now into a file without a name is lost when we stop; the new one has not been opened, for
    what SQLite keeps beside the old one would be taken for part of it."""


class DatabaseWrapper(base.DatabaseWrapper):
    # What the file that stands open has and no other file on the machine.
    _opened: tuple[int, int] | None = None
    # Django's own; its types do not know it.
    health_check_done: bool

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        made = super().get_new_connection(conn_params)
        self._opened = self._there()
        return made

    def close_if_health_check_failed(self) -> None:
        """Django asks once for each request, before the first thing that is read or written."""
        if self.connection is not None and not self.health_check_done and self._opened != self._there():
            raise Moved("another file stands in the place of the database: stop, and start again")
        super().close_if_health_check_failed()

    def _there(self) -> tuple[int, int] | None:
        try:
            found = os.stat(str(self.settings_dict["NAME"]))
        except OSError:
            return None
        return found.st_dev, found.st_ino

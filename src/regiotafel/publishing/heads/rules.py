"""How the history of a region stands on the thread: whoever follows it gets the end of it by mail."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import KnotKind

# A name that reads as one after “over” and “terug naar”, and is itself what somebody must keep.
HISTORY = KnotKind(
    "history",
    _("geschiedenissen"),
    _("het einde van de geschiedenis (regel {it.number}, code {it.short})"),
    route="pages:history_end",
)

"""How the history of a region stands on the thread: whoever follows it gets the end of it by mail."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.history.models import PublishedHead, short_code
from regiotafel.thread.rules import KnotKind

HISTORY = KnotKind("history", gettext_lazy("geschiedenissen"), route="pages:history_end")


def title_of(head: PublishedHead) -> str:
    """A name that reads as one after “over” and “terug naar”, and is itself what somebody must keep."""
    return _("het einde van de geschiedenis (regel %(number)d, code %(code)s)") % {
        "number": head.number,
        "code": short_code(head.hash),
    }

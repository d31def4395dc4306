"""What whoever follows a paper of a council, or the way of a text through a municipality, is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

PAPER_MOVED = Message("paper_moved", _("er is iets gedaan met {it}"))
ROUTE_MOVED = Message("route_moved", _("er is een uitkomst opgeschreven bij {it}"))

"""What members do with the thread."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

LINK_CONFIRMED = Act("link.confirmed", _("{who} koppelde {what} aan {other}."))
LINK_REJECTED = Act("link.rejected", _("{who} vond dat {what} niet bij {other} hoort."))
LINK_CLEARED = Act("link.cleared", _("{who} controleerde of {what} nog bij {other} hoort."))

GROUPS: tuple[ActGroup, ...] = ()

"""What members do with meetings, and how the history tells it."""

from django.utils.translation import gettext_lazy as _

from regiotafel.history.rules import Act, ActGroup

MEETING_PLANNED = Act("meeting.planned", _("{who} zette de bijeenkomst {name} klaar."))

GROUPS = (ActGroup("bijeenkomsten", _("bijeenkomsten"), ("meeting.",)),)

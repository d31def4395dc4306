"""What whoever follows a measure, or something that it came from, is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

PROGRESS = Message("progress", _("er is gemeld hoe het gaat met {it}"))
OTHER_PROGRESS = Message("other_progress", _("{it}: er is gemeld hoe het gaat met {about}"))

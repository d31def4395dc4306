"""What whoever follows a whole text is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

RELEASED = Message("text_released", _("er is een nieuwe versie van {it}"))
# Once a day, however often.
TEXT_CHANGED = Message("text_changed", _("{it} is aangepast"))

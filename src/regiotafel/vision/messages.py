"""What whoever follows a whole text is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

RELEASED = Message("text_released", _("er is een nieuwe versie van {it}"))
# Once a day, however often.
TEXT_CHANGED = Message("text_changed", _("{it} is aangepast"))
# To whoever follows a proposal, its maker first.
PROPOSAL_INTENDED = Message("proposal_intended", _("er is een voornemen over {it}"))
PROPOSAL_ANSWERED = Message("proposal_answered", _("de indiener antwoordde op het voornemen over {it}"))
PROPOSAL_DECIDED = Message("proposal_decided", _("er is besloten over {it}"))

"""What whoever follows something is told of the thread itself. Each app has its own besides."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

ASKED = Message("asked", _("bevestig je e-mailadres"))
MOVED = Message("moved", _("{it} is veranderd"))
LAPSED = Message("lapsed", _("{it} is vervallen"))
OTHER_MOVED = Message("other_moved", _("{it}: {about} is veranderd"))
OTHER_LAPSED = Message("other_lapsed", _("{it}: {about} is vervallen"))
LINKED = Message("linked", _("{it} hoort bij {about}"))
WENT_ON = Message("went_on", _("{it} gaat verder in {about}"))
# Of a later version, or of an app that is not here any more.
NEWS = Message("news", _("er is nieuws over {it}"))

"""What whoever follows something is told of the thread itself. Each app has its own besides."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import SENTENCES, Message

ASKED = Message("asked", _("bevestig je e-mailadres"))
MOVED = Message("moved", _("{it} is veranderd"))
LAPSED = Message("lapsed", _("{it} is vervallen"))
OTHER_MOVED = Message("other_moved", _("{it}: {about} is veranderd"))
OTHER_LAPSED = Message("other_lapsed", _("{it}: {about} is vervallen"))
WENT_ON = Message("went_on", _("{it} gaat verder in {about}"))
# By relation: that something was linked to what they follow, in the words of that relation as told from their end.
LINKED = {relation: Message(f"linked.{relation}", words.to_followers) for relation, words in SENTENCES.items()}
# Of a later version, or of an app that is not here any more.
NEWS = Message("news", _("er is nieuws over {it}"))

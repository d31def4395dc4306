"""What whoever follows a contribution is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

ACCEPTED = Message("accepted", _("{it} is geplaatst"))
REFUSED = Message("refused", _("{it} is niet geplaatst"))
ANSWERED = Message("answered", _("er is antwoord op {it}"))
PROMISE_KEPT = Message("promise_kept", _("wat is toegezegd over {it}, staat nu in de tekst"))
ANSWER_IMPROVED = Message("answer_improved", _("het antwoord op {it} is aangevuld"))

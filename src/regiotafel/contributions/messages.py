"""What whoever follows a contribution is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

ACCEPTED = Message("accepted", _("{it} is geplaatst"))
REFUSED = Message("refused", _("{it} is niet geplaatst"))
ANSWERED = Message("answered", _("er is antwoord op {it}"))
ANSWER_IMPROVED = Message("answer_improved", _("het antwoord op {it} is aangevuld"))

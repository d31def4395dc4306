"""What whoever follows a round is told."""

from django.utils.translation import gettext_lazy as _

from regiotafel.thread.rules import Message

OUTCOME_THERE = Message("outcome_there", _("de uitkomst van {it} staat op de site"))

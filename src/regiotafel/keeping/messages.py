"""Every sentence that whoever follows something can be told, as each app says it at home in its `messages.py`."""

from collections.abc import Mapping

from regiotafel.contributions import messages as contributions
from regiotafel.publishing import messages as publishing
from regiotafel.thread import messages as thread
from regiotafel.thread.rules import Message

SAID = (*vars(thread).values(), *thread.LINKED.values(), *vars(contributions).values(), *vars(publishing).values())

MESSAGES: Mapping[str, Message] = {message.code: message for message in SAID if isinstance(message, Message)}

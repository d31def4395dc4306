"""Every sentence that whoever follows something can be told, as each app says it at home in its `messages.py`."""

from collections.abc import Mapping

from regiotafel.contributions import messages as contributions
from regiotafel.thread import messages as thread
from regiotafel.thread.rules import Message

APPS = (thread, contributions)

MESSAGES: Mapping[str, Message] = {
    message.code: message for app in APPS for message in vars(app).values() if isinstance(message, Message)
}

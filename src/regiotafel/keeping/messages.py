"""Every sentence that whoever follows something can be told, as each app says it at home in its `messages.py`."""

from collections.abc import Mapping

from regiotafel.consultations import messages as consultations
from regiotafel.contributions import messages as contributions
from regiotafel.councils import messages as councils
from regiotafel.plan import messages as plan
from regiotafel.publishing import messages as publishing
from regiotafel.thread import messages as thread
from regiotafel.thread.rules import Message
from regiotafel.vision import messages as vision

APPS = (thread, vision, plan, councils, consultations, contributions, publishing)
SAID = (*thread.LINKED.values(), *(word for app in APPS for word in vars(app).values()))

MESSAGES: Mapping[str, Message] = {message.code: message for message in SAID if isinstance(message, Message)}

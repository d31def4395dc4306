"""Every act of the house with its sentence, as each app says it at home in its `acts.py`."""

from collections.abc import Mapping

from regiotafel.consultations import acts as consultations
from regiotafel.contributions import acts as contributions
from regiotafel.councils import acts as councils
from regiotafel.history import acts as history
from regiotafel.history.rules import Act, ActGroup
from regiotafel.mandates import acts as mandates
from regiotafel.plan import acts as plan
from regiotafel.regions import acts as regions
from regiotafel.tables import acts as tables
from regiotafel.thread import acts as thread
from regiotafel.vision import acts as vision

# In the order in which somebody can choose what the history is about.
APPS = (thread, contributions, consultations, tables, councils, plan, mandates, vision, regions, history)

ACTS: Mapping[str, Act] = {act.name: act for app in APPS for act in vars(app).values() if isinstance(act, Act)}
GROUPS: tuple[ActGroup, ...] = tuple(group for app in APPS for group in app.GROUPS)

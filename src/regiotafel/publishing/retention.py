"""What we keep about who had links to look at when a release was made."""

from collections.abc import Mapping

from regiotafel.people.retention import ACCOUNT
from regiotafel.terms import Clean, Fields, Term

TERMS: tuple[Term, ...] = ()
FIELDS: Mapping[str, Fields] = {"publishing.Waited": Fields("id release what n knots", {ACCOUNT: "owner"})}
CLEANING: Mapping[Term, Clean] = {}

"""What came from what, as W3C PROV-JSON: https://www.w3.org/submissions/2013/SUBM-prov-json-20130424/.

Written as it is read, so that a large region takes no more room than a small one. What stands in it: `docs/thread.md`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

# Of an entity, an activity, an agent or something between two: its name, and what is said of it.
Record = tuple[str, Mapping[str, object]]
AT_A_TIME = 500


def named(name: str) -> dict[str, str]:
    """A name as the value of an attribute, such as a type."""
    return {"$": name, "type": "prov:QUALIFIED_NAME"}


def moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


def write(prefixes: Mapping[str, str], parts: Iterable[tuple[str, Iterable[Record]]]) -> Iterator[str]:
    """parts: each kind of record of PROV-JSON once. What has no value is left out."""
    yield f'{{"prefix": {_json(prefixes)}'
    for kind, records in parts:
        yield f',\n"{kind}": {{'
        lines = (f"{_json(name)}: {_json(_filled(said))}" for name, said in records)
        between = "\n"
        while some := list(islice(lines, AT_A_TIME)):
            yield between + ",\n".join(some)
            between = ",\n"
        yield "}"
    yield "}\n"


def _filled(said: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in said.items() if value not in (None, "")}


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""Reading the chains of acts, and finding where they are not whole."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from itertools import islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.db.models import Max, Model, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regiotafel.history.acts import WORDS_REMOVED
from regiotafel.history.models import FIRST_HASH, Entry, Head, Inspection, PublishedHead, Sealed, VouchedKey
from regiotafel.history.rules import (
    Act,
    actor_code,
    content_hash,
    content_of,
    entry_hash,
    hash_of_data,
    is_signed,
    plain,
    public_key,
    signed_text,
    subject_at,
    subject_of,
    vouching_text,
)
from regiotafel.people.models import User
from regiotafel.web.days import day

AT_ONCE = 2000
KEYS_AT_ONCE = 500
# So many faults are told; of the others only how many there are.
MOST_TOLD = 100

P = ParamSpec("P")
T = TypeVar("T")
# How each `until_next_act` forgets what it kept.
FORGET: list[Callable[[], None]] = []

# Called after each so many rows, with how many there were.
Progress = Callable[[int], None]


def silently(_n: int) -> None:
    pass


@dataclass(frozen=True)
class Verification:
    """`faults`: the first of them, as sentences; `n_faults`: all of them."""

    n_entries: int
    n_faults: int
    faults: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        return not self.n_faults

    @property
    def n_untold(self) -> int:
        return self.n_faults - len(self.faults)


def entries_of_region(region: str) -> QuerySet[Entry]:
    return Entry.objects.filter(region=region).select_related("by").order_by("-number")


def sealed_of(model: type[Model]) -> Sealed | None:
    found = getattr(model, "sealed", None)
    return found if isinstance(found, Sealed) else None


def said_now(rows: Iterable[Model]) -> dict[str, dict[str, Any]]:
    """By subject: what the sealed fields say, of these rows and of what stands on the thread for them. One query for
    each table."""
    keys: dict[type[Model], set[Any]] = {}
    for row in rows:
        if (sealed := sealed_of(type(row))) is not None:
            keys.setdefault(type(row), set()).add(row.pk)
            knot = getattr(row, "knot_id", None) if "knot" in sealed.names else None
            if knot is not None:
                knots = row._meta.get_field("knot").related_model
                keys.setdefault(knots, set()).add(knot)  # type: ignore[arg-type]
    return {subject: said for model, wanted in keys.items() for subject, said in said_by(model, wanted).items()}


def said_by(model: type[Model], keys: Collection[Any]) -> dict[str, dict[str, Any]]:
    """The same of rows of one table, by their keys."""
    sealed = sealed_of(model)
    if sealed is None:
        return {}
    found: dict[str, dict[str, Any]] = {}
    wanted = sorted(keys)
    for start in range(0, len(wanted), KEYS_AT_ONCE):
        some = model._base_manager.filter(pk__in=wanted[start : start + KEYS_AT_ONCE])
        for row in some.order_by().values("pk", *sealed.names):
            found[subject_at(model, row.pop("pk"))] = row
    return found


def last_saved(about: Model, *acts: Act) -> dict[str, Any]:
    """By whom and when one of these was done to it for the last time: what a page says to who comes second."""
    rows = Entry.objects.filter(subject=subject_of(about), act__in=[act.name for act in acts]).select_related("by")
    entry = rows.order_by("pk").last()
    return {"by": entry.by, "at": entry.at} if entry else {}


def head_of(region: str) -> Head:
    """The end of the chain of this region; of the installation itself when it is empty."""
    return Head.objects.filter(region=region).first() or Head(region=region)


def until_next_act(most: int) -> Callable[[Callable[P, T]], Callable[Concatenate[str, P], T]]:
    """What this reads in a region, asked with the slug of the region before it, is kept until the next act there, in
    the memory of each process; at most so many answers. Only for what nothing moves but an act, and only numbers and
    keys: `docs/decisions/0040-counted-until-the-next-act.md`."""

    def kept_in(read: Callable[P, T]) -> Callable[Concatenate[str, P], T]:
        @lru_cache(maxsize=most)
        def read_at(_region: str, _end: str, *keys: P.args, **more: P.kwargs) -> T:
            return read(*keys, **more)

        @wraps(read)
        def kept(region: str, /, *keys: P.args, **more: P.kwargs) -> T:
            return read_at(region, head_of(region).hash, *keys, **more)  # type: ignore[arg-type]  # numbers only

        FORGET.append(read_at.cache_clear)
        return kept

    return kept_in


def heads() -> list[Head]:
    return list(Head.objects.order_by("region"))


def last_inspection() -> Inspection | None:
    return Inspection.objects.order_by("-at").first()


# --- Is every chain whole?


def verify_chains(*, progress: Progress = silently, besides: Iterable[str] = ()) -> Verification:
    """Recomputes every hash from the first entry of each chain, and holds it against what was kept apart: the end,
    the persons, and the ends that were told outside. `besides`: what others found. Takes as much memory for one entry
    as for a million."""
    found = _all_faults(progress, besides)
    told = tuple(islice(found, MOST_TOLD))
    return Verification(Entry.objects.count(), len(told) + sum(1 for _fault in found), told)


def _all_faults(progress: Progress, besides: Iterable[str]) -> Iterator[str]:
    ends = {end.region: end for end in heads()}
    told = PublishedHead.objects.order_by().values_list("region", flat=True).distinct()
    people = {actor_code(pk, mark): pk for pk, mark in User.objects.values_list("pk", "mark").iterator()}
    n = 0
    for region in sorted({*ends, *told, *Entry.objects.order_by().values_list("region", flat=True).distinct()}):
        for _entry, faults in walk(region, people):
            n += 1
            if n % AT_ONCE == 0:
                progress(n)
            yield from faults
        yield from _faults_of_end(region, ends.get(region, Head(region=region)))
        yield from _faults_of_published(region)
    yield from besides


def name_of_chain(region: str) -> str:
    return _("Regio %(region)s") % {"region": region} if region else _("De site zelf")


def walk(
    region: str, people: Mapping[str, int] | None = None, until: int | None = None
) -> Iterator[tuple[Entry, list[str]]]:
    """Every entry of a chain in order, with what is wrong with it. `people`: who is whom by their code."""
    previous, was_sound = Entry(number=0, hash=FIRST_HASH), True
    told = Entry.objects.filter(region=region, act=WORDS_REMOVED.name).values_list("data__number", "number")
    removed = {of for of, number in told if isinstance(of, int) and of < number}
    rows = Entry.objects.filter(region=region, **({} if until is None else {"number__lte": until}))
    for entry in rows.order_by("number").iterator(chunk_size=AT_ONCE):
        is_sound = is_as_written(entry)
        faults = [*_faults_between(previous, entry)]
        if not is_sound:
            faults.append(_("regel %(number)d is later veranderd."))
        else:
            faults += _faults_in(entry, removed, people)
            if was_sound and previous.number and entry.at < previous.at and not entry.is_behind:
                faults.append(_("regel %(number)d heeft een moment van vóór regel %(before)d."))
        numbers = {"number": entry.number, "before": previous.number, "missing": previous.number + 1}
        yield entry, [f"{name_of_chain(region)}: {fault % numbers}" for fault in faults]
        previous, was_sound = entry, is_sound


def _faults_between(previous: Entry, entry: Entry) -> Iterator[str]:
    if entry.number != previous.number + 1:
        yield _("regel %(missing)d ontbreekt: na regel %(before)d komt regel %(number)d.")
    if entry.previous_hash != previous.hash:
        yield _("regel %(number)d sluit niet aan op de regel ervoor.")


def _faults_in(entry: Entry, removed: set[Any], people: Mapping[str, int] | None) -> Iterator[str]:
    if has_no_words(entry) and entry.number not in removed:
        yield _("van regel %(number)d is de tekst weg, en geen regel zegt dat.")
    if people is not None and entry.by_id != people.get(entry.actor):
        yield _("bij regel %(number)d staat iemand anders dan wie het deed.")


def has_no_words(entry: Entry) -> bool:
    """They were taken out: an entry without words has a salt all the same."""
    return not entry.salt and not entry.data


def is_as_written(entry: Entry) -> bool:
    words_hold = has_no_words(entry) or entry.data_hash == hash_of_data(entry.data, entry.salt)
    return words_hold and entry.hash == entry_hash(entry.previous_hash, content_hash(entry))


def lines_of(region: str, *, whole: bool) -> Iterator[str]:
    """Every entry of a chain as a line of JSON, to be checked by anybody with other code.

    whole: what it says, for who may read that. Otherwise only the two hashes: the chain can be followed, and nothing
    can be read in it.
    """
    for entry in Entry.objects.filter(region=region).order_by("number").iterator(chunk_size=AT_ONCE):
        said = content_of(entry) | {"data": entry.data, "salt": entry.salt} if whole else {}
        hashes = {"number": entry.number, "content_hash": content_hash(entry), "hash": entry.hash}
        yield plain(hashes | said) + "\n"


def _faults_of_end(region: str, end: Head) -> Iterator[str]:
    last = Entry.objects.filter(region=region).order_by("-number").first() or Entry(number=0, hash=FIRST_HASH)
    if (end.number, end.hash) != (last.number, last.hash):
        yield f"{name_of_chain(region)}: " + _(
            "het einde klopt niet: verwacht regel %(expected)d, gevonden regel %(found)d."
        ) % {"expected": end.number, "found": last.number}


def _faults_of_published(region: str) -> Iterator[str]:
    chain, trusted = name_of_chain(region), trusted_keys()
    for head in PublishedHead.objects.filter(region=region).order_by("number").iterator(chunk_size=AT_ONCE):
        which = {"number": head.number, "day": day(head.at)}
        if head.public_key not in trusted:
            yield f"{chain}: " + _UNKNOWN_KEY % which
        elif not is_signed(text_of(head), head.public_key, head.signature):
            yield f"{chain}: " + _("de handtekening bij regel %(number)d van %(day)s klopt niet.") % which
        elif not Entry.objects.filter(region=region, number=head.number, hash=head.hash).exists():
            yield f"{chain}: " + _("regel %(number)d is niet meer wat we op %(day)s aan anderen gaven.") % which


_UNKNOWN_KEY = gettext_lazy(
    "het einde op regel %(number)d van %(day)s is getekend met een sleutel die deze site niet kent. "
    "Had de site toen een andere geheime sleutel, en is die weg? Dan kan dit niet meer worden gecontroleerd. "
    "Anders heeft iemand anders getekend."
)


def text_of(head: PublishedHead) -> str:
    """What was signed, word for word."""
    return signed_text(site=head.site, region=head.region, number=head.number, code=head.hash, at=head.at)


def published(region: str) -> PublishedHead | None:
    """The last end of this chain that was told outside."""
    return PublishedHead.objects.filter(region=region).order_by("-number").first()


def trusted_keys() -> set[str]:
    """The keys that are this site's own. Made from the secrets that it holds, or vouched for by one of those: what the
    database says by itself counts for nothing here."""
    held = {public_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)}
    vouched = VouchedKey.objects.filter(vouched_by__in=held)
    return held | {
        one.public_key for one in vouched if is_signed(vouching_text(one.public_key), one.vouched_by, one.signature)
    }


def known_keys() -> list[str]:
    """The public key of now, first, and every other of ours that an end was signed with."""
    now = public_key(settings.SECRET_KEY)
    used = set(PublishedHead.objects.order_by().values_list("public_key", flat=True).distinct())
    return [now, *sorted((used & trusted_keys()) - {now})]


# --- Does the history of now still hold what somebody wrote down?


@dataclass(frozen=True)
class Recall:
    """Whether the history still says what this number and code said, and if not, what happened."""

    number: int
    holds: bool
    sentence: str
    region: str | None = None


def recall(
    number: int,
    code: str,
    *,
    region: str | None = None,
    deep: bool = False,
    name: Callable[[str], str] = name_of_chain,
) -> Recall:
    """`region`: None when it was not written down. `deep`: every hash up to there is computed again. `name`: what the
    chain of a region is called."""
    entry = _entry_with(number, code, region)
    if entry is None:
        return Recall(number, False, _why_not(number, region, name), region)
    chain = {"chain": name(entry.region), "number": number}
    faults = [fault for _entry, some in walk(entry.region, until=number) for fault in some] if deep else []
    if faults:
        told = _("%(chain)s: regel %(number)d heeft deze code, maar in de regels tot daar is iets veranderd.") % chain
        return Recall(number, False, f"{told} {faults[0]}", entry.region)
    told = _("%(chain)s: regel %(number)d heeft nog steeds deze code.") % chain
    return Recall(number, True, told, entry.region)


def _entry_with(number: int, code: str, region: str | None) -> Entry | None:
    found = Entry.objects.filter(number=number, hash__startswith=code)
    return (found if region is None else found.filter(region=region)).first()


def _why_not(number: int, region: str | None, name: Callable[[str], str]) -> str:
    if region is None:
        return _(
            "In geen enkele geschiedenis op deze site heeft regel %(number)d deze code. Is de code goed overgenomen, "
            "dan is er na die tijd iets weggehaald of veranderd."
        ) % {"number": number}
    chain = name(region)
    last = Entry.objects.filter(region=region).order_by("-number").values_list("number", flat=True).first() or 0
    if number > last:
        return _(
            "%(chain)s: er is geen regel %(number)d. De geschiedenis telt nu %(last)d regels. Klopt het nummer, dan is "
            "er aan het eind iets weggehaald."
        ) % {"chain": chain, "number": number, "last": last}
    return _(
        "%(chain)s: regel %(number)d heeft nu een andere code. Is de code goed overgenomen, dan is er in de regels tot "
        "en met %(number)d iets veranderd."
    ) % {"chain": chain, "number": number}


def next_number(rows: QuerySet[Any], field: str = "number") -> int:
    """One more than the last. Asked under the lock of what the rows belong to: two at once never get the same."""
    last: int | None = rows.aggregate(last=Max(field))["last"]
    return (last or 0) + 1

"""What the tables say is held against what the history says was done; whatever somebody plants is found and named."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import models, transaction
from django.db.models import F
from django.test import override_settings
from django.utils import timezone

from regiotafel.consultations.models import (
    Choice,
    Consultation,
    ImportState,
    Invitation,
    ModerationDecision,
    Participant,
    Point,
    Report,
    ReportKind,
    Statement,
    Step,
    Vote,
    VoteEvent,
    VoteImport,
)
from regiotafel.consultations.outcome.actions import count_all
from regiotafel.consultations.preparing.actions import close
from regiotafel.consultations.taking_part.actions import begin_with_vote
from regiotafel.consultations.telling.actions import take_steps
from regiotafel.contributions.answering.actions import give_answer
from regiotafel.contributions.answering.rules import digest_of_answer
from regiotafel.contributions.models import Answer, Contribution, State
from regiotafel.contributions.moderating import actions as moderating
from regiotafel.contributions.sending import actions as sending
from regiotafel.contributions.withdrawing.actions import withdraw
from regiotafel.history.actions import publish_head, remove_words
from regiotafel.history.models import Entry, Head, Inspection, PublishedHead, VouchedKey, short_code
from regiotafel.history.queries import Verification, head_of, known_keys, last_inspection, text_of
from regiotafel.history.rules import is_signed, public_key, sign, vouching_text
from regiotafel.keeping.proving.actions import inspect
from regiotafel.keeping.proving.queries import HELD
from regiotafel.keeping.retention import clean_up
from regiotafel.keeping.working.tasks.ticks import PERIODIC
from regiotafel.regions.members.actions import delete_account
from regiotafel.regions.models import Membership, Organisation, Region, Role
from regiotafel.regions.settings.actions import describe_region
from regiotafel.thread.models import Link, LinkState
from regiotafel.vision.models import CouncilDecision, ReleasedPassage, Wording
from tests.chains import chain_again
from tests.factories import OrganisationFactory, RegionFactory, UserFactory
from tests.keeping.world import SLUG, World, make_world
from tests.publishing.loop import on

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world()


def verify() -> Verification:
    return inspect(at=timezone.now())


def test_what_was_done_by_acts_is_what_the_history_says(world: World) -> None:
    assert verify().faults == ()


# What somebody with the database in hand changes, and what the check says of it.
PLANTED: dict[str, tuple[Callable[[], object], str]] = {
    "a verdict": (
        lambda: ModerationDecision.objects.filter(verdict="refused").update(verdict="accepted"),
        "Anders dan de geschiedenis zegt: het besluit over stelling 4 van “Wachttijden”.",
    ),
    "a reason": (
        lambda: ModerationDecision.objects.filter(verdict="refused").update(reason="off_topic"),
        "Anders dan de geschiedenis zegt: het besluit over stelling 4",
    ),
    "an explanation": (
        lambda: ModerationDecision.objects.filter(verdict="refused").update(explanation="Iets anders."),
        "Anders dan de geschiedenis zegt: het besluit over stelling 4",
    ),
    "who decided": (
        lambda: ModerationDecision.objects.filter(verdict="accepted").update(by=UserFactory()),
        "Anders dan de geschiedenis zegt: het besluit over stelling 5",
    ),
    "when it was decided": (
        lambda: ModerationDecision.objects.filter(verdict="accepted").update(at=on(9)),
        "In de geschiedenis staat niet: het besluit over stelling 5",
    ),
    "a decision that is gone": (
        lambda: ModerationDecision.objects.filter(verdict="accepted").delete(),
        "is nergens meer te vinden (statement:",
    ),
    "a refused statement that takes part": (
        lambda: Statement.objects.filter(state="refused").update(state="accepted"),
        "Stelling 4 van “Wachttijden” is “doet mee”, en niemand besloot dat.",
    ),
    "a statement that never waited": (
        lambda: Statement.objects.filter(state="accepted", source="seed", number=1).update(state="refused"),
        "Stelling 1 van “Wachttijden” is “niet geplaatst”, en niemand besloot dat.",
    ),
    "words of a statement": (
        lambda: Statement.objects.filter(number=2).update(text="Wachten duurt kort."),
        "Stelling 2 van “Wachttijden” luidt anders dan de geschiedenis zegt.",
    ),
    "words given instead": (
        lambda: Statement.objects.filter(replaces__isnull=False).update(text="Er is genoeg vervoer."),
        "Stelling 7 van “Wachttijden” luidt anders dan de geschiedenis zegt.",
    ),
    "words of a passage": (
        lambda: Wording.objects.filter(number=2, passage__number=1).update(text="Je wacht hooguit tachtig weken."),
        "Anders dan de geschiedenis zegt: tekst 2 van passage 1 van “Onze visie”.",
    ),
    "who wrote a passage": (
        lambda: Wording.objects.filter(number=2, passage__number=1).update(by=None),
        "Anders dan de geschiedenis zegt: tekst 2 van passage 1",
    ),
    "words that are gone": (
        lambda: Wording.objects.filter(number=2, passage__number=3).delete(),
        "is nergens meer te vinden (passage:",
    ),
    "what a release froze": (
        lambda: ReleasedPassage.objects.filter(position=1).update(section_title="Een ander hoofdstuk"),
        "Anders dan de geschiedenis zegt: versie 1 van “Onze visie”.",
    ),
    "what a council decided": (
        lambda: CouncilDecision.objects.update(decision="rejected"),
        "Anders dan de geschiedenis zegt: wat de gemeenteraad van Roggerade besloot over versie 1.",
    ),
    "a decision of a council that is gone": (
        lambda: CouncilDecision.objects.all().delete(),
        "is nergens meer te vinden (councildecision:",
    ),
    "an answer": (
        lambda: Answer.objects.filter(verdict="yes").update(heard="Iets anders.", why="Om een heel andere reden."),
        "Anders dan de geschiedenis zegt: antwoord 1 op",
    ),
    "a verdict of an answer": (
        lambda: Answer.objects.filter(verdict="yes").update(verdict="no"),
        "Anders dan de geschiedenis zegt: antwoord 1 op",
    ),
    "an answer that is gone": (
        lambda: Answer.objects.filter(verdict="yes").delete(),
        "is nergens meer te vinden (answer:",
    ),
    "a voice that was refused": (
        lambda: Contribution.objects.filter(state=State.REFUSED).update(state=State.OPEN),
        "is “wacht op antwoord”, en niemand besloot dat.",
    ),
    "a voice that was not": (
        lambda: Contribution.objects.filter(state=State.ANSWERED).update(state=State.REFUSED, refusal="spam"),
        "In de geschiedenis staat niet: dat reactie",
    ),
    "a role that nobody gave": (
        lambda: Membership.objects.create(
            user=UserFactory(), region=Region.objects.get(slug=SLUG), role=Role.REGION_ADMINISTRATOR, since=on(1)
        ),
        "In de geschiedenis staat niet: de rol van account",
    ),
    "a role that became more": (
        lambda: Membership.objects.update(role=Role.REGION_ADMINISTRATOR),
        "Anders dan de geschiedenis zegt: de rol van account",
    ),
    "a vote": (
        lambda: Vote.objects.filter(choice=1).update(choice=-1),
        "In “Wachttijden” zijn 1 antwoorden anders dan ze zijn gegeven.",
    ),
    "a vote that is gone": (
        lambda: Vote.objects.filter(choice=1).delete(),
        "In “Wachttijden” ontbreken 1 antwoorden die wel gegeven zijn.",
    ),
    "a vote that nobody gave": (
        lambda: Vote.objects.create(
            participant=Participant.objects.first(),
            statement=Statement.objects.get(number=5),
            choice=1,
            at=timezone.now(),
        ),
        "In “Wachttijden” zijn 1 antwoorden anders dan ze zijn gegeven.",
    ),
    "an event that nobody gave": (
        lambda: VoteEvent.objects.create(
            participant=Participant.objects.first(),
            statement=Statement.objects.get(number=1),
            choice=-1,
            at=timezone.now() + timedelta(hours=1),
            key=uuid.uuid4(),
        ),
        "In “Wachttijden” zijn 1 antwoorden anders dan ze zijn gegeven.",
    ),
    "a count": (
        lambda: Statement.objects.filter(number=1).update(n_told_agree=3),
        "De tellers van stelling 1 van “Wachttijden” kloppen niet met wat we lieten zien.",
    ),
    "an explanation of a refusal": (
        lambda: Contribution.objects.filter(state=State.REFUSED).update(refusal_explanation="Iets anders."),
        "Anders dan de geschiedenis zegt: dat reactie",
    ),
    "an explanation of a refusal without its salt": (
        lambda: Contribution.objects.filter(state=State.REFUSED).update(refusal_explanation="Anders.", refusal_salt=""),
        "Anders dan de geschiedenis zegt: dat reactie",
    ),
    "an explanation of a decision without its salt": (
        lambda: ModerationDecision.objects.filter(verdict="refused").update(explanation="Iets anders.", salt=""),
        "Anders dan de geschiedenis zegt: het besluit over stelling 4",
    ),
    "an organisation": (
        lambda: Organisation.objects.filter(name="Jongerenraad").update(name="Jongerenraad", about="Iets heel anders."),
        "Anders dan de geschiedenis zegt: de organisatie “Jongerenraad” in Regio Proef.",
    ),
    "an organisation that nobody added": (
        lambda: OrganisationFactory(region=Region.objects.get(slug=SLUG), name="Schijn"),
        "In de geschiedenis staat niet: de organisatie “Schijn” in Regio Proef.",
    ),
    "an invitation": (
        lambda: Invitation.objects.filter(pk=Invitation.objects.first().pk).delete(),
        "Er zijn andere uitnodigingen voor “Wachttijden” dan de geschiedenis zegt.",
    ),
    "an invitation that nobody made": (
        lambda: Invitation.objects.create(
            consultation=Consultation.objects.get(title="Wachttijden"), code_hash="x", made_at=on(1), expires_at=on(9)
        ),
        "Er zijn andere uitnodigingen voor “Wachttijden” dan de geschiedenis zegt.",
    ),
    "what a consultation promises": (
        lambda: Consultation.objects.filter(slug="later").update(promise="Niets."),
        "Wat “Later” vraagt en belooft, is anders dan de geschiedenis zegt.",
    ),
    "what is fixed in it": (
        lambda: Point.objects.filter(consultation__slug="later", kind="fixed").update(why="Daarom."),
        "Wat “Later” vraagt en belooft, is anders dan de geschiedenis zegt.",
    ),
    "a link that was judged": (
        lambda: Link.objects.filter(state=LinkState.CONFIRMED).update(state=LinkState.REJECTED),
        "In de geschiedenis staat niet: dat koppeling",
    ),
    "an import that nobody did": (
        lambda: VoteImport.objects.create(
            consultation=Consultation.objects.get(title="Wachttijden"),
            state=ImportState.DONE,
            at=on(1),
            finished_at=on(1),
        ),
        "In de geschiedenis staat niet: wat er is ingelezen in “Wachttijden”.",
    ),
    "a region without a history": (
        lambda: RegionFactory(slug="leeg"),
        "Regio leeg: de regio is er, maar heeft geen geschiedenis.",
    ),
    "everything gone": (
        lambda: (Entry.objects.all().delete(), Head.objects.all().delete()),
        "Regio proef: de regio is er, maar heeft geen geschiedenis.",
    ),
    "a beginning that is gone": (
        lambda: (
            Entry.objects.filter(number=1).delete(),
            [Entry.objects.filter(pk=one.pk).update(number=one.number - 1) for one in Entry.objects.order_by("number")],
            chain_again(SLUG),
        ),
        "Regio proef: regel 1 zegt niet dat de regio hier begon.",
    ),
}


def test_everything_that_somebody_plants_is_found_and_named(world: World) -> None:
    check_planted(PLANTED)


def check_planted(plants: dict[str, tuple[Callable[[], object], str]]) -> None:
    for what, (plant, told) in plants.items():
        with transaction.atomic():
            plant()
            faults = verify().faults
            transaction.set_rollback(True)
        assert any(told in fault for fault in faults), f"{what}: {faults}"
    assert verify().is_sound


def test_an_outcome_that_says_something_else_than_the_answers_is_named(world: World) -> None:
    now = timezone.now()
    statement = Statement.objects.get(number=1)
    for choice in [Choice.AGREE] * 14 + [Choice.DISAGREE] * 9:
        begin_with_vote(at=now, consultation=world.consultation, statement=statement, choice=choice, key=uuid.uuid4())
    take_steps(at=now + timedelta(hours=1), consultation=world.consultation)
    plants: dict[str, tuple[Callable[[], object], str]] = {
        "a step": (
            lambda: (
                Step.objects.filter(statement=statement).update(
                    n_agree=F("n_agree") - 1, n_disagree=F("n_disagree") + 1
                ),
                Statement.objects.filter(pk=statement.pk).update(n_told_agree=F("n_told_agree") - 1),
            ),
            "Wat we van stelling 1 van “Wachttijden” lieten zien, is niet wat mensen toen antwoordden.",
        ),
        "the other way round in what is told": (
            lambda: turn(Report.objects.get()),
            "De uitkomst van “Wachttijden” zegt van stelling 1 iets anders dan de antwoorden.",
        ),
    }
    check_planted(plants)
    count_all(at=now, consultation=close(by=world.editor, at=now, consultation=world.consultation))
    plants["the other way round in what is told"] = (
        lambda: turn(Report.objects.get(kind=ReportKind.FINAL)),
        "De uitkomst van “Wachttijden” zegt van stelling 1 iets anders dan de antwoorden.",
    )
    plants["all answers gone"] = (
        lambda: (Vote.objects.all().delete(), VoteEvent.objects.all().delete()),
        "De uitkomst van “Wachttijden” zegt van stelling 1 iets anders dan de antwoorden.",
    )
    check_planted(plants)


def turn(report: Report) -> None:
    for one in report.data["statements"]:
        one["n_agree"], one["n_disagree"] = one["n_disagree"], one["n_agree"]
    report.save()


def test_every_table_of_what_members_did_is_held_against_the_history() -> None:
    """A table that comes later joins: it is held, or it says here why not."""
    not_held = {
        "history.Entry": "it is the history",
        "consultations.Invitation": "made by the batch, told as one act with their number: held by the batch",
        "contributions.AnswerDraft": "nobody reads it but members, until it is an answer",
        "plan.Ballot": "it would tell who chose while a round is open: all of them by one code when it closes",
        "regions.OwnDraft": "nobody reads it but who is writing it",
        "vision.PassageDraft": "nobody reads it but members, until its words are a wording",
    }
    user = apps.get_model(settings.AUTH_USER_MODEL)
    made = {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("regiotafel.")
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is user and field.name in ("by", "made_by")
    }
    assert made - {name.split()[0] for name in HELD} == set(not_held)


# --- What ends by itself is no fault


def test_what_is_cleaned_after_its_term_is_not_missed(world: World) -> None:
    clean_up(at=timezone.now() + timedelta(days=4 * 365))
    assert Statement.objects.get(pk=world.refused.pk).text == "[weggehaald]"
    assert ModerationDecision.objects.get(verdict="refused").salt == ""
    assert verify().faults == ()


def test_who_leaves_takes_their_name_along_and_the_history_holds(world: World) -> None:
    delete_account(by=world.editor, at=on(9))
    assert verify().faults == ()
    assert Entry.objects.filter(region=SLUG).exclude(actor="system").exists()


def test_nothing_that_has_a_term_stands_in_the_history_for_ever(world: World) -> None:
    said = "\n".join(str(data) for data in Entry.objects.values_list("data", flat=True))
    for words in (world.refused.text, "Je herkent de buurvrouw.", "Een idee dat nergens heen gaat", "Reclame."):
        assert words not in said


def test_two_presses_at_one_moment_are_no_fault(world: World) -> None:
    """On PostgreSQL the press whose event came first can be the last that is stored."""
    vote = Vote.objects.filter(choice=Choice.AGREE).get()
    VoteEvent.objects.create(
        participant=vote.participant,
        statement=vote.statement,
        choice=Choice.UNSURE,
        at=vote.at + timedelta(seconds=1),
        key=uuid.uuid4(),
    )
    assert verify().faults == ()


def test_who_withdraws_what_was_quoted_leaves_a_history_that_holds(world: World) -> None:
    """The answer reads otherwise from then on, and the history says so; what was taken out cannot be tried."""
    said = "Het meisje met de rode fiets wacht al een jaar op hulp."
    sent, _code = sending.send_in(at=on(5), region=world.region, kind="idea", text=said, key=uuid.uuid4())
    moderating.accept(by=world.editor, at=on(5), contribution=sent)
    words = {"heard": f"We hoorden: {said}", "verdict": "no", "why": "Er is geen geld."}
    answer = give_answer(by=world.editor, at=on(6), contribution=sent, number=0, **words)
    salt, was_said = answer.salt, digest_of_answer(answer)
    assert Entry.objects.filter(data__digest=was_said).exists()
    withdraw(at=on(7), contribution=sent)
    assert verify().faults == ()
    mended = Answer.objects.get(pk=answer.pk)
    assert mended.heard == "We hoorden: […]."
    told = Entry.objects.get(act="answer.mended", subject=f"answer:{answer.pk}")
    assert told.data["digest"] == digest_of_answer(mended) != was_said
    kept = [str(row) for model in apps.get_models() for row in model.objects.values_list()]
    assert not any(salt in row for row in kept)
    Answer.objects.filter(pk=answer.pk).update(heard="We hoorden iets anders.", why="Daarom.")
    assert any("Anders dan de geschiedenis zegt: antwoord 1 op" in fault for fault in verify().faults)


def test_words_that_had_to_go_are_not_asked_for(world: World) -> None:
    entry = Entry.objects.get(act="answer.given", data__verdict="yes")
    remove_words(by=world.editor, at=timezone.now(), entry=entry, reason="Er stond een naam in.")
    assert verify().faults == ()


# --- The command


def was(*typed: str, region: str | None = None) -> tuple[int, str]:
    """What it says, and with which code it ends."""
    try:
        said = call_command("verify_history", was=list(typed), region=region)
    except CommandError as fault:
        return fault.returncode, str(fault)
    return 0, str(said or "")


def test_a_number_and_code_that_were_written_down_still_hold(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    kept = head_of(SLUG)
    describe_region(by=world.editor, at=timezone.now(), region=world.region, name="Regio Proef", about="Anders.")
    for code in (kept.hash, short_code(kept.hash), kept.hash.upper(), f" {kept.hash[:20]} "):
        assert was(str(kept.number), code)[0] == 0
        assert was(str(kept.number), code, region=SLUG)[0] == 0
    assert f"Regio proef: regel {kept.number} heeft nog steeds deze code." in capsys.readouterr().out


DAMAGE: dict[str, Callable[[], object]] = {
    "a tail cut off": lambda: (Entry.objects.filter(number__gt=5).delete(), chain_again(SLUG)),
    "everything removed": lambda: (Entry.objects.all().delete(), Head.objects.all().delete()),
    "a row changed and all chained again": lambda: (
        Entry.objects.filter(number=4).update(subject="region:0"),
        chain_again(SLUG),
    ),
    "a row changed and nothing else": lambda: Entry.objects.filter(number=4).update(subject="region:0"),
    "a row put in between": lambda: (
        [
            Entry.objects.filter(pk=one.pk).update(number=one.number + 1)
            for one in Entry.objects.filter(number__gt=4).order_by("-number")
        ],
        Entry.objects.create(
            region=SLUG, number=5, at=on(0), act="x", subject="x", actor="system", salt="1", hash="f" * 64
        ),
        chain_again(SLUG),
    ),
    "two rows swapped": lambda: (
        [Entry.objects.filter(number=a).update(number=b) for a, b in ((4, 9999), (5, 4), (9999, 5))],
        chain_again(SLUG),
    ),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=list(DAMAGE))
def test_a_number_and_code_that_were_written_down_show_every_damage(world: World, damage: Callable[[], object]) -> None:
    kept = head_of(SLUG)
    damage()
    for region in (None, SLUG) if Head.objects.exists() else (None,):
        returncode, said = was(str(kept.number), kept.hash, region=region)
        assert returncode == 1, said
        assert f"regel {kept.number}" in said


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        ("nul", "a" * 64, "Het nummer van een regel is een getal"),
        ("0", "a" * 64, "Het nummer van een regel is een getal"),
        ("-3", "a" * 64, "Het nummer van een regel is een getal"),
        ("9" * 5000, "a" * 64, "het nummer is te groot"),
        ("٣", "a" * 64, "Het nummer van een regel is een getal"),
        ("3", "", "Een code heeft 20 tekens in het kort, of 64. Hier staan er 0."),
        ("3", "abc", "Hier staan er 3."),
        ("3", "a" * 65, "Hier staan er 65."),
        ("3", "a" * 19 + "o", "Hier staat ook: o."),
        ("3", "a" * 19 + "ж", "Hier staat ook: ж."),
    ],
)
def test_what_is_no_number_or_code_gets_a_sentence(number: str, code: str, said: str) -> None:
    returncode, told = was(number, code)
    assert returncode == 2
    assert said in told


def test_a_region_that_is_not_there_gets_a_sentence(world: World) -> None:
    assert was("3", "a" * 64, region="nergens") == (2, "Er is geen geschiedenis van de regio “nergens”.")
    with pytest.raises(CommandError, match="hoort bij --was"):
        call_command("verify_history", region=SLUG)


def test_the_command_says_whole_or_damaged(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("verify_history")
    said = capsys.readouterr().out
    assert f"De geschiedenis is heel: {Entry.objects.count()} regels." in said
    assert short_code(head_of(SLUG).hash) in said
    Entry.objects.filter(number=1).update(act="x")
    with pytest.raises(CommandError, match="regel 1 is later veranderd") as found:
        call_command("verify_history")
    assert found.value.returncode == 1


# --- Every night


def test_every_night_what_came_of_it_is_kept_for_staff_to_read(world: World) -> None:
    assert "verify_history" in {one.name for one in PERIODIC if one.every is None}
    verify()
    assert last_inspection().n_faults == 0
    Entry.objects.filter(number=2).update(act="x")
    verify()
    assert last_inspection().faults[0] == "Regio proef: regel 2 is later veranderd."
    assert Inspection.objects.count() == 1


NEW = override_settings(SECRET_KEY="een heel andere sleutel", SECRET_KEY_FALLBACKS=[])
BOTH = override_settings(SECRET_KEY="een heel andere sleutel", SECRET_KEY_FALLBACKS=[settings.SECRET_KEY])


def test_a_head_that_was_told_stays_true_under_a_new_secret_key(world: World) -> None:
    """While both secrets are known the new key signs for the old one; then the old secret can go."""
    head = publish_head(at=timezone.now(), region=SLUG)
    with BOTH:
        assert verify().faults == ()
    with NEW:
        assert verify().faults == ()
        assert was(str(head.number), head.hash)[0] == 0
        describe_region(by=world.editor, at=timezone.now(), region=world.region, name="Proef", about="")
        later = publish_head(at=timezone.now(), region=SLUG)
        assert later.public_key != head.public_key
        assert verify().faults == ()
        assert known_keys() == [later.public_key, head.public_key]
    with override_settings(SECRET_KEY="een derde", SECRET_KEY_FALLBACKS=["een heel andere sleutel"]):
        assert verify().faults == ()
    with override_settings(SECRET_KEY="een derde", SECRET_KEY_FALLBACKS=[]):
        assert verify().faults == ()


def test_a_key_whose_secret_is_gone_at_once_is_told_until_somebody_who_has_the_site_says_it_was_ours(
    world: World,
) -> None:
    head = publish_head(at=timezone.now(), region=SLUG)
    with NEW:
        (fault,) = verify().faults
        assert f"het einde op regel {head.number} van" in fault
        assert "Dan kan dit niet meer worden gecontroleerd." in fault
        assert head.public_key not in known_keys()
        with pytest.raises(CommandError, match="64 tekens"):
            call_command("verify_history", trust_key="abc")
        call_command("verify_history", trust_key=head.public_key)
        assert verify().faults == ()


def test_who_has_the_database_and_not_the_key_cannot_sign(world: World) -> None:
    """All of it fits: the chain, the signature, and the key beside it. Only it is no key of this site."""
    head = publish_head(at=timezone.now(), region=SLUG)
    Entry.objects.filter(number=3).update(subject="region:0")
    chain_again(SLUG)
    head.hash, head.public_key = head_of(SLUG).hash, public_key("another")
    head.signature = sign(text_of(head), "another")
    head.save()
    VouchedKey.objects.create(  # a word for it, by itself, and in the name of the site
        public_key=head.public_key,
        vouched_by=head.public_key,
        signature=sign(vouching_text(head.public_key), "another"),
        at=timezone.now(),
    )
    VouchedKey.objects.create(
        public_key=head.public_key,
        vouched_by=public_key(settings.SECRET_KEY),
        signature=sign(vouching_text(head.public_key), "another"),
        at=timezone.now(),
    )
    assert is_signed(text_of(head), head.public_key, head.signature)
    assert any("getekend met een sleutel die deze site niet kent" in fault for fault in verify().faults)
    assert known_keys() == [public_key(settings.SECRET_KEY)]


def test_a_signature_that_does_not_fit_is_named(world: World) -> None:
    head = publish_head(at=timezone.now(), region=SLUG)
    PublishedHead.objects.filter(pk=head.pk).update(signature=sign("another text", settings.SECRET_KEY))
    assert any("de handtekening" in fault for fault in verify().faults)

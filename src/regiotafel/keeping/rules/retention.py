"""How long we keep what is about a person: the terms, and for every field of every table which one it has.

A test holds `FIELDS` against the tables: a new field without a line here fails it. The page about privacy is made from
`TERMS`, so what people read is what happens.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Kept(Enum):
    """Kinds of personal data. Each has a term in `TERMS`."""

    ACCOUNT = "account"
    HISTORY = "history"
    SESSION = "session"
    ANSWERS = "answers"
    REFUSED_STATEMENT = "refused_statement"
    INVITATION = "invitation"
    TABLE = "table"
    IMPORT = "import"
    CONTRIBUTION = "contribution"
    GONE_CONTRIBUTION = "gone_contribution"
    RECEIPT = "receipt"
    UNCONFIRMED = "unconfirmed"
    ADDRESS = "address"
    NOTICE = "notice"
    TASK = "task"


@dataclass(frozen=True)
class Term:
    """What it is, how long it stays and what happens then, as it stands on the page about privacy."""

    what: str | Promise
    how_long: str | Promise
    then: str | Promise
    # None: cleaning up leaves it alone; something else ends it, or nothing does.
    after: timedelta | None


TERMS: Mapping[Kept, Term] = {
    Kept.ACCOUNT: Term(
        _("Je account: e-mailadres, naam, rollen, passkeys en wanneer je het laatst inlogde"),
        _("tot je het verwijdert, of tot drie jaar nadat je het laatst inlogde"),
        _("We verwijderen het account. Is een regio zonder jou zonder beheerder, dan wachten we daarmee."),
        timedelta(days=3 * 365),
    ),
    Kept.HISTORY: Term(
        _("Wat leden doen, in de geschiedenis van een regio"),
        _("zolang de regio op deze site staat"),
        _("Er staat een code voor wie het deed. Die hoort bij niemand meer als het account weg is."),
        None,
    ),
    Kept.SESSION: Term(
        _("Dat je ingelogd bent"),
        _("14 dagen, of tot je uitlogt"),
        _("We gooien het weg."),
        timedelta(0),
    ),
    Kept.ANSWERS: Term(
        _("Het nummer waaronder je antwoordde, en welke stellingen daarbij horen"),
        _("tot een jaar nadat het gesprek sloot"),
        _(
            "Je antwoorden tellen mee zoals ze waren, met je rol en gemeente als je die gaf. We halen weg welk nummer "
            "of papier erbij hoorde, en wie welke stelling instuurde."
        ),
        timedelta(days=365),
    ),
    Kept.REFUSED_STATEMENT: Term(
        _("Een stelling die niet is toegelaten, met de uitleg van de moderator"),
        _("tot 90 dagen nadat dat besloten is"),
        _("We halen de woorden weg. Dat er een stelling geweigerd is, en de reden, blijft."),
        timedelta(days=90),
    ),
    Kept.INVITATION: Term(
        _("De notitie bij een uitnodiging: voor wie zij is"),
        _("tot 180 dagen nadat de uitnodiging verliep"),
        _("We halen de notitie weg."),
        timedelta(days=180),
    ),
    Kept.TABLE: Term(
        _("De naam van wie een bijeenkomst leidde"),
        _("tot een jaar na de bijeenkomst"),
        _("We halen de naam weg."),
        timedelta(days=365),
    ),
    Kept.IMPORT: Term(
        _("Een bestand met antwoorden uit een ander systeem"),
        _("tot het is ingelezen of geweigerd; de lijst met fouten 90 dagen langer"),
        _("We gooien het bestand en de lijst weg."),
        timedelta(days=90),
    ),
    Kept.CONTRIBUTION: Term(
        _("Je inbreng, als die is toegelaten: de woorden, zonder je naam"),
        _("zolang de tekst van de regio op deze site staat, of tot je de inbreng zelf verwijdert"),
        _("Zo kan iedereen zien wat er met alle inbreng gebeurde."),
        None,
    ),
    Kept.GONE_CONTRIBUTION: Term(
        _("Inbreng die je introk, of die niet is toegelaten"),
        _("tot 30 dagen daarna"),
        _("We halen de woorden weg. Dat er iets was ingestuurd, blijft meetellen."),
        timedelta(days=30),
    ),
    Kept.RECEIPT: Term(
        _("De afdruk van de code op je bewijs, en wie de inbreng voor je invoerde"),
        _("tot vijf jaar nadat je de inbreng stuurde"),
        _("De code werkt dan niet meer. Niemand kan nog aantonen dat de inbreng van hem of haar is."),
        timedelta(days=5 * 365),
    ),
    Kept.UNCONFIRMED: Term(
        _("Een e-mailadres voor berichten dat niet bevestigd is"),
        _("7 dagen"),
        _("We gooien het adres weg."),
        timedelta(days=7),
    ),
    Kept.ADDRESS: Term(
        _("Een e-mailadres voor berichten dat wel bevestigd is"),
        _("tot je je afmeldt, tot drie jaar nadat je het bevestigde, of tot blijkt dat het adres niet bestaat"),
        _("We gooien het adres weg."),
        timedelta(days=3 * 365),
    ),
    Kept.NOTICE: Term(
        _("Dat we je een bericht stuurden, en waarover het ging"),
        _("90 dagen; ook als het al die tijd niet bezorgd kon worden"),
        _("We gooien het weg."),
        timedelta(days=90),
    ),
    Kept.TASK: Term(
        _("Wat de computer op de achtergrond deed. Daar staan alleen nummers in"),
        _("7 dagen"),
        _("We gooien het weg."),
        timedelta(days=7),
    ),
}

# Instead of words that were taken out. The tables that hold words ask for some.
TAKEN_OUT = "[weggehaald]"


@dataclass(frozen=True)
class Table:
    """Which fields are about a person, and which are not. Together they are all."""

    none: str
    personal: Mapping[Kept, str]


def _no(fields: str) -> Table:
    return Table(fields, {})


FIELDS: Mapping[str, Table] = {
    # --- libraries
    "auth.Permission": _no("id name content_type codename"),
    "auth.Group": _no("id name"),
    "auth.Group_permissions": _no("id group permission"),
    "contenttypes.ContentType": _no("id app_label model"),
    "sessions.Session": Table("expire_date", {Kept.SESSION: "session_key session_data"}),
    "account.EmailAddress": Table("id verified primary", {Kept.ACCOUNT: "user email"}),
    "account.EmailConfirmation": Table("id created sent", {Kept.ACCOUNT: "email_address key"}),
    "mfa.Authenticator": Table("id type", {Kept.ACCOUNT: "user data created_at last_used_at"}),
    "django_tasks_database.DBTaskResult": Table(
        "id status enqueued_at started_at finished_at priority task_path worker_ids queue_name backend_name run_after "
        "exception_class_path",
        {Kept.TASK: "args_kwargs return_value traceback"},
    ),
    # --- people, history, regions
    "people.User": Table(
        "id password is_superuser is_active",  # the password is one that fits nothing
        {Kept.ACCOUNT: "email name last_login joined_at"},
    ),
    "people.User_groups": Table("id group", {Kept.ACCOUNT: "user"}),
    "people.User_user_permissions": Table("id permission", {Kept.ACCOUNT: "user"}),
    "history.Entry": Table(
        "id number region act subject previous_hash hash", {Kept.ACCOUNT: "by", Kept.HISTORY: "actor at data"}
    ),
    "history.Head": _no("region number hash"),
    "regions.ReferenceRelease": _no("id name source checked_on valid_from valid_to checksum"),
    "regions.YouthRegion": _no("id release name slug cbs_codes"),
    "regions.Municipality": _no("id gm_code name official_name evidence valid_from valid_to"),
    "regions.Placement": _no("id release youth_region municipality evidence note"),
    "regions.Region": _no("id slug name about youth_region_name is_invented theme theme_version"),
    "regions.ProcessStep": _no("id region position name explanation starts_on ends_on"),
    "regions.SubRegion": _no("id region name"),
    "regions.RegionMunicipality": _no("id region municipality sub_region n_young_people"),
    "regions.Organisation": _no("id region name kind reach municipality about"),
    "regions.Membership": Table("id region", {Kept.ACCOUNT: "user role municipality organisation since"}),
    # --- the text
    "vision.Document": _no("id region slug title about created_at"),
    "vision.Section": _no("id document position title theme"),
    "vision.Passage": _no("id document section number position version retired_at retired_reason"),
    "vision.Wording": Table("id passage number text reason at", {Kept.ACCOUNT: "by"}),
    "vision.Release": Table("id document number name note at adopted_at", {Kept.ACCOUNT: "by"}),
    "vision.ReleasedPassage": _no("id release passage wording section_title position"),
    # --- consultations
    "consultations.Consultation": _no(
        "id region slug title question introduction level promise audience decided_by decided_on answer_by opens_at "
        "closes_at accepts_statements opened_at created_at version report_asked_at "
        "benchmark_set_at"
    ),
    "consultations.Point": _no("id consultation kind position text why"),
    "consultations.TableMeeting": Table("id consultation name held_on organisation", {Kept.TABLE: "facilitator"}),
    "consultations.Participant": Table(
        # Coarse on purpose, and about nobody once the number that led to it is gone.
        "id consultation channel role municipality organisation table",
        {Kept.ANSWERS: "start_key outside_id"},
    ),
    "consultations.Statement": Table(
        "id consultation number theme source state sent_in_at replaces n_counted n_agreed",
        {Kept.ANSWERS: "sent_in_by", Kept.REFUSED_STATEMENT: "text"},
    ),
    "consultations.ModerationDecision": Table(
        "id statement verdict reason at", {Kept.ACCOUNT: "by", Kept.REFUSED_STATEMENT: "explanation"}
    ),
    "consultations.VoteEvent": _no("id participant statement choice at key"),
    "consultations.Vote": _no("id participant statement choice was at"),
    "consultations.Invitation": Table(
        "id consultation code_hash organisation made_at expires_at used_at withdrawn_at",
        {Kept.ACCOUNT: "made_by", Kept.INVITATION: "note"},
    ),
    "consultations.VoteImport": Table(
        "id consultation state percent n_people n_statements n_votes at finished_at",
        {Kept.ACCOUNT: "by", Kept.IMPORT: "votes_file statements_file roles_file faults"},
    ),
    "consultations.Benchmark": _no("id consultation by source year"),
    "consultations.BenchmarkFigure": _no("id benchmark role municipality number"),
    "consultations.Report": _no("id consultation counted_until made_at last_event n_people n_statements n_votes data"),
    # --- contributions
    "contributions.Contribution": Table(
        "id region number kind via organisation table about_passage about_release state refusal sent_in_at state_since "
        "anonymised_at undelivered_at version",
        {
            Kept.CONTRIBUTION: "text",
            Kept.GONE_CONTRIBUTION: "refusal_explanation",
            Kept.RECEIPT: "entered_by receipt_hash key",
        },
    ),
    "contributions.Lineage": Table("id original result at", {Kept.ACCOUNT: "by"}),
    "contributions.Finding": _no("id consultation statement n_votes n_agree n_disagree counted_until made_at"),
    "contributions.Link": Table("id passage contribution finding state wording told_wording at", {Kept.ACCOUNT: "by"}),
    "contributions.Answer": Table(
        "id contribution finding number heard verdict why who_then passage was becomes at", {Kept.ACCOUNT: "by"}
    ),
    "contributions.Subscription": Table(
        "id contribution mode asked_at", {Kept.UNCONFIRMED: "token_hash", Kept.ADDRESS: "email confirmed_at"}
    ),
    "contributions.Notice": Table(
        "id kind message_id n_tries next_try_at", {Kept.NOTICE: "subscription about made_at sent_at"}
    ),
    # --- keeping
    "keeping.Lease": _no("task worker until"),
    "keeping.Tick": _no("name next_at"),
}

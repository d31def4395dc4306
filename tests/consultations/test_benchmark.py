"""Who is missing: figures with their source, and a second count beside the first."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from regiotafel.consultations.benchmark.actions import set_benchmark
from regiotafel.consultations.benchmark.queries import Given, benchmark_of
from regiotafel.consultations.models import Benchmark, BenchmarkFigure, Channel, Consultation, Property, Report
from regiotafel.consultations.outcome.queries import is_report_wanted
from regiotafel.consultations.queries import told_report
from regiotafel.history.models import Entry
from regiotafel.history.rules import ChangedMeanwhile
from regiotafel.regions.models import Region, RegionMunicipality, Role
from tests.consultations.conftest import address, words
from tests.crowd import count, crowd
from tests.factories import ConsultationFactory, MunicipalityFactory, make_member

pytestmark = pytest.mark.django_db

ROLES = Given("Register van de regio", 2025, {"parent": 900, "young": 3000, "professional": 100, "gp": 40})


@pytest.fixture
def running() -> Consultation:
    consultation: Consultation = crowd(60, 12, 2)
    for participant in consultation.participants.select_related("municipality"):
        RegionMunicipality.objects.get_or_create(region=consultation.region, municipality=participant.municipality)
    return consultation


@pytest.fixture
def region(running: Consultation) -> Region:
    return running.region


def typed(consultation: Consultation, **changes: object) -> dict[str, object]:
    data = {
        "version": consultation.version,
        "role_parent": 900,
        "role_young": 3000,
        "role_source": "Register van de regio",
        "role_year": 2025,
    }
    return {**data, **changes}


def test_figures_are_kept_with_their_source_and_in_the_history(editor: Client, running: Consultation) -> None:
    assert editor.post(address("benchmark", running), typed(running)).status_code == 302
    assert benchmark_of(running) == {
        Property.ROLE: Given("Register van de regio", 2025, {"parent": 900, "young": 3000})
    }
    entry = Entry.objects.get(act="consultation.benchmark_set")
    assert entry.data["benchmark"]["role"] == [
        "Register van de regio",
        2025,
        {"ouder, verzorger of pleegouder": 900, "jongere": 3000},
    ]
    page = editor.get(address("benchmark", running)).text
    assert 'value="3000"' in page
    assert 'value="Register van de regio"' in page


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role_source": ""}, "Vul in waar deze cijfers vandaan komen."),
        ({"role_year": ""}, "Vul het jaar van de cijfers in"),
        ({"role_year": "1500"}, "Vul het jaar van de cijfers in"),
        ({"role_year": "2999"}, "Vul het jaar van de cijfers in"),
        ({"role_year": "vorig jaar"}, "Vul een jaartal van vier cijfers in."),
        ({"role_young": ""}, "Vul minstens twee aantallen in."),
        ({"role_parent": "0", "role_young": "0"}, "Vul minstens twee aantallen in."),
        ({"role_young": "-3"}, "Een aantal is een heel getal vanaf 0."),
        ({"role_young": "veel"}, "Vul bij jongere een heel getal in"),
        ({"role_young": "9" * 30}, "Dit getal is te groot."),
        ({"role_young": "NaN"}, "Vul bij jongere een heel getal in"),
    ],
)
def test_wrong_figures_are_refused_with_a_sentence_and_stay_in_the_form(
    editor: Client, running: Consultation, changes: dict[str, str], sentence: str
) -> None:
    response = editor.post(address("benchmark", running), typed(running, **changes))
    assert response.status_code == 422
    assert sentence in words(response)
    assert Benchmark.objects.count() == 0
    assert 'value="900"' in response.text or "role_parent" in changes


def test_a_property_that_is_left_empty_is_not_compared(editor: Client, running: Consultation) -> None:
    editor.post(address("benchmark", running), typed(running))
    running.refresh_from_db()
    assert editor.post(address("benchmark", running), {"version": running.version}).status_code == 302
    assert benchmark_of(running) == {}


def test_who_saves_second_sees_both_and_loses_nothing(editor: Client, running: Consultation) -> None:
    editor.post(address("benchmark", running), typed(running))
    late = editor.post(address("benchmark", running), typed(running, role_young=4000))
    assert late.status_code == 409
    assert "3000" in words(late)
    assert 'value="4000"' in late.text
    assert benchmark_of(running)[Property.ROLE].numbers["young"] == 3000
    running.refresh_from_db()
    assert editor.post(address("benchmark", running), typed(running, role_young=4000)).status_code == 302
    assert benchmark_of(running)[Property.ROLE].numbers["young"] == 4000


def test_the_action_itself_checks_the_version(running: Consultation) -> None:
    with pytest.raises(ChangedMeanwhile):
        set_benchmark(by=None, at=timezone.now(), consultation=running, version=99, given={Property.ROLE: ROLES})
    assert Entry.objects.filter(act="consultation.benchmark_set").count() == 0


def test_a_municipality_of_another_region_is_refused(editor: Client, running: Consultation) -> None:
    other = MunicipalityFactory()
    wrong = typed(running, **{f"municipality_{other.pk}": 5, "municipality_source": "x", "municipality_year": 2025})
    response = editor.post(address("benchmark", running), wrong)
    assert response.status_code == 422
    assert not BenchmarkFigure.objects.filter(municipality=other).exists()


def test_a_figure_is_about_a_role_or_a_municipality() -> None:
    benchmark = Benchmark.objects.create(consultation=ConsultationFactory(), by="role", source="x", year=2025)
    for wrong in ({}, {"role": "young", "municipality": MunicipalityFactory()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            BenchmarkFigure.objects.create(benchmark=benchmark, number=1, **wrong)


def test_new_figures_ask_for_a_new_count(running: Consultation) -> None:
    count(running)
    later = timezone.now() + timedelta(minutes=5)
    assert not is_report_wanted(running, told_report(running, later), later)
    locked = set_benchmark(
        by=None, at=timezone.now(), consultation=running, version=running.version, given={Property.ROLE: ROLES}
    )
    assert is_report_wanted(locked, told_report(running, later), later)
    count(running)
    assert not is_report_wanted(running, told_report(running, later), later)


def test_outcome_shows_who_is_missed_and_a_second_count(client: Client, running: Consultation) -> None:
    for participant in running.participants.all()[:20]:
        participant.channel = Channel.INVITATION
        participant.save()
    set_benchmark(by=None, at=timezone.now(), consultation=running, version=1, given={Property.ROLE: ROLES})
    data = count(running).data
    assert set(data["readings"]) == {"weighted", "invited"}
    assert data["weights"]["benchmark"]["role"]["source"] == "Register van de regio"
    text = words(client.get(address("outcome_people", running)))
    assert "We missen vooral: jongere" in text
    assert "Register van de regio, 2025" in text
    # The outcome itself stands before what would be otherwise.
    text = "".join(words(client.get(address(page, running))) for page in ("outcome_whole", "outcome_counting"))
    assert "alleen de 20 deelnemers die met een uitnodiging meededen" in text
    places = [text.index(one) for one in ("Dit delen we", "gewogen", "eerste telling, van de 100")]
    assert places == sorted(places)


def test_without_figures_there_is_no_second_count_by_weight(client: Client, running: Consultation) -> None:
    data = count(running).data
    assert data["weights"] is None
    text = words(client.get(address("outcome_people", running)))
    assert "Wie deden mee?" in text
    assert "gewogen" not in text


def test_a_role_of_four_people_has_no_number_beside_the_benchmark(client: Client, running: Consultation) -> None:
    running.participants.filter(role="young").update(role="")
    few = running.participants.filter(role="")[:4]
    running.participants.filter(pk__in=[one.pk for one in few]).update(role="young")
    set_benchmark(by=None, at=timezone.now(), consultation=running, version=1, given={Property.ROLE: ROLES})
    count(running)
    text = words(client.get(address("outcome_people", running)))
    assert "jongere te weinig deelnemers 3.000 –" in text


def test_figures_of_one_consultation_stay_there(running: Consultation) -> None:
    other = crowd(20, 5, 1)
    set_benchmark(by=None, at=timezone.now(), consultation=running, version=1, given={Property.ROLE: ROLES})
    assert count(other).data["weights"] is None
    assert Report.objects.filter(consultation=other).count() == 1


@pytest.mark.parametrize("field", ["municipality_source", "municipality_year"])
def test_where_no_numbers_can_be_filled_in_the_rest_is_refused_with_a_sentence(editor: Client, field: str) -> None:
    """A region that has no municipalities yet. As it was found: no page at all."""
    bare = ConsultationFactory(region__slug="kaal")
    editor.force_login(make_member(bare.region, Role.EDITOR))
    answer = editor.post(address("benchmark", bare), {"version": bare.version, field: "2025"})
    assert answer.status_code == 422
    assert "municipality_source" in answer.text

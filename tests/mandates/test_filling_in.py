"""A municipality fills in what it wants: on the page, on paper and by a file; and what it reads when that fails."""

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from regiotafel.formats.tables import write_xlsx
from regiotafel.history.models import Entry
from regiotafel.mandates.filling_in.queries import COLUMNS
from regiotafel.mandates.filling_in.rules import Filled, NotYours
from regiotafel.mandates.models import Position, Round, Sheet
from regiotafel.mandates.rounds.actions import drop_subject
from regiotafel.regions.models import Municipality, OwnDraft, RegionMunicipality, Role
from tests.mandates.rounds import Played, closed, play

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def played(undone: None) -> Played:
    return play()


@pytest.fixture
def here(db: None, played: Played) -> Played:
    played.clients.clear()
    played.round.refresh_from_db()
    return played


def words(response: Any) -> str:
    """What a person reads, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def typed(played: Played, *rows: dict[str, object], **more: object) -> dict[str, object]:
    """What a browser sends: for each subject in turn, by the end of the name of its field."""
    sent: dict[str, object] = {"number": 0, "draft": 0, "do": "concept", **more}
    for subject, row in zip(played.subjects, rows, strict=False):
        sent |= {f"s{subject.pk}_{name}": value for name, value in row.items()}
    return sent


def sheets(played: Played, place: Municipality) -> list[Sheet]:
    return list(Sheet.objects.filter(round=played.round, municipality=place).order_by("number"))


FINE: tuple[dict[str, object], ...] = (
    {"wants": "regionaal", "points": 60, "lokaal": "never", "bovenregionaal": "75", "because": "Nachtdienst"},
    {"wants": "lokaal", "points": 40, "regionaal_exact": 33},
)


def test_concept_then_final_then_changed_until_closing(here: Played) -> None:
    place = here.places[0]
    client, address = here.official(place), here.address("invullen/", place)
    page = client.get(address)
    assert page.status_code == 200
    assert "Wat wil Dorp 01?" in words(page)
    saved = client.post(address, typed(here, *FINE), follow=True)
    assert "Het concept is opgeslagen." in words(saved)
    [concept] = sheets(here, place)
    assert not concept.is_final
    assert concept.by is not None
    first, second = Position.objects.filter(sheet=concept).order_by("pk")
    assert (first.wants, first.points, first.never) == ("regionaal", 60, ["lokaal"])
    assert (first.accepts, first.because) == ({"bovenregionaal": 75}, "Nachtdienst")
    assert second.accepts == {"regionaal": 33}, "an exact number goes before the simple choices"
    final = typed(here, *FINE, number=1, do="final", authority="het college, 12 januari")
    assert "Definitief." in words(client.post(address, final, follow=True))
    assert words(client.get(address)).count("namens het college, 12 januari") == 1
    final["number"] = 2
    final[f"s{here.subjects[1].pk}_wants"] = "subregionaal"
    client.post(address, final)
    history = words(client.get(here.address("", place)))
    assert "Standpunt 3, definitief" in history
    assert "Toegang: gewenst niveau lokaal subregionaal" in history
    assert "Standpunt 1, concept" in history
    closed(here)
    shut = client.get(address)
    assert shut.status_code == 409
    assert "Jullie standpunt staat vast" in words(shut)
    late = client.post(address, {**final, "number": 3, f"s{here.subjects[1].pk}_wants": "landelijk"})
    assert late.status_code == 409
    assert "Dit is niet opgeslagen" in words(late)
    assert "Toegang: gewenst niveau subregionaal landelijk" in words(late), "what was typed is not lost"
    assert len(sheets(here, place)) == 3
    other = here.places[1]
    here.wants(other, ["lokaal"] * 3)
    told = words(here.official(other).get(here.address("", place)))
    assert "Standpunt 3, definitief" in told
    assert "concept" not in told.replace("Concepten", ""), "what another municipality did not mean to say yet"


def test_same_press_twice_is_kept_once(here: Played) -> None:
    place = here.places[0]
    for _again in range(2):
        sent = here.official(place).post(here.address("invullen/", place), typed(here, *FINE))
        assert sent.status_code == 302
    assert len(sheets(here, place)) == 1


# Every bad case with the sentence that somebody reads, and where it leads: 0 is the whole sheet.
BAD: dict[str, tuple[tuple[dict[str, object], ...], dict[str, object], str]] = {
    "points do not sum": (
        ({"wants": "lokaal", "points": 60}, {"wants": "lokaal", "points": 30}),
        {"do": "final", "authority": "het college"},
        "De punten zijn samen 90. Verdeel er precies 100.",
    ),
    "too many points": (
        ({"wants": "lokaal", "points": 70}, {"wants": "lokaal", "points": 50}),
        {"do": "final", "authority": "het college"},
        "De punten zijn samen 120. Verdeel er precies 100.",
    ),
    "more than all points": (({"wants": "lokaal", "points": 101},), {}, "Vul van 0 tot en met 100 punten in."),
    "less than no points": (({"wants": "lokaal", "points": -1},), {}, "Vul van 0 tot en met 100 punten in."),
    "points that are no number": (({"wants": "lokaal", "points": "veel"},), {}, "“veel” is geen heel getal (punten)."),
    "half a point": (({"wants": "lokaal", "points": "1,5"},), {}, "“1,5” is geen heel getal (punten)."),
    "points without a level": (({"points": 10},), {}, "Dit onderwerp heeft punten, maar geen niveau."),
    "a level that does not exist": (({"wants": "provinciaal"},), {}, "Het niveau “provinciaal” bestaat niet."),
    "a breekpunt without a reason": (
        ({"wants": "lokaal", "landelijk": "never"},),
        {},
        "Schrijf op waarom een breekpunt niet kan.",
    ),
    "what it wants is a breekpunt": (
        ({"wants": "lokaal", "lokaal": "never", "because": "Nee"},),
        {},
        "Je kiest een niveau dat je ook een breekpunt noemt.",
    ),
    "all levels are breekpunten": (
        (dict.fromkeys(("lokaal", "subregionaal", "regionaal", "bovenregionaal", "landelijk"), "never"),),
        {},
        "Zo blijft er geen niveau over",
    ),
    "a breekpunt that is fine": (
        ({"wants": "lokaal", "landelijk": "never", "landelijk_exact": 50, "because": "Nee"},),
        {},
        "“landelijk” is een breekpunt, en krijgt toch 50 procent.",
    ),
    "more than wholly fine": (
        ({"wants": "lokaal", "landelijk_exact": 130},),
        {},
        "“landelijk”: vul een getal in van 0 tot en met 100.",
    ),
    "a share that is no number": (
        ({"wants": "lokaal", "landelijk_exact": "x"},),
        {},
        "“x” is geen heel getal (landelijk).",
    ),
    "a reason without an end": (({"wants": "lokaal", "because": "a" * 900},), {}, "De reden is te lang"),
    "final for nobody": (
        ({"wants": "lokaal", "points": 100},),
        {"do": "final", "authority": " "},
        "Vul in namens wie dit definitief is",
    ),
    "final for somebody without an end": (
        ({"wants": "lokaal", "points": 100},),
        {"do": "final", "authority": "a" * 200},
        "Namens wie: dit is te lang",
    ),
    "final and empty": ((), {"do": "final", "authority": "het college"}, "Kies bij minstens één onderwerp een niveau."),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_sheet_says_what_is_wrong_and_loses_nothing(name: str, here: Played) -> None:
    rows, more, sentence = BAD[name]
    place = here.places[0]
    sent = typed(here, *rows, **more)
    page = here.official(place).post(here.address("invullen/", place), sent)
    assert page.status_code == 422
    read = words(page).replace("&quot;", '"')
    assert sentence in read
    assert "Er is nog niets opgeslagen." in read
    html = page.content.decode()
    for target in re.findall(r'<li><a\s+href="#(\w+)"', html):
        assert f'id="{target}"' in html, "an error leads to a place on the page"
    assert sheets(here, place) == []
    assert Position.objects.count() == 0
    for key, value in sent.items():
        if str(value).strip() and key.startswith("s") and key.endswith("_because") and len(str(value)) < 300:
            assert f'value="{value}"' in html


def test_all_points_on_one_subject_is_told_and_kept(here: Played) -> None:
    place = here.places[0]
    rows = ({"wants": "lokaal", "points": 100}, {"wants": "regionaal"})
    sent = typed(here, *rows, do="final", authority="het college")
    page = here.official(place).post(here.address("invullen/", place), sent, follow=True)
    assert "Alle punten staan op één onderwerp." in words(page)
    assert sheets(here, place)[0].is_final


def test_points_are_shared_alike_without_saving(here: Played) -> None:
    place = here.places[0]
    rows = ({"wants": "lokaal"}, {"wants": "lokaal", "points": 90}, {"wants": "landelijk"})
    page = here.official(place).post(here.address("invullen/", place), typed(here, *rows, do="alike"))
    assert [int(n) for n in re.findall(r'value="(\d+)" data-point>', page.content.decode())] == [34, 33, 33]
    assert sheets(here, place) == []


def test_two_people_at_once_lose_nothing(here: Played) -> None:
    place = here.places[0]
    client, address = here.official(place), here.address("invullen/", place)
    client.post(address, typed(here, {"wants": "lokaal", "points": 50}, {"wants": "lokaal", "points": 50}))
    theirs = ({"wants": "regionaal", "points": 50}, {"wants": "lokaal", "points": 50}, {"wants": "landelijk"})
    client.post(address, typed(here, *theirs, number=1))
    mine = ({"wants": "lokaal", "points": 70}, {"wants": "subregionaal", "points": 30})
    page = client.post(address, typed(here, *mine, number=1))
    assert page.status_code == 409
    assert "Een collega heeft intussen ook iets opgeslagen." in words(page)
    assert len(sheets(here, place)) == 2
    html = page.content.decode()
    first, second, third = (f"s{one.pk}" for one in here.subjects)
    checked = dict(re.findall(r'name="(s\d+)_wants" value="(\w+)"\s+checked', html))
    assert checked == {first: "regionaal", second: "subregionaal", third: "landelijk"}, "what one changed is taken over"
    both = ({"wants": "regionaal", "points": 70}, {"wants": "landelijk"})
    again = client.post(address, typed(here, *both, number=1))
    assert "Dit is het verschil" not in words(again), "they want the same: nothing to choose"
    clash = client.post(address, typed(here, {"wants": "landelijk", "points": 50}, number=1))
    assert "Crisishulp: gewenst niveau regionaal landelijk" in words(clash)
    assert client.post(address, typed(here, *mine, number=2)).status_code == 302, "saving again is a choice"


def test_what_is_typed_is_kept_for_this_person_alone(here: Played) -> None:
    place = here.places[0]
    client, address = here.official(place), here.address("invullen/", place)
    sent = typed(here, {"wants": "lokaal", "points": 7}, do="save")
    kept = client.post(address, sent, headers={"HX-Request": "true"})
    assert kept.status_code == 200
    assert kept.json()["draft"] == 1
    assert sheets(here, place) == []
    assert not Entry.objects.filter(act__startswith="sheet.").exists()
    assert 'value="7" data-point' in client.get(address).content.decode()
    assert 'value="7" data-point' not in here.staff().get(address).content.decode()
    client.post(address, typed(here, {"wants": "lokaal", "points": 7}, draft=1))
    assert not OwnDraft.objects.exists()
    assert len(sheets(here, place)) == 1


def test_subject_taken_out_meanwhile_is_told_and_ignored(here: Played) -> None:
    place, gone = here.places[0], here.subjects[1]
    client, address = here.official(place), here.address("invullen/", place)
    client.post(address, typed(here, *FINE))
    drop_subject(by=None, at=timezone.now(), round=here.round, subject=gone, reason="Dit regelt de wet.")
    page = words(client.get(address))
    assert "“Toegang” is op" in page
    assert "Dit regelt de wet." in page
    assert "Jullie hadden 40 punten op een onderwerp dat niet meer meedoet." in page
    saved = client.post(address, typed(here, *FINE, number=1), follow=True)
    assert "Het concept is opgeslagen." in words(saved)
    assert [one.subject for one in Position.objects.filter(sheet__number=2)] == [here.subjects[0]]


def test_municipality_that_left_cannot_fill_in(here: Played) -> None:
    place = here.places[0]
    client = here.official(place)
    RegionMunicipality.objects.filter(region=here.region, municipality=place).delete()
    assert client.post(here.address("invullen/", place), typed(here, *FINE)).status_code == 404
    assert "Hoort niet meer bij deze regio." in words(here.staff().get(here.address("")))


def test_nobody_fills_in_for_another_municipality(here: Played) -> None:
    first, second = here.places[:2]
    address = here.address("invullen/", second)
    assert here.official(first).get(address).status_code == 403
    assert here.official(first).post(address, typed(here, *FINE)).status_code == 403
    here.wants(second, ["lokaal"], is_final=False)
    page = here.staff().get(address)
    assert page.status_code == 403
    assert "Deze gemeente vult zelf in." in words(page)
    assert here.staff(Role.CLERK).get(address).status_code == 403


def test_municipality_that_no_row_can_be_is_not_there(here: Played) -> None:
    for name in ("", "invullen/", "bestand/", "standpunt.csv"):
        address = here.address(f"{10**25}/{name}")
        assert here.staff().get(address).status_code == 404, name


def test_not_yet_open_says_so(here: Played) -> None:
    Round.objects.filter(pk=here.round.pk).update(opens_at=timezone.now() + timedelta(days=1))
    place = here.places[0]
    page = here.official(place).get(here.address("invullen/", place))
    assert page.status_code == 409
    assert "Invullen kan nog niet." in words(page)


def test_paper_is_typed_over_and_said_to_be(here: Played) -> None:
    place = here.places[1]
    form = words(here.staff().get(here.address("papier/")))
    assert "Crisishulp" in form
    assert "Namens wie" in form
    page = here.staff().post(
        here.address("invullen/", place), typed(here, *FINE, do="final", authority="b en w"), follow=True
    )
    assert page.status_code == 200
    assert sheets(here, place)[0].is_on_paper
    assert "Ingevuld op papier." in words(here.staff().get(here.address("")))


def test_what_was_typed_from_paper_is_shown_again_beside_nothing_of_the_municipality(here: Played) -> None:
    place = here.places[0]
    here.says(place, Filled(here.subjects[0], "landelijk", because="geheim"), is_final=False)
    refused = here.staff().post(here.address("invullen/", place), typed(here, *FINE))
    assert refused.status_code == 403
    assert "Crisishulp: waarom – Nachtdienst" in words(refused)
    assert "geheim" not in words(refused)
    assert "landelijk" not in words(refused)


def test_what_a_municipality_began_itself_meanwhile_is_not_typed_over(here: Played) -> None:
    here.wants(here.places[0], ["lokaal"] * 3)
    with pytest.raises(NotYours, match="vult zelf in"):
        here.wants(here.places[0], ["regionaal"] * 3, is_on_paper=True)


# --- by a file


def book(*rows: list[object], header: tuple[str, ...] = COLUMNS) -> SimpleUploadedFile:
    return SimpleUploadedFile("standpunt.xlsx", write_xlsx(header, rows))


def test_file_is_shown_first_and_saved_after(here: Played) -> None:
    place = here.places[0]
    client = here.official(place)
    template = client.get(here.address("standpunt.xlsx", place))
    assert template.status_code == 200
    assert b"".join([template.content])[:2] == b"PK"
    rows = ["Crisishulp", "Regionaal", 100, "breekpunt", None, None, 80, None, "Nachtdienst"], ["Toegang", *[""] * 8]
    page = client.post(here.address("bestand/", place), {"file": book(*map(list, rows))})
    read = words(page)
    assert page.status_code == 200
    assert "Er is nog niets opgeslagen." in read
    assert sheets(here, place) == []
    assert "Crisishulp: lokaal – kan echt niet (breekpunt)" in read
    html = page.content.decode()
    assert 'value="100" data-point' in html
    assert 'value="80" inputmode' in html
    sent = typed(
        here,
        {"wants": "regionaal", "points": 100, "lokaal": "never", "bovenregionaal_exact": 80, "because": "Nachtdienst"},
    )
    assert client.post(here.address("invullen/", place), sent).status_code == 302
    again = client.get(here.address("standpunt.csv", place))
    told = b"".join(again.streaming_content).decode()
    assert "Crisishulp;regionaal;100;breekpunt;;;80;;Nachtdienst" in told


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["Bestaat niet", "lokaal", 1, *[""] * 6], "Regel 2: Kolom onderwerp: het onderwerp “Bestaat niet” staat niet"),
        (["Crisishulp", "provinciaal", 1, *[""] * 6], "Regel 2: Het niveau “provinciaal” bestaat niet."),
        (["Crisishulp", "lokaal", "veel", *[""] * 6], "Regel 2: Kolom punten: “veel” is geen heel getal."),
        (
            ["Crisishulp", "lokaal", 1, "", "best", "", "", "", ""],
            "Regel 2: Kolom subregionaal: “best” kennen we niet.",
        ),
        (["Crisishulp", "lokaal", 1, "", "x", "", "", "", ""], "Regel 2: Schrijf op waarom een breekpunt niet kan."),
        (["Crisishulp", "", "", *[""] * 6], "Er is bij geen enkel onderwerp iets ingevuld."),
    ],
)
def test_bad_file_says_on_which_line_and_keeps_nothing(row: list[object], sentence: str, here: Played) -> None:
    place = here.places[0]
    page = here.official(place).post(here.address("bestand/", place), {"file": book(row)})
    assert page.status_code == 422
    assert sentence in words(page)
    assert sheets(here, place) == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"onderwerp;niveau\nCrisishulp;lokaal\n", "De kolom “punten” ontbreekt."),
        (b"onderwerp;niveau;punten;kleur\nCrisishulp;lokaal;1;rood\n", "De kolom “kleur” kennen we niet."),
        (b"onderwerp;niveau;punten\nCrisishulp;lokaal;1\ncrisishulp;lokaal;2\n", "Dit onderwerp staat er twee keer."),
        (b"", "Dit bestand is leeg."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, ""),
    ],
)
def test_bad_csv_is_refused_by_a_sentence(content: bytes, sentence: str, here: Played) -> None:
    place = here.places[0]
    file = io.BytesIO(content)
    file.name = "standpunt.csv"
    page = here.official(place).post(here.address("bestand/", place), {"file": file})
    assert page.status_code == 422
    assert sentence in words(page)
    assert sheets(here, place) == []


def test_concept_after_final_is_not_counted(here: Played) -> None:
    place = here.places[0]
    here.wants(place, ["lokaal", "lokaal"])
    assert "dan is jullie standpunt niet meer definitief" in words(
        here.official(place).get(here.address("invullen/", place))
    )
    # Enter in a field presses the first button of the form: what is final asks first.
    client, address = here.official(place), here.address("invullen/", place)
    assert 'name="do" value="look"' in client.get(address).content.decode()
    asked = client.post(address, typed(here, {"wants": "regionaal"}, number=1, do="look"))
    assert "Er is nog niets opgeslagen. Klik onderaan op “Definitief maken”" in words(asked)
    assert [one.is_final for one in sheets(here, place)] == [True]
    kept = client.post(address, typed(here, {"wants": "regionaal"}, number=1), follow=True)
    assert "Jullie standpunt is nu niet meer definitief." in words(kept)
    assert "Nog niet definitief." in words(here.staff().get(here.address("")))

"""A text that goes out as a Word document and comes back: what was changed becomes a proposal, and nothing else."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from regiotafel.documents import read_apart
from regiotafel.formats.prose.document import Comment, Counts, Document, Returned
from regiotafel.formats.prose.normal import canonical
from regiotafel.keeping.working.tasks.worker import Worker
from regiotafel.vision.bringing.rules import _remark, plan_of
from regiotafel.vision.models import Brought, Proposal, Remark
from regiotafel.vision.queries import standing
from regiotafel.vision.remarking.actions import hide
from tests.publishing.loop import Loop, begin

pytestmark = pytest.mark.django_db
DOCUMENTS = Path(__file__).parents[3] / "shared" / "data" / "documents"
_BY = 'w:id="{n}" w:author="{who}" w:date="2027-01-05T10:00:00Z"'
INS = f'<w:ins {_BY}><w:r><w:t xml:space="preserve">{{text}}</w:t></w:r></w:ins>'
DEL = f'<w:del {_BY}><w:r><w:delText xml:space="preserve">{{text}}</w:delText></w:r></w:del>'


# All that a passage may hold.
RICH = """\
Hulp is er op **elke** school, zie [de afspraak](/proef/visie/) en *de [wet](https://wetten.example/2)*.[^1]

### Wie doet wat

- het lokale team
- de school

  1. de mentor
  2. de leerplichtambtenaar

| Hulp | Wie |
| --- | --- |
| dyslexie | lokaal |
| crisis | de regio[^2] |

3. elk jaar
4. met de raden

[^1]: Artikel 2.3 van [de wet](https://wetten.example/2).

[^2]: Samen met
andere regio's."""


@pytest.fixture
def loop() -> Loop:
    return begin()


@pytest.fixture
def editor(client: Client, loop: Loop) -> Client:
    client.force_login(loop.editor)
    return client


def address(loop: Loop, name: str, *more: object) -> str:
    return reverse(f"vision:{name}", args=[loop.region.slug, loop.document.slug, *more])


def exported(client: Client, loop: Loop, **query: Any) -> bytes:
    response = client.get(reverse("publishing:text_docx", args=[loop.region.slug, loop.document.slug]), query)
    assert response.status_code == 200
    return response.content


def changed(document: bytes, *pairs: tuple[str, str]) -> bytes:
    """As if somebody had changed its XML."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name).decode()
            for was, becomes in pairs if name == "word/document.xml" else ():
                assert was in content, was
                content = content.replace(was, becomes)
            new.writestr(name, content)
    return made.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def bring(client: Client, loop: Loop, document: bytes, name: str = "terug.docx", what: str = "return") -> Brought:
    sent = {"what": what, "brought": SimpleUploadedFile(name, document)}
    response = client.post(address(loop, "bring"), sent)
    assert response.status_code == 302, re.findall('rt-error">([^<]*)', response.content.decode())
    return Brought.objects.get(pk=int(response["Location"].rstrip("/").rpartition("/")[2]))


def take_over(client: Client, loop: Loop, found: Brought, **more: Any) -> Any:
    sent: dict[str, Any] = {}
    for name, rows in (("item", found.plan["items"]), ("remark", found.plan["remarks"])):
        for n, row in enumerate(rows):
            sent |= {f"{name}_{n}": "on", f"{name}_at_{n}": row["passage"]}
    return client.post(address(loop, "brought", found.pk), {k: v for k, v in (sent | more).items() if v is not None})


def check_adds_up(found: Brought) -> None:
    """The changes and comments that are named are all that there are, and so are the proposals."""
    told = found.report[0]
    head, _in_file, named = told.partition(" in het bestand: ")
    n_changes, n_comments = map(int, re.findall(r"\d+", head))
    assert sum(map(int, re.findall(r"(\d+) (?:tekstwijziging|verplaatsing)", named))) == n_changes, told
    assert re.findall(r"(\d+) opmerking", named) == [str(n_comments)], told
    n_tracked = sum(one["is_tracked"] for one in found.plan["items"])
    assert sum(map(int, re.findall(r"in (\d+) voorstel", named))) == n_tracked, told
    assert " 0 verloren" in told


def test_what_goes_out_and_comes_back_unchanged_changes_nothing(editor: Client, loop: Loop) -> None:
    found = bring(editor, loop, exported(editor, loop))
    assert found.plan["items"] == []
    assert found.plan["remarks"] == []
    assert found.report[0].startswith(
        "0 wijzigingen en 0 opmerkingen in het bestand: 0 tekstwijzigingen in 0 voorstellen"
    )


def test_each_change_is_a_proposal_by_its_author_and_nothing_else_changed(editor: Client, loop: Loop) -> None:
    was = "Je wacht hooguit tien weken."
    split = (
        run("Je wacht hooguit ")
        + DEL.format(n=901, who="Anna", text="tien")
        + INS.format(n=902, who="Anna", text="zes")
    )
    split += INS.format(n=903, who="Bram", text=" schooldagen of") + run(" weken.")
    # Word calls the end of the last new paragraph the old one.
    mark = '<w:pPr><w:rPr><w:ins w:id="904" w:author="Bram"/></w:rPr></w:pPr>'
    more = f"</w:p><w:p>{INS.format(n=905, who='Bram', text='Ook mbo-scholen doen mee.')}"
    school = "Hulp is er op school."
    own = run("De regio telt mee.")
    document = changed(
        exported(editor, loop),
        (run(was), split),
        (
            f'<w:p><w:bookmarkStart w:id="3" w:name="rt_p2_v1"/>{run(school)}',
            f'<w:p>{mark}<w:bookmarkStart w:id="3" w:name="rt_p2_v1"/>{run(school)}{more}',
        ),
        (own, DEL.format(n=906, who="Anna", text="De regio telt mee.")),
    )
    found = bring(editor, loop, document)
    assert found.report[0].startswith(
        "6 wijzigingen en 0 opmerkingen in het bestand: 6 tekstwijzigingen in 4 voorstellen"
    )
    page = editor.get(address(loop, "brought", found.pk)).content.decode()
    for words in ("Anna", "Bram", "Andere tekst voor passage 1", "Een nieuwe passage", "Passage 3 laten vervallen"):
        assert words in page
    assert take_over(editor, loop, found).status_code == 302
    made = [
        (one.named, one.kind, one.passage.number, one.base, one.text) for one in Proposal.objects.order_by("number")
    ]
    assert made == [
        ("Anna", "reword", 1, 1, "Je wacht hooguit zes weken."),
        ("Bram", "reword", 1, 1, "Je wacht hooguit tien schooldagen of weken."),
        ("Bram", "add", 2, 0, "Ook mbo-scholen doen mee."),
        ("Anna", "drop", 3, 1, ""),
    ]
    assert [one.wording.text for one in standing(loop.document)] == [was, school, "De regio telt mee."]
    # The same file again brings nothing, and another file with the same change neither.
    again = bring(editor, loop, document)
    assert (again.pk, Brought.objects.count()) == (found.pk, 1)
    assert "Dit document is ingelezen" in editor.get(address(loop, "brought", found.pk)).content.decode()
    other = bring(editor, loop, changed(document, ("Onze visie", "Onze eigen visie")))
    take_over(editor, loop, other)
    assert Proposal.objects.count() == 4


def test_what_stands_beside_the_passages_is_noted_and_what_was_not_tracked_is_seen(editor: Client, loop: Loop) -> None:
    document = changed(
        exported(editor, loop),
        (run("Wachten"), run("Wachten") + INS.format(n=901, who="Anna", text=" op hulp")),
        (run("Hulp is er op school."), run("Hulp is er op elke school.")),
        (run("De regio telt mee."), run("De regio telt mee.") + INS.format(n=902, who="Anna", text=" ")),
    )
    found = bring(editor, loop, document)
    assert found.report == [
        "2 wijzigingen en 0 opmerkingen in het bestand: 0 tekstwijzigingen in 0 voorstellen, 1 tekstwijziging als "
        "opmerking, want niet in een passage, 1 tekstwijziging van alleen witruimte, 0 verplaatsingen, 0 opmerkingen, "
        "0 verloren.",
        "Eén passage is anders zonder bijgehouden wijziging. Ook dat wordt een voorstel.",
    ]
    take_over(editor, loop, found)
    [made] = Proposal.objects.all()
    assert (made.text, made.named) == ("Hulp is er op elke school.", "een onbekende schrijver")
    [noted] = Remark.objects.all()
    assert "op hulp" in noted.text
    assert noted.named == "Anna"


def test_a_person_leaves_out_what_they_do_not_want_and_says_where_it_belongs(editor: Client, loop: Loop) -> None:
    document = changed(
        exported(editor, loop),
        (run("De regio telt mee."), run("De regio telt ") + INS.format(n=902, who="Anna", text="echt ") + run("mee.")),
        (run("Hulp is er op school."), run("Hulp is er op school.") + INS.format(n=901, who="Anna", text=" Altijd.")),
    )
    found = bring(editor, loop, document)
    assert "Deze passage staat niet in de tekst." in take_over(editor, loop, found, item_at_0=99).content.decode()
    take_over(editor, loop, found, item_1=None, item_at_0=3)
    [made] = Proposal.objects.all()
    assert (made.passage.number, made.text) == (3, "Hulp is er op school. Altijd.")
    found.refresh_from_db()
    assert found.plan == {}
    assert found.report[-2:] == [
        "Overgenomen: één voorstel en 0 opmerkingen.",
        "Eén ervan was er al of is niet gekozen.",
    ]


def test_a_document_that_is_not_ours_finds_its_passages_by_what_they_say(editor: Client, loop: Loop) -> None:
    document = changed(
        exported(editor, loop),
        *((run(f"Passage {n}"), run("")) for n in (1, 2, 3)),
        *((f'w:name="rt_p{n}_v1"', f'w:name="x{n}"') for n in (1, 2, 3)),
        (
            run("Je wacht hooguit tien weken."),
            run("Je wacht hooguit tien weken") + INS.format(n=9, who="Anna", text=" en een dag") + run("."),
        ),
    )
    found = bring(editor, loop, document)
    [item] = found.plan["items"]
    assert (item["passage"], item["text"]) == (1, "Je wacht hooguit tien weken en een dag.")


def test_comments_and_moves_of_a_real_document_are_all_there(editor: Client, loop: Loop) -> None:
    for name in ("made/concept-regiovisie-0.3-met-wijzigingen.docx", "made/concept-regiovisie-0.3-met-wijzigingen.odt"):
        path = DOCUMENTS / name
        if not path.exists():
            pytest.skip("the documents are not beside the repository (../shared/data/documents)")
        begun = bring(editor, loop, path.read_bytes(), path.name, "whole")
        kept = {
            f"keep_{n}_{m}": "on" for n, one in enumerate(begun.plan["sections"]) for m in range(len(one["passages"]))
        }
        assert editor.post(address(loop, "brought", begun.pk), kept).status_code == 302
        found = bring(editor, loop, path.read_bytes(), path.name)
        counts = read_apart(path.name, path.read_bytes(), "accept").counts
        assert f"{counts.changes_in_file} wijzigingen en {counts.comments_in_file} opmerkingen" in found.report[0]
        check_adds_up(found)
        assert sum(one["is_comment"] for one in found.plan["remarks"]) == counts.comments_in_file
        # Its changes were left out of the new text, so all of them are still to be decided about; also what moved.
        assert len(found.plan["items"]) == 4
        assert [one["text"].partition(" (")[0] for one in found.plan["remarks"] if not one["is_comment"]] == [
            f"Verplaats passage {max(one.passage.number for one in standing(loop.document))}"
        ]


@pytest.mark.skipif(not shutil.which("soffice"), reason="install libreoffice-writer-nogui")
def test_libreoffice_opens_it_and_what_it_saves_finds_its_passages(editor: Client, loop: Loop, tmp_path: Path) -> None:
    loop.reword(loop.school, RICH)
    split = (
        run("Je wacht hooguit ")
        + DEL.format(n=901, who="Anna", text="tien")
        + INS.format(n=902, who="Anna", text="zes")
    )
    document = changed(
        exported(editor, loop),
        (run("Je wacht hooguit tien weken."), f"{split}{run(' weken.')}"),
        (run("lokaal"), DEL.format(n=903, who="Bram", text="lokaal") + INS.format(n=904, who="Bram", text="regionaal")),
    )
    (tmp_path / "uit.docx").write_bytes(document)
    home = f"-env:UserInstallation=file://{tmp_path}/office"
    for ending, kind in (("docx", "docx:MS Word 2007 XML"), ("odt", "odt")):
        command = ["soffice", home, "--headless", "--convert-to", kind, "--outdir", str(tmp_path / "terug")]
        subprocess.run([*command, str(tmp_path / "uit.docx")], check=True, capture_output=True)
        saved = (tmp_path / "terug" / f"uit.{ending}").read_bytes()
        found = bring(editor, loop, saved, f"terug.{ending}")
        assert [(one["author"], one["passage"], one["text"]) for one in found.plan["items"]] == [
            ("Anna", 1, "Je wacht hooguit zes weken."),
            ("Bram", 2, canonical(RICH).replace("lokaal", "regionaal")),
        ]
        assert found.plan["remarks"] == []
        begun = bring(editor, loop, saved, f"nieuw.{ending}", "whole")
        assert [one["title"] for one in begun.plan["sections"]] == ["Wachten", "Dichtbij"]
        assert sum(len(one["passages"]) for one in begun.plan["sections"]) == 3


def test_our_own_document_as_a_new_text_has_the_passages_that_it_had(editor: Client, loop: Loop) -> None:
    loop.reword(loop.school, RICH)
    document = exported(editor, loop)
    begun = bring(editor, loop, document, what="whole")
    assert begun.report == ["In dit document staan 2 hoofdstukken en 3 passages."]
    told = [(one["title"], one["passages"]) for one in begun.plan["sections"]]
    assert told == [
        ("Wachten", ["Je wacht hooguit tien weken."]),
        ("Dichtbij", [canonical(RICH), "De regio telt mee."]),
    ]
    assert bring(editor, loop, document).plan["items"] == []
    # What others did in it is no part of the new text: it is read after that, against the text as it then is.
    own = run("De regio telt mee.")
    document = changed(document, (own, own + INS.format(n=901, who="Anna", text=" Ook in 2028.")))
    begun = bring(editor, loop, document, "nieuw.docx", "whole")
    assert begun.plan["sections"][1]["passages"][1] == "De regio telt mee."
    assert begun.report[1] == "Eén bijgehouden wijziging staat niet in deze tekst, want daarover is nog niet besloten."
    early = bring(editor, loop, document)
    assert [one["was"] for one in early.plan["items"]] == ["De regio telt mee."]
    loop.reword(loop.own, "De regio telt mee. Ook in 2028.")
    late = bring(editor, loop, document)
    assert (late.pk, late.plan["items"]) == (early.pk, [])


def test_two_versions_go_out_with_what_differs_as_tracked_changes(editor: Client, loop: Loop) -> None:
    loop.reword(loop.waiting, "Je wacht hooguit zes weken.\n\nOok in de zomer.")
    second = loop.release("Tweede", day=3)
    at = reverse("publishing:release_docx", args=[loop.region.slug, loop.document.slug, second.number])
    plain = editor.get(at).content
    assert editor.get(at, {"met": 1}).status_code == 202
    assert Worker("one").run_waiting() == 1
    tracked = editor.get(at, {"met": 1}).content
    assert read_apart("a.docx", plain, "accept").counts.changes_in_file == 0

    def texts(document: bytes, mode: Any) -> list[str]:
        read = read_apart("a.docx", document, mode)
        return [one.text for part in read.sections for one in part.passages if one.kind == "paragraph"]

    assert "Ook in de zomer." in texts(tracked, "accept")
    assert "Je wacht hooguit tien weken." in texts(tracked, "reject")
    assert "Ook in de zomer." not in texts(tracked, "reject")
    # When it comes back as it went, that is no news.
    assert bring(editor, loop, tracked).plan["items"] == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("tekst.docx", b"geen document", "Dit bestand"),
        ("tekst.exe", b"MZ", "kunnen we niet lezen"),
        ("tekst.md", b"# Kop\n\nTekst.", "niet wie wat veranderde"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    editor: Client, loop: Loop, name: str, content: bytes, told: str
) -> None:
    sent = {"what": "return", "brought": SimpleUploadedFile(name, content)}
    response = editor.post(address(loop, "bring"), sent)
    assert response.status_code == 422
    assert told in response.content.decode()
    assert not Brought.objects.exists()


def test_an_answer_belongs_to_the_comment_that_it_answers_also_when_two_say_the_same() -> None:
    said = [("Ja?", None), ("Ja?", None), ("Eens.", 1), ("Dank.", 2)]
    comments = [Comment("Noor", "", text, "", "", False, False, answers) for text, answers in said]
    document = Document("", [], [], comments, Counts(0, 0, 4, 4, {}), [])
    plan = plan_of(Returned(document, [], [None] * 4, []), [])
    assert [one["answers"] for one in plan.remarks] == [None, None, 1, 1]


def test_the_same_words_beside_other_words_are_another_remark_and_a_later_answer_finds_what_it_answers(
    editor: Client, loop: Loop
) -> None:
    def brought(n: int, *rows: tuple[str, str, int | None]) -> Brought:
        remarks = [_remark(1, text, quote, "R. Jansen", "") | {"answers": answers} for text, quote, answers in rows]
        plan = {"items": [], "remarks": remarks}
        row = {
            "document": loop.document,
            "what": "return",
            "name": "terug.docx",
            "at": timezone.now(),
            "by": loop.editor,
        }
        return Brought.objects.create(**row, digest=str(n), plan=plan)

    rows = [("Waarom?", "tien weken", None), ("Waarom?", "wacht", None), ("Eens.", "", 0), ("Eens.", "", 1)]
    for n in range(2):  # sent back once more, nothing comes twice
        assert take_over(editor, loop, brought(n, *rows)).status_code == 302
        first, second = Remark.objects.filter(answers=None).order_by("pk")
        assert [one.answers for one in Remark.objects.exclude(answers=None).order_by("pk")] == [first, second]
    # Somebody may note the same twice at the same words.
    twice = [*rows, ("Waarom?", "wacht", None)]
    for n in (3, 4):
        assert take_over(editor, loop, brought(n, *twice)).status_code == 302
        assert Remark.objects.filter(answers=None, quote="wacht").count() == 2
    hide(by=loop.editor, at=timezone.now(), remark=second, reason="Hier staat een naam in.")
    more = [*rows, ("Later.", "", 0), ("Ook later.", "", 1)]
    assert take_over(editor, loop, brought(2, *more)).status_code == 302
    assert list(Remark.objects.filter(answers=first).values_list("text", flat=True)) == ["Eens.", "Later."]
    assert not Remark.objects.filter(text="Ook later.").exists()  # what was hidden stays so, with its answers

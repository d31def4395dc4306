"""`regiotafel analyse --language en`: every sentence of a report has an English one, with the same things filled in."""

import ast
import gettext
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation.template import templatize

from regiotafel.reports.language import CATALOGUES, DUTCH, ENGLISH
from tests.cli.test_cli import files  # noqa: F401  # a fixture

SOURCE = CATALOGUES.parent
# Of each function that marks a text: where its context and its texts stand among what it is given.
MARKS = {"_": (None, 1), "gettext": (None, 1), "gettext_noop": (None, 1), "ngettext": (None, 2)}
MARKS |= {"pgettext": (0, 1), "npgettext": (0, 2)}
ENGLISH_TEXTS = gettext.translation("django", CATALOGUES, [ENGLISH])
COMPROMISE = "compromise"  # the report of another command, in Dutch alone

Text = tuple[str | None, tuple[str, ...]]


def marked_in(code: str) -> Iterator[Text]:
    for call in ast.walk(ast.parse(code)):
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in MARKS:
            context, n_texts = MARKS[call.func.id]
            given = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            first = 0 if context is None else 1
            if len(given) >= first + n_texts:
                yield (None if context is None else given[0]), tuple(given[first : first + n_texts])


def marked_in_template(text: str) -> Iterator[Text]:
    for call in re.findall(r"\b(?:_|n?p?gettext)\(u?(?:'[^']*'|\"[^\"]*\"|[^()])*\)", templatize(text)):
        yield from marked_in(call)


def marked() -> set[Text]:
    code = [path for path in (SOURCE / "reports").rglob("*.py") if COMPROMISE not in path.parts]
    found = {text for path in code for text in marked_in(path.read_text(encoding="utf-8"))}
    templates = (SOURCE / "templates" / "report").glob("*.html")
    return found | {text for path in templates for text in marked_in_template(path.read_text(encoding="utf-8"))}


def in_english(text: Text) -> list[str]:
    context, (one, *more) = text
    if more:
        return [ENGLISH_TEXTS.ngettext(one, more[0], n) for n in (1, 2)]
    return [ENGLISH_TEXTS.gettext(one) if context is None else ENGLISH_TEXTS.pgettext(context, one)]


def filled_in(text: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", text))


def in_the_catalogue() -> set[str]:
    keys = ENGLISH_TEXTS._catalog  # type: ignore[attr-defined]
    return {(key if isinstance(key, str) else key[0]).split("\x04")[-1] for key in keys}


def test_every_text_of_a_report_is_there_in_english() -> None:
    texts, known = marked(), in_the_catalogue()
    assert len(texts) > 350
    for text in texts:
        for dutch, english in zip(text[1], in_english(text), strict=True):
            assert text[1][0] in known, f"no English for {dutch!r}"
            # One person is said in a word, where the sentence for more has a number.
            assert filled_in(english) <= filled_in(dutch), (dutch, english)
            assert filled_in(english) == filled_in(dutch) or len(text[1]) > 1, (dutch, english)


def test_nothing_is_translated_that_no_report_says() -> None:
    said = {texts[0] for _, texts in marked()}
    assert in_the_catalogue() == {"", *said}


@pytest.mark.parametrize("language", [DUTCH, ENGLISH])
def test_a_report_speaks_the_language_that_was_asked_for(files: Path, language: str) -> None:  # noqa: F811
    page = files / "report.html"
    command = [sys.executable, "-m", "regiotafel.cli", "analyse", str(files / "votes.csv"), "--language", language]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    subprocess.run([*command, "--html", str(page)], capture_output=True, check=True)
    words = re.sub(r"<style>.*?</style>|<[^>]+>", " ", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert f'<html lang="{language}">' in page.read_text(encoding="utf-8")
    for text in (told, words):
        is_dutch = bool(re.search(r"\b(deelnemers|het|niet)\b", text))
        is_english = bool(re.search(r"\b(participants|the|not)\b", text))
        assert (is_dutch, is_english) == (language == DUTCH, language == ENGLISH)

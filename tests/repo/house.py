"""The rules of the house that import-linter cannot see. Each check takes a folder with `src/` in it and returns its
faults as sentences, so that a test can also show that a violation is caught."""

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import TypeGuard

from django.apps import apps
from django.db.models import ForeignObjectRel

ROOT = Path(__file__).resolve().parents[2]
NO_SUCH_FILES = ("utils", "helpers", "signals", "managers", "constants")
# What a file of an app can be; a folder of an app with another name is a subject, with the same kinds inside.
KINDS = ("models", "rules", "queries", "analysis", "actions", "forms", "tasks", "views", "management", "migrations")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def package(root: Path) -> Path:
    return root / "src" / "regiotafel"


def line_of_apps(root: Path) -> list[str]:
    """The apps from left to right, as pyproject.toml has them for import-linter."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["id"] == "line")
    return [layer for layer in reversed(layers) if (package(root) / layer / "apps.py").exists()]


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def read(path: Path) -> ast.Module:
    return _parsed(path, path.read_text(encoding="utf-8"))


@cache
def _parsed(path: Path, text: str) -> ast.Module:
    return ast.parse(text, str(path))


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, read(path)


def files_of(root: Path, app: str, *kinds: str) -> Iterator[tuple[Path, ast.Module]]:
    """Every file of these kinds in an app: `rules.py`, all of the package `rules`, and the same in each subject."""
    home = package(root) / app
    places = [home, *(folder for folder in home.iterdir() if folder.is_dir() and folder.name not in KINDS)]
    found = {
        path
        for place in places
        for kind in kinds
        for path in (place / f"{kind}.py", *(place / kind).rglob("*.py"))
        if path.exists()
    }
    for path in sorted(found):
        yield path, read(path)


def dotted(node: ast.expr) -> str:
    """`np.random.normal` of the expression that says so, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (before := dotted(node.value)):
        return f"{before}.{node.attr}"
    return ""


# --- files


def vague_file_names(root: Path) -> list[str]:
    """A file called utils.py has no place where it ends."""
    return [
        f"{path.relative_to(root)}: name it after what it holds"
        for path in sorted(package(root).rglob("*"))
        if path.suffix in ("", ".py") and path.stem in NO_SUCH_FILES
    ]


# Above this an app has more than one subject.
MOST_LINES = 1500
# What an app can have a folder of and still be one subject.
NO_SUBJECT = ("models", "management", "migrations")


def apps_without_their_subjects(root: Path) -> list[str]:
    """A large app is a row of subjects, each a folder with the same files; one folder per kind of file hides them."""
    faults = []
    for app in line_of_apps(root):
        home = package(root) / app
        folders = sorted(path for path in home.iterdir() if path.is_dir() and any(path.glob("*.py")))
        by_kind = [path.name for path in folders if path.name in KINDS and path.name not in NO_SUBJECT]
        subjects = [
            path.name
            for path in folders
            if path.name not in KINDS and any((path / f"{kind}.py").exists() for kind in KINDS)
        ]
        n_lines = sum(
            len(path.read_text(encoding="utf-8").splitlines())
            for path in home.rglob("*.py")
            if "migrations" not in path.parts
        )
        if len(by_kind) > 1:
            faults.append(f"{app}: {' and '.join(by_kind)} are folders for a kind of file; make it a row of subjects")
        if n_lines > MOST_LINES and len(subjects) < 2:
            faults.append(f"{app}: {n_lines} lines, more than {MOST_LINES}, and no row of subjects")
    return faults


# --- Dutch

# The names by which `makemessages` finds a text; the same that `formats` and `reports` give theirs, without Django.
MARKS = words(
    "_ gettext gettext_lazy gettext_noop ngettext ngettext_lazy pgettext pgettext_lazy npgettext npgettext_lazy"
)
# Words that stand in nearly every Dutch sentence, and in no English or SQL one.
DUTCH = words(
    "aan als bij daar dan dat de deze die dit een er geen heeft het hier hoort je kan klopt maar met moet naar niet "
    "niets nog om staat te uit van voor wat wordt ze zijn zo"
)
# Where Dutch may stand that nobody marked, by the beginning of the path; with the reason.
UNMARKED = {
    "cli/": "the terminal of who keeps the site: no language is chosen there, and it never waits for Django",
    "*/management/commands/": "the same terminal",
    "serving.py": "the same terminal, before Django is there",
    "demo/*/actions.py": "what the invented region says; its texts are content, in one language",
    "text/": "words that are looked for in texts, not told to anybody",
    "consultations/paper/forms.py": "what people write on a paper form",
    "regions/reference/actions.py": "the name of a law and its source, as it is cited",
}


def unmarked_dutch(root: Path) -> list[str]:
    """What a person reads is marked for translation, as one whole text: a part, or a text that is put together before
    it is marked, nobody can translate. __str__ is for who reads the database."""
    faults = []
    for path, tree in modules(package(root)):
        name = path.relative_to(package(root)).as_posix()
        if "migrations" in path.parts or any(fnmatch(name, f"{place}*") for place in UNMARKED):
            continue
        quiet = {id(part) for node in ast.walk(tree) for part in _told_to_nobody(node)}
        faults += [
            f"src/regiotafel/{name}:{node.lineno}: mark this, as one text: {text[:60]!r}"
            for node in ast.walk(tree)
            if id(node) not in quiet and (text := _text_of(node)) and " " in text.strip()
            if DUTCH & {word.strip(".,:;?!()“”’'") for word in text.lower().split()}
        ]
    return faults


# What no native reader says, and what is said instead.
STIFF = {
    r"niet zeker meer": "niet meer zeker",
    r"[Mm]eedo\w*(?: \w+)? met (?:een|het|dit) ronde": "meedoen aan",
    r"\b(?:[Éé]én|[Ee]en|[Ee]lke|dezelfde|1) mens\b": "persoon",
    r"\bbladzijden?\b": "pagina",
    r"\beerste pagina\b": "startpagina",
    r"\bketting": "keten",
    r"\b(?:lees|lezen|zet|geef|haal|kies|print|start|toelaat|kunt|kun je) haar\b": "die, or the noun again",
    r"\b(?:krijgt|is|was|waar|of) zij (?:een nummer|verlopen|vervallen|verviel|gemaakt)\b": "die, or the noun again",
    # Nobody talks in a round. People who talk still have a gesprek: een eerste gesprek, het gesprek met het gezin.
    r"\bGesprekken\b|\b(?:de|alle|lopende|nieuwe) gesprekken\b": "rondes",
    r"\b(?:[Dd]it|[Hh]et|[Ee]lk) gesprek (?:is (?:open|gesloten)|sluit|opent|loopt|gaat over|heeft)\b": "deze ronde",
    r"\bmeedoen aan (?:een|het|dit) gesprek\b": "meedoen aan een ronde",
    r"\bstuk(?:ken)? inbreng\b": "reacties",
    r"\bstuk(?:ken)? tekst\b|\bstuk(?:ken)? (?:uit|van) de tekst\b|\b(?:[Dd]it|[Ee]lk|[Aa]nder) stuk\b": "passage",
    r"\blanger stuk\b": "langere reactie",
    r"\b[Aa]ndere woorden\b|\b[Nn]ieuwe woorden\b": "tekst, or formulering",
    r"\b[Ss]tembiljet|\b[Bb]iljetten": "antwoordformulier, or formulier",
    r"\bgereedschap": "beheer",
    r"\b(?:ligt|liggen) (?:nu )?(?:open|vast)\b|\bopenlig|\bvastlig": "staat nog open, staat vast, or gepubliceerd",
    r"\b[Rr]edact(?:ie|eur)": "beleidsmedewerker, or het projectteam",
    r"\b[Ii]nspreker": "inzender",
    r"\b[Bb]uiten reikwijdte": "hoort niet in deze visie",
    r"\b[Ww]ie dan wel\b": "wie gaat hierover",
    r"\bin de weg zit": "knelpunt",
    r"\bwereldtijd": "UTC",
    r"\b[Vv]akmens": "hulpverleners",
    r"school voor mbo": "mbo-school",
    r"\b[Pp]raatversie": "conceptversie",
    r"Meldpunt Veiligheid": "Veilig Thuis",
    r"\b(?:de|alle|elke|met|onze) partij(?:en)?\b": "organisatie",
    r"\bversie uit[\".]|\buitgegeven\b": "publiceren",
    r"\b[Dd]ruk (?:dan )?op (?:de|een|het|“)": "klik op",
    r"\bpaar tellen\b": "seconden",
    r"\b[Zz]eg (?:voor wie|waarvoor|wanneer)\b": "vul in",
    r"\b[Kk]ijk \S+ (?:\S+ )?na\b[^a]|\bna(?:gekeken|gegaan)\b|\bna te kijken\b": "controleren",
    r"\bNiet doen\b": "Annuleren",
    r"\bLaat (?:niet|deze stelling) toe\b": "Plaatsen, Niet plaatsen",
    r"\"Bewaar\"|\"Neem mee\"": "Opslaan, Overnemen",
    r"\"Toon\"|\"Voeg toe\"": "Tonen, Toevoegen",
    r"\b(?:zijn|is) bewaard\. (?:Ze|Dit) sta": "opgeslagen, as the button says",
    r"\b[Ww]at doet zij\b": "wat doet de organisatie",
    r"\b(?:[Ee]en|[Ww]elke|[Gg]een) tafel\b|\btafel “": "bijeenkomst",
    r"[Vv]rije software": "open source",
    r"\btoegelaten\b": "geplaatst",
}


def stiff_dutch(root: Path) -> list[str]:
    """Dutch that was translated instead of written. A list does not hear tone: read it aloud too."""
    texts = [
        *((path, path.read_text(encoding="utf-8")) for path in sorted((package(root) / "templates").rglob("*.*"))),
        *(
            (path, "\n".join(_text_of(node) for node in ast.walk(tree)))
            for path, tree in modules(package(root))
            if "migrations" not in path.parts and "text" not in path.relative_to(package(root)).parts[:1]
        ),
        # What the invented region says; a name in its files is one word.
        *(
            (path, "\n".join(text for text in _strings(tomllib.loads(path.read_text(encoding="utf-8"))) if " " in text))
            for path in sorted((package(root) / "demo" / "content").glob("*.toml"))
        ),
    ]
    return [
        f"{path.relative_to(root)}: {found[0]!r}; say {better}"
        for path, text in texts
        for words, better in STIFF.items()
        if (found := re.search(words, " ".join(text.split())))
    ]


def _strings(value: object) -> Iterator[str]:
    """Every text in a file of content."""
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _strings(part)


def _told_to_nobody(node: ast.AST) -> Iterator[ast.AST]:
    """Of this node what is explained to who reads the code, what is marked, and what was looked at as a whole."""
    if isinstance(node, ast.Call) and dotted(node.func).rpartition(".")[2] in MARKS:
        yield from (argument for argument in node.args if isinstance(argument, ast.Constant))
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (part for part in ast.walk(node) if part is not node)
    elif isinstance(node, ast.FunctionDef) and node.name == "__str__":
        yield from ast.walk(node)


def _text_of(node: ast.AST) -> str:
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) or "…" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


# --- models


def foreign_keys_to_the_right(root: Path) -> list[str]:
    """A relation to an app on the right, written as text, is an import that import-linter does not see."""
    line = line_of_apps(root)
    faults = []
    for position, app in enumerate(line):
        for path, tree in modules(package(root) / app):
            for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
                kind = dotted(call.func).rpartition(".")[2]
                if kind not in ("ForeignKey", "OneToOneField", "ManyToManyField"):
                    continue
                targets = [*call.args[:1], *(k.value for k in call.keywords if k.arg in ("to", "through"))]
                for target in targets:
                    other = _app_of(target, tree)
                    if other in line[position + 1 :]:
                        faults.append(
                            f"{path.relative_to(root)}:{call.lineno}: a {kind} of {app} points right, to {other}"
                        )
    return faults


def _app_of(target: ast.expr, tree: ast.Module) -> str:
    if isinstance(target, ast.Constant) and isinstance(target.value, str):
        return target.value.partition(".")[0] if "." in target.value else ""
    name = dotted(target).partition(".")[0]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any((a.asname or a.name) == name for a in node.names):
            return (node.module or "").removeprefix("regiotafel.").partition(".")[0]
    return ""


def models_without_words(root: Path) -> list[str]:
    """Every model says in words which row it is, itself or through a model of ours that it is made of."""
    classes = [
        (path, node)
        for app in line_of_apps(root)
        for path, tree in files_of(root, app, "models")
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    ]
    by_name = {node.name: node for _path, node in classes}

    def family(node: ast.ClassDef) -> Iterator[ast.ClassDef]:
        yield node
        for base in node.bases:
            if parent := by_name.get(dotted(base).rpartition(".")[2]):
                yield from family(parent)

    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} has no __str__"
        for path, node in classes
        if any(_is_model(each) for each in family(node))
        and not _is_abstract(node)
        and not any(_defines(each, "__str__") for each in family(node))
    ]


def _is_model(node: ast.ClassDef) -> bool:
    return any(dotted(base).rpartition(".")[2] in ("Model", "AbstractBaseUser", "AbstractUser") for base in node.bases)


def _is_abstract(node: ast.ClassDef) -> bool:
    """A shape for other models, without a table of its own."""
    metas = [item for item in node.body if isinstance(item, ast.ClassDef) and item.name == "Meta"]
    return any(ast.unparse(line) == "abstract = True" for meta in metas for line in meta.body)


def _defines(node: ast.ClassDef, name: str) -> bool:
    return any(isinstance(item, ast.FunctionDef) and item.name == name for item in node.body)


# --- who writes, who reads

WRITING = words(
    "save create bulk_create bulk_update update delete get_or_create update_or_create asave acreate abulk_create "
    "abulk_update aupdate adelete aget_or_create aupdate_or_create"
)
WRITING_SQL = re.compile(
    r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|REPLACE\s+INTO|UPDATE\s+\S+\s+SET|DELETE\s+FROM|MERGE\s+INTO|TRUNCATE\s+TABLE"
    r"|(CREATE|DROP|ALTER)\s+(TABLE|INDEX|VIEW))\b"
)
READING = words(
    "all filter exclude get order_by values values_list annotate aggregate alias exists count first last latest "
    "earliest iterator select_related prefetch_related only defer distinct in_bulk none reverse union contains "
    "refresh_from_db"
)
TABLES = frozenset({"objects", "_default_manager", "_base_manager"})
# What says neither how a page looks nor what is done: it may read a table, and changes none.
READERS = ("queries", "rules", "analysis", "access", "loading", "menu", "acts", "messages", "permissions")


def _called(call: ast.Call) -> str:
    """`exists` of `passage.links.exists()`; empty for what is no method."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _reads(call: ast.Call) -> bool:
    """Does this ask a table? Dictionaries, lists and sets have some of these names too, and take other things."""
    match _called(call):
        case "get":
            return bool(call.keywords) or not call.args
        case "count":
            return not call.args
        case "values":
            return bool(call.args or call.keywords)
        case "reverse" | "union":
            return False
        case name:
            return name in READING


def _writes(call: ast.Call) -> bool:
    """Does this change a table? `update` of a dictionary or a digest is given what to take in, a table its fields."""
    return _called(call) in WRITING and not (_called(call) == "update" and call.args)


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def pages_that_write(root: Path) -> list[str]:
    """Views and forms ask queries and actions; a table or a save() in them is an act without rules and history."""
    faults = []
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, "views", "forms"):
            # `objects.none()` is how Django spells a choice that is filled in later.
            empty = {call.func.value for call in _calls(tree) if isinstance(call.func, ast.Attribute)
                     and call.func.attr == "none"}  # fmt: skip
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and node.attr in TABLES and node not in empty:
                    name = node.attr
                elif isinstance(node, ast.Call) and _called(node) != "none" and (_reads(node) or _writes(node)):
                    name = f"{_called(node)}()"
                else:
                    continue
                faults.append(f"{path.relative_to(root)}:{node.lineno}: .{name} belongs in queries or actions")
    return faults


def rules_that_read_tables(root: Path) -> list[str]:
    """Rules judge what they are given. They can be tested without a row in a table."""
    faults = []
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, "rules"):
            where = path.relative_to(root)
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and node.attr in TABLES:
                    faults.append(f"{where}:{node.lineno}: a rule does not read tables (.{node.attr})")
                # `passage.links.exists()`: what asks a table through the row that was given.
                if isinstance(node, ast.Call) and _reads(node):
                    faults.append(f"{where}:{node.lineno}: a rule does not read tables (.{_called(node)}())")
    return faults


def readers_that_write(root: Path) -> list[str]:
    """Who reads changes nothing: a page may be opened twice, and what is written has an act in the history."""
    faults = []
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, *READERS):
            where = path.relative_to(root)
            for node in ast.walk(tree):
                if isinstance(node, ast.Call) and _writes(node):
                    faults.append(f"{where}:{node.lineno}: .{_called(node)}() writes, and belongs in actions")
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITING_SQL.search(node.value):
                    faults.append(f"{where}:{node.lineno}: this SQL writes, and belongs in actions")
                if isinstance(node, ast.ImportFrom) and "actions" in (node.module or "").split("."):
                    faults.append(f"{where}:{node.lineno}: asks {node.module}, which writes")
    return faults


def retention_that_writes_beside_cleaning(root: Path) -> list[str]:
    """What an app keeps about people is cleaned by the functions that CLEANING names, and what these call. All else
    there only says, or counts."""
    faults = []
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, "retention"):
            functions = {node.name: node for node in tree.body if isinstance(node, Function)}
            tables = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
            named = [node for node in tables if "CLEANING" in ast.unparse(node).partition("=")[0]]
            cleaning: set[str] = set()
            waiting = [one for node in named for one in _names(node) if one in functions]
            while waiting:
                name = waiting.pop()
                if name not in cleaning:
                    cleaning.add(name)
                    waiting += [one for one in _names(functions[name]) if one in functions]
            faults += [
                f"{path.relative_to(root)}:{call.lineno}: .{_called(call)}() writes; CLEANING does not lead here"
                for node in tree.body
                if getattr(node, "name", "") not in cleaning
                for call in _calls(node)
                if _writes(call)
            ]
    return faults


def _names(tree: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# --- the one question about what an address names

# What an address may be given back to: it leads to a page, and finds nothing.
TO_ADDRESSES = words("redirect reverse")
# A secret in an address is the permission itself: whoever has it is the sender, or the one who follows.
ITS_OWN_PROOF = words("secret_address _of_sender")


def things_found_without_the_question(root: Path) -> list[str]:
    """What an address names is found by a `load` of a `loading.py`, which asks whether who came may see it in the state
    that it has: `regions.access.shown`. So a view hands the words of its address to a `load`, and says no 404 itself.
    """
    faults = []
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, "views"):
            where = path.relative_to(root)
            loads = {
                name.asname or name.name
                for node in tree.body
                if isinstance(node, ast.ImportFrom) and (node.module or "").rpartition(".")[2] == "loading"
                for name in node.names
            }
            faults += [
                f"{where}:{node.lineno}: that something is not there is said in loading.py"
                for node in ast.walk(tree)
                if app != "demo"  # its pages are there by a setting
                and ((isinstance(node, ast.Raise) and "Http404" in ast.dump(node)) or _finds_or_404(node))
            ]
            for view in filter(_is_view, tree.body):
                faults += [
                    f"{where}:{line}: `{name}` of the address of {view.name}() goes to a load of loading.py"
                    for name, line in _found_without(view, loads)
                    if app != "demo" and not ITS_OWN_PROOF & {dotted(one) for one in view.decorator_list}
                ]
        for path, tree in files_of(root, app, "loading"):
            faults += [
                f"{path.relative_to(root)}:{node.lineno}: {node.name}() does not ask `shown`"
                for node in tree.body
                if isinstance(node, Function) and "load" in node.name and not _asks(node, tree)
            ]
    return faults


def _is_view(node: ast.AST) -> TypeGuard[Function]:
    """What an address leads to says by a decorator who may; what stands beside it begins with a line."""
    return isinstance(node, Function) and bool(node.decorator_list) and not node.name.startswith("_")


def _finds_or_404(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and dotted(node.func).endswith("_or_404")


def _found_without(view: Function, loads: set[str]) -> Iterator[tuple[str, int]]:
    """The words of its address that this view gives to something else than a load."""
    named = {argument.arg for argument in [*view.args.args, *view.args.kwonlyargs]} - {"request"}
    handed = {id(word) for call in _calls(view) if dotted(call.func) in loads | TO_ADDRESSES for word in ast.walk(call)}
    for node in ast.walk(view):
        is_word = isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in named
        if isinstance(node, ast.Name) and is_word and id(node) not in handed and not _is_in_words(node, view):
            yield node.id, node.lineno


def _is_in_words(name: ast.Name, view: Function) -> bool:
    """It only stands in a sentence, or in what a page shows."""
    return any(
        isinstance(node, ast.Dict) and any(part is name for value in node.values for part in ast.walk(value))
        for node in ast.walk(view)
    )


def _asks(load: Function, tree: ast.Module) -> bool:
    others = {node.name for node in tree.body if isinstance(node, Function)} - {load.name}
    return any(dotted(call.func) == "shown" or "load" in dotted(call.func) or dotted(call.func) in others
               for call in _calls(load))  # fmt: skip


# --- paths to the right that are no import

# Where Django takes the names of relations as keywords or as text; the keywords of the last three are new names.
LOOKUPS = words(
    "filter exclude get get_or_create update_or_create Q When order_by values values_list only defer "
    "select_related prefetch_related distinct F Count Sum Min Max Avg OuterRef Prefetch Subquery in_bulk latest "
    "earliest get_object_or_404 get_list_or_404 annotate aggregate alias"
)
NEW_NAMES = frozenset({"annotate", "aggregate", "alias"})


def reverse_names(line: list[str]) -> dict[str, dict[str, str]]:
    """Per app: the names under which Django lets it reach a row of an app to its right, and whose they are. A name with
    a dot before it leads to one row (of a `OneToOneField`), so that to say it is to ask for that row."""
    names: dict[str, dict[str, str]] = {}
    for position, app in enumerate(line):
        here, right = line[: position + 1], line[position + 1 :]
        own, theirs = set(), {}
        for field in (
            f for other in here for m in apps.get_app_config(other).get_models() for f in m._meta.get_fields()
        ):
            back = isinstance(field, ForeignObjectRel)
            said = {field.name, field.get_accessor_name() or field.name} if back else {field.name}
            source = field.related_model._meta if back else field.model._meta
            if source.app_label in right:
                single = {f".{name}" for name in said if field.one_to_one}
                theirs.update(dict.fromkeys(said | single, source.label))
            else:
                own |= said
        names[app] = {name: label for name, label in theirs.items() if name.lstrip(".") not in own}
    return names


def paths_to_the_right(root: Path, names: dict[str, dict[str, str]]) -> list[str]:
    """`filter(documents__isnull=False)` and `region.documents.all()` in `regions` know the app `vision` without an
    import: Django gives every row the way back from whatever points at it."""
    faults = []
    for app, right in names.items():
        for path, tree in modules(package(root) / app):
            for node in ast.walk(tree):
                for name in sorted(_names_in_question(node) & set(right)):
                    at = f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}"
                    faults.append(f"{at}: `{name.lstrip('.')}` leads right, to {right[name]}")
    folder = package(root) / "templates"
    for app, right in names.items():
        for path in sorted((folder / app).rglob("*.html")):
            text = path.read_text(encoding="utf-8")
            for found in re.finditer(r"\.(\w+)\.(all|count|exists|first|last)\b", text):
                if found[1] in right:
                    at = f"{path.relative_to(root)}:{text.count(chr(10), 0, found.start()) + 1}"
                    faults.append(f"{at}: `{found[1]}` leads right, to {right[found[1]]}")
    return faults


def _names_in_question(node: ast.AST) -> set[str]:
    """The names of relations by which this expression asks a table; with a dot before it where it takes one row."""
    if isinstance(node, ast.Attribute):
        asks = isinstance(node.value, ast.Attribute) and node.attr in READING | WRITING
        return {f".{node.attr}", *([node.value.attr] if asks and isinstance(node.value, ast.Attribute) else [])}
    if not isinstance(node, ast.Call) or (method := _called(node) or dotted(node.func)) not in LOOKUPS:
        return set()
    texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    keywords = [k.arg for k in node.keywords if k.arg]
    said = [*(texts if method != "get" else []), *(keywords if method not in NEW_NAMES else [])]
    return {part for text in said for part in text.lstrip("-").split("__")}


def permissions_to_the_right(root: Path) -> list[str]:
    """An app asks only for permissions of its own and of apps to its left. A permission belongs to the app that it is
    named after (`contribution.read`), else to the leftmost app with a door that asks for one of that name."""
    line = line_of_apps(root)
    table = [
        call.args[0].value
        for _path, tree in files_of(root, "regions", "permissions")
        for call in _calls(tree)
        if dotted(call.func) == "Permission" and call.args and isinstance(call.args[0], ast.Constant)
    ]
    asked = [
        (app, path, node)
        for app in line
        for path, tree in modules(package(root) / app)
        if path.stem != "permissions"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in table
    ]
    doors = [(app, str(node.value)) for app, path, node in asked if "views" in path.parts or path.stem == "views"]
    homes: dict[str, str] = {}
    for act in map(str, table):
        name = act.partition(".")[0]
        named = next((app for app in line if app in (name, f"{name}s")), "")
        homes[act] = named or next((app for app, other in doors if other.partition(".")[0] == name), line[-1])
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.value} is of {homes[str(node.value)]}, to the right"
        for app, path, node in asked
        if line.index(homes[str(node.value)]) > line.index(app)
    ]


# --- the history


def acts_as_text(root: Path) -> list[str]:
    """An act that is recorded is a constant of its app, which cannot be without its sentence."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: the act of record() is text; give it a name in acts.py"
        for path, tree in modules(package(root))
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and "record" in (_called(node), dotted(node.func))
        for keyword in node.keywords
        if keyword.arg == "act"
        and any(isinstance(part, ast.Constant | ast.JoinedStr | ast.BinOp) for part in ast.walk(keyword.value))
    ]


# --- sizes

LONGEST_FUNCTION, LONGEST_VIEW, A_VIEW, LONGEST_TEMPLATE_LINE = 50, 40, 15, 160


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def kept_without_language(root: Path) -> list[str]:
    """A page says its sentences in the language of the reader; what is kept of it is kept for each language apart."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} is kept for every language: use web.pages.drawn_once"
        for app in line_of_apps(root)
        for path, tree in files_of(root, app, "views", "forms")
        for node in ast.walk(tree)
        if isinstance(node, Function)
        and any(
            dotted(one.func if isinstance(one, ast.Call) else one).rpartition(".")[2] in ("cache", "lru_cache")
            for one in node.decorator_list
        )
    ]


def long_functions(root: Path) -> list[str]:
    """A function reads in one screen."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} has {_lines(node)} lines, more than {LONGEST_FUNCTION}"
        for path, tree in modules(package(root))
        if "migrations" not in path.parts
        for node in ast.walk(tree)
        if isinstance(node, Function) and _lines(node) > LONGEST_FUNCTION
    ]


def views(root: Path) -> Iterator[tuple[str, Path, Function]]:
    """App, file and function of every view."""
    for app in line_of_apps(root):
        for path, tree in files_of(root, app, "views"):
            for node in filter(_is_view, tree.body):
                yield app, path, node


def long_views(root: Path) -> list[str]:
    return [
        f"{path.relative_to(root)}:{node.lineno}: {node.name} has {_lines(node)} lines, more than {LONGEST_VIEW}"
        for _app, path, node in views(root)
        if _lines(node) > LONGEST_VIEW
    ]


def views_over_15_lines(root: Path) -> Counter[str]:
    """How many per app, and under the name "views" how many there are in all."""
    found = list(views(root))
    return Counter({"views": len(found)}) + Counter(app for app, _path, node in found if _lines(node) > A_VIEW)


def imports_inside_functions(root: Path) -> list[str]:
    """They hide what a file needs, from a reader and sometimes from the contracts."""
    return [
        f"{path.relative_to(root)}:{inner.lineno}: {ast.unparse(inner)}"
        for path, tree in modules(package(root))
        for node in ast.walk(tree)
        if isinstance(node, Function)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


# --- what a visitor says about us

HOSTS = words("build_absolute_uri get_host get_port get_current_site HTTP_HOST SERVER_NAME HTTP_X_FORWARDED_HOST")


def hosts_of_requests(root: Path) -> list[str]:
    """The host of a request is whatever its sender wrote: a link that outlives the request comes from `web.links`."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: {said}; links come from regiotafel.web.links"
        for path, tree in modules(package(root))
        if path.name != "receiving.py"  # hands on what the web server says
        for node in ast.walk(tree)
        for said in (
            node.attr if isinstance(node, ast.Attribute)
            else node.id if isinstance(node, ast.Name)
            else node.value if isinstance(node, ast.Constant) else "",
        )
        if said in HOSTS
    ]  # fmt: skip


# --- the engine

# Names in numpy.random that make a generator of one's own; all others share one hidden state.
OWN_GENERATORS = {"Generator", "PCG64", "Philox", "SeedSequence", "BitGenerator", "default_rng"}
IMPURE_CALLS = {"open", "input", "print", "eval", "exec", "compile", "__import__", "breakpoint"}
OUTSIDE = {"time", "datetime", "os", "sys", "io", "pathlib", "random", "secrets", "uuid", "logging"}
CLOCK_OR_FILES = re.compile(
    r"\.(now|today|utcnow|read_text|write_text|read_bytes|write_bytes)$"
    r"|^(np|numpy)\.(load|save|savez|loadtxt|savetxt|genfromtxt|fromfile|memmap|seterr)$"
)


def impure_engine(root: Path) -> list[str]:
    """Clock, chance of others, files: what an import contract cannot see because numpy brings it along."""
    faults = []
    for path, tree in modules(package(root) / "engine"):
        for node in ast.walk(tree):
            where = f"{path.relative_to(root)}:{getattr(node, 'lineno', 0)}"
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                faults += [f"{where}: imports {name}" for name in names if name.partition(".")[0] in OUTSIDE]
            if isinstance(node, ast.Attribute):
                name = dotted(node)
                in_random = re.match(r"^(np|numpy)\.random\.(\w+)$", name)
                if in_random and in_random[2] not in OWN_GENERATORS:
                    faults.append(f"{where}: {name} uses the random numbers that everybody shares; pass a Generator")
            if isinstance(node, ast.Call):
                name = dotted(node.func)
                if name in IMPURE_CALLS or CLOCK_OR_FILES.search(name):
                    faults.append(f"{where}: {name}() reaches outside; the caller measures, reads and writes")
                if name.endswith("default_rng") and not node.args and not node.keywords:
                    faults.append(f"{where}: default_rng() without a seed differs every time")
    return faults


def engine_without_docstrings(root: Path) -> list[str]:
    """A public function of the engine says what goes in and comes out."""
    faults = []
    for path, tree in modules(package(root) / "engine"):
        if not ast.get_docstring(tree) and path.read_text(encoding="utf-8").strip():
            faults.append(f"{path.relative_to(root)}: the module has no docstring")
        for node in tree.body:
            is_public = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_public and not ast.get_docstring(node):
                faults.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} has no docstring")
    return faults


# --- days

_DAY_IN_TEMPLATE = re.compile(r"\|(?:date|time)\b|{%-? *now\b")
# The order in which people write a day and the dot in their time; what programs tell each other begins with the year.
_DAY_IN_WORDS = re.compile(r"(?<![-/])%d[-./ ]|%-d|%[ABab]\b|%H\.%M|\bj [FM]\b|\bH[.:]i\b")
# Where days are written; and where those of others are read.
WRITE_DAYS = ("web/days.py", "formats/")


def days_written_elsewhere(root: Path) -> list[str]:
    """A day and a time are written in one way, that of `web.days`: else what ends at midnight ends a day too late, and
    a moment is told in the time of Greenwich."""
    faults = [
        f"{path.relative_to(root)}:{number}: write {found[0]} with a filter of web.days"
        for path in sorted((package(root) / "templates").rglob("*.*"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if (found := _DAY_IN_TEMPLATE.search(line))
    ]
    for path, tree in modules(package(root)):
        if path.relative_to(package(root)).as_posix().startswith(WRITE_DAYS) or "migrations" in path.parts:
            continue
        faults += [
            f"{path.relative_to(root)}:{node.lineno}: write {node.value!r} with web.days"
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _DAY_IN_WORDS.search(node.value)
            if len(node.value) < 30  # a format, no sentence
        ]
    return faults


def days_that_are_not_there(root: Path) -> list[str]:
    """29 February moved to another year, or the 31st to another month, is a fault on that one day; a fixed moment
    (named in capitals) is the same every day. In tests too: they are run on all days."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: .replace({keyword.arg}=) of a day that moves; add a timedelta"
        for folder in (package(root), root / "tests")
        for path, tree in modules(folder)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace"
        if not dotted(node.func.value).isupper() and not any(keyword.arg == "day" for keyword in node.keywords)
        for keyword in node.keywords
        if keyword.arg in ("year", "month")
    ]


# --- templates

COMMENT = re.compile(r"{#.*?#}|{%\s*comment.*?endcomment\s*%}|<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*)>")
IN_TAGS = re.compile(r"{%.*?%}|{{.*?}}", re.DOTALL)
# Read by other programs than a browser under our policy.
OWN_STYLE = ("report/", "account/email/", "publishing/")


def inline_code(root: Path) -> list[str]:
    """The content security policy refuses inline script, style and handlers: they would do nothing, silently."""
    faults = []
    folder = package(root) / "templates"
    for path in sorted(folder.rglob("*.html")):
        text = COMMENT.sub(lambda m: "\n" * m[0].count("\n"), path.read_text(encoding="utf-8"))
        own_style = path.relative_to(folder).as_posix().startswith(OWN_STYLE)
        for tag in TAG.finditer(IN_TAGS.sub(lambda m: "\n" * m[0].count("\n"), text)):
            name, attributes = tag["name"].lower(), tag["attributes"]
            where = f"{path.relative_to(root)}:{text.count(chr(10), 0, tag.start()) + 1}"
            is_data = re.search(r"""type=["']application/(ld\+)?json["']""", attributes)
            if name == "script" and not re.search(r"\ssrc=", attributes) and not is_data:
                faults.append(f"{where}: a script in the page")
            if name == "style" and not own_style:
                faults.append(f"{where}: a style sheet in the page")
            if re.search(r"\sstyle\s*=", attributes) and not own_style:
                faults.append(f"{where}: style= on <{name}>")
            if handler := re.search(r"\s(on[a-z]+)\s*=", attributes):
                faults.append(f"{where}: {handler[1]}= on <{name}>")
            if re.search(r"""=\s*["']?\s*javascript:""", attributes):
                faults.append(f"{where}: a javascript: address on <{name}>")
    return faults


def long_template_lines(root: Path) -> list[str]:
    """A line that does not fit on a screen holds a sentence with conditions: that is a function, tested by value. In a
    mail too: inside `blocktranslate trimmed` a sentence goes on on a new line, and the reader sees none."""
    return [
        f"{path.relative_to(root)}:{number}: {len(line)} characters, more than {LONGEST_TEMPLATE_LINE}"
        for path in sorted((package(root) / "templates").rglob("*.*"))
        if path.suffix in (".html", ".txt")
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if len(line) > LONGEST_TEMPLATE_LINE
    ]


def unused_templates(root: Path, *, known_elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Templates that no view renders and no other template includes or extends. The style guide shows what there is: it
    is no reason to keep something."""
    folder = package(root) / "templates"
    sources = [*package(root).rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]
    texts = [path.read_text(encoding="utf-8") for path in sources if path.name != "styleguide.html"]
    named = {name for text in texts for name in re.findall(r"""["']([\w./-]+\.(?:html|txt))["']""", text)}
    # `f"report/{kind}.html"` and `"report/"|add:kind|add:".html"` name every template of that folder.
    made = {
        name
        for text in texts
        for name in [
            *re.findall(r"""f["']([\w./-]+/)\{[^}]+\}[\w.-]*\.html["']""", text),
            *re.findall(r"""["']([\w./-]+/)["']\s*\|\s*add:""", text),
        ]
    }
    faults = []
    for path in sorted([*folder.rglob("*.html"), *folder.rglob("*.txt")]):
        name = path.relative_to(folder).as_posix()
        if name not in named | known_elsewhere and not name.startswith(tuple(made)):
            faults.append(f"{path.relative_to(root)}: no view renders it, no template includes it")
    return faults


# --- all texts of the repository

# Put together, so that this file does not hold what it looks for.
PLACES = re.compile("|".join(["/" + "work/", "/" + "tmp/[a-z]", "/" + r"home/\w", "/" + "root/", "/" + r"Users/\w"]))
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}\b"
    r"|\bxox[bp]-[\w-]{20,}|\bsk-[A-Za-z0-9]{32,}\b|\bglpat-[\w-]{20,}"
    r"|postgres(ql)?://[\w-]+:(?!password@)[^@\s{}\"']+@"
)
# What a running site writes beside its data.
MADE = re.compile(r"(^|/)(secret-key|var/.*|.*\.sqlite3(-\w+)?|.*\.log)$")
BINARY = {".woff2", ".png", ".ico", ".jpg", ".pdf", ".mo", ".docx", ".odt", ".sqlite3"}


def places_and_secrets(root: Path, files: list[str]) -> list[str]:
    faults = [f"{name}: made while the site ran, for one machine alone" for name in files if MADE.search(name)]
    for name in files:
        path = root / name
        if path.suffix in BINARY or not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            if PLACES.search(line) and name not in (".ci/run",):
                faults.append(f"{name}:{number}: a path of one machine")
            if SECRETS.search(line):
                faults.append(f"{name}:{number}: looks like a secret")
    return faults


def dependencies_without_reason(root: Path) -> list[str]:
    """Every dependency says what it is for, on its own line."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    settings = tomllib.loads(text)
    groups = [
        settings["project"]["dependencies"],
        *settings["project"].get("optional-dependencies", {}).values(),
        *settings.get("dependency-groups", {}).values(),
    ]
    return [
        f"pyproject.toml: {name} does not say what it is for"
        for group in groups
        for name in group
        if not re.search(rf'^\s*"{re.escape(name)}",\s+# \S', text, re.MULTILINE)
    ]

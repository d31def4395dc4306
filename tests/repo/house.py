"""The rules of the house that import-linter cannot see. Each check takes a folder with `src/` in it and returns its
faults as sentences, so that a test can also show that a violation is caught."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_SUCH_FILES = ("utils", "helpers", "signals", "managers", "constants")


def package(root: Path) -> Path:
    return root / "src" / "regiotafel"


def line_of_apps(root: Path) -> list[str]:
    """The apps from left to right, as pyproject.toml has them for import-linter."""
    settings = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers: list[str] = next(contract["layers"] for contract in contracts if contract["id"] == "line")
    return [layer for layer in reversed(layers) if (package(root) / layer / "apps.py").exists()]


def modules(folder: Path) -> Iterator[tuple[Path, ast.Module]]:
    for path in sorted(folder.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"), str(path))


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
    """Every model says in words which row it is."""
    faults = []
    for app in line_of_apps(root):
        path = package(root) / app / "models.py"
        if not path.exists():
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if not isinstance(node, ast.ClassDef) or not _is_model(node):
                continue
            if not any(isinstance(item, ast.FunctionDef) and item.name == "__str__" for item in node.body):
                faults.append(f"{path.relative_to(root)}:{node.lineno}: {node.name} has no __str__")
    return faults


def _is_model(node: ast.ClassDef) -> bool:
    return any(dotted(base) in ("models.Model", "AbstractBaseUser") for base in node.bases)


# --- who writes, who reads


def pages_that_write(root: Path) -> list[str]:
    """Views and forms ask queries and actions; a table or a save() in them is an act without rules and history."""
    faults = []
    for app in line_of_apps(root):
        for kind in ("views", "forms"):
            single = package(root) / app / f"{kind}.py"
            folder = package(root) / app / kind
            for path in [single] if single.exists() else sorted(folder.glob("*.py")):
                nodes = [
                    node
                    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                    if isinstance(node, ast.Attribute)
                ]
                # `objects.none()` is how Django spells a choice that is filled in later.
                empty = {node.value for node in nodes if node.attr == "none"}
                for node in nodes:
                    if node.attr in ("objects", "save", "bulk_create") and node not in empty:
                        faults.append(
                            f"{path.relative_to(root)}:{node.lineno}: .{node.attr} belongs in queries or actions"
                        )
    return faults


def rules_that_read_tables(root: Path) -> list[str]:
    """Rules judge what they are given. They can be tested without a row in a table."""
    return [
        f"{path.relative_to(root)}:{node.lineno}: a rule does not read tables (.objects)"
        for app in line_of_apps(root)
        if (path := package(root) / app / "rules.py").exists()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


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


def unused_templates(root: Path, *, known_elsewhere: frozenset[str] = frozenset()) -> list[str]:
    """Templates that no view renders and no other template includes or extends."""
    folder = package(root) / "templates"
    sources = [*package(root).rglob("*.py"), *folder.rglob("*.html"), *folder.rglob("*.txt")]
    texts = [path.read_text(encoding="utf-8") for path in sources]
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
BINARY = {".woff2", ".png", ".ico", ".jpg", ".pdf", ".mo", ".docx", ".odt", ".sqlite3"}


def places_and_secrets(root: Path, files: list[str]) -> list[str]:
    faults = []
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

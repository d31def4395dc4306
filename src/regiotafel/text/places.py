"""Places that people call by more than one name."""

import re

from regiotafel.text.folding import fold

# As lists of the state write it, and as people say it. Both without accents, apostrophes and dashes.
_OTHER_NAMES = (
    ("s gravenhage", "den haag"),
    ("s gravenhage", "the hague"),
    ("s hertogenbosch", "den bosch"),
    ("sudwest fryslan", "zuidwest friesland"),
    ("noardeast fryslan", "noordoost friesland"),
    ("sudwest fryslan", "sudwest friesland"),
    ("noardeast fryslan", "noordoost fryslan"),
    ("de fryske marren", "de friese meren"),
    ("fryslan", "friesland"),
    ("opsterland", "opsterlan"),
    ("vlieland", "flylan"),
    ("ameland", "it amelan"),
    ("tytsjerksteradiel", "tietjerksteradeel"),
    ("dantumadiel", "dantumadeel"),
    ("leeuwarden", "ljouwert"),
    ("heerenveen", "it hearrenfean"),
    ("smallingerland", "smellingerlan"),
    ("ooststellingwerf", "eaststellingwerf"),
    ("schiermonnikoog", "skiermuontseach"),
    ("terschelling", "skylge"),
    ("harlingen", "harns"),
    ("het hogeland", "hogeland"),
    ("nuenen gerwen en nederwetten", "nuenen"),
    ("valkenburg aan de geul", "valkenburg"),
)
_KIND = re.compile(r"^(?:de )?(?:gemeente|gem|provincie|provinsje) (?:gemeente )?(?=\w)| (?:gemeente|stad|c ?a)$")
_SHORT = {"st": "sint", "b": "bij"}
# "a/d", "a.d." and "aan de" are one; so are the others that stand between a place and its water.
_AT = re.compile(r"\b(?:aan|a) ?(?:den|de|d)\b|\bad\b")
_ON = re.compile(r"\b(?:op|o) ?(?:den|de|d)\b|\bod\b")
_NO_NAME = re.compile(r"[^\w\s]|_")
_BETWEEN_WORDS = re.compile(r"[^\w-]")
_ARTICLE = re.compile(r"^(?:den|de|het|it|s|t) (?=\w)")
# Where it lies, as lists write it behind a name that another place has too.
_PROVINCES = {
    short: province
    for province, shorts in {
        "limburg": "l lb",
        "noord holland": "nh nholland",
        "zuid holland": "zh zholland",
        "noord brabant": "nb nbr brabant",
        "overijssel": "o ov",
        "gelderland": "g gld gld",
        "utrecht": "u ut utr",
        "zeeland": "z zld",
        "fryslan": "f fr frl friesland",
        "groningen": "gr gn",
        "drenthe": "d dr",
        "flevoland": "fl",
    }.items()
    for short in (province.replace(" ", ""), *shorts.split())
}
_IN_PROVINCE = re.compile(r"[ ,]{1,4}\(([^()]{1,20})\)$|, ([^(),]{1,20})$| (n\.? ?h\.?|l\.?|noord holland|limburg)$")
# Only of these there are two today; behind other names the province says nothing new.
_TWICE = {"bergen"}


def place(name: str) -> str:
    """By which a municipality is found, however its name is written: “gemeente Den Haag” is ’s-Gravenhage. For
    comparing only: the spaces that some leave out are gone, and y is ij as in Cuyk and Cuijk."""
    folded = fold(name, accents=False).strip(' .,;:"')
    found = _IN_PROVINCE.search(folded)
    province = found and _PROVINCES.get(_bare(found[1] or found[2] or found[3]).replace(" ", ""))
    key = _key(_KIND.sub("", _bare(folded[: found.start()] if found and province else folded)))
    official = _OFFICIAL.get(key, key)
    return f"{official} {province}" if province and official in _TWICE else official


def _bare(folded: str) -> str:
    return " ".join(_NO_NAME.sub(" ", folded).split())


def _key(words: str) -> str:
    words = " ".join(_SHORT.get(word, word) for word in words.split())
    words = _ARTICLE.sub("", _ON.sub("op den", _AT.sub("aan den", words)))
    return words.replace(" ", "").replace("ij", "y")


_OFFICIAL = {_key(said): _key(official) for official, said in _OTHER_NAMES}


def to_find(*texts: str) -> str:
    """What is searched in for these texts: without accents, with the other name of each place in them, and with what
    has a dash written as one word too."""
    folded = "\n".join(fold(text, accents=False) for text in texts if text)
    with_dash = {word for text in texts for word in _BETWEEN_WORDS.split(fold(text)) if "-" in word.strip("-")}
    together = {fold(word.replace("-", ""), accents=False) for word in with_dash}
    words = f" {_NO_NAME.sub(' ', folded)} ".replace("\n", "  ")
    others = [
        other
        for pair in _OTHER_NAMES
        for name, other in (pair, pair[::-1])
        if f" {name} " in words and f" {other} " not in words
    ]
    return "\n".join([folded, *others, *sorted(together)])

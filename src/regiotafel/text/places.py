"""Places that people call by more than one name."""

import re

from regiotafel.text.folding import fold

# As lists of the state write it, and as people say it. Both without accents, apostrophes and dashes.
_OTHER_NAMES = (
    ("s gravenhage", "den haag"),
    ("s hertogenbosch", "den bosch"),
    ("sudwest fryslan", "zuidwest friesland"),
    ("noardeast fryslan", "noordoost friesland"),
    ("de fryske marren", "de friese meren"),
    ("fryslan", "friesland"),
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
_OFFICIAL = {said: official for official, said in _OTHER_NAMES}
_MUNICIPALITY = re.compile(r"^(?:de )?(?:gemeente|gem\.?) (?=\w)|[ ,]{1,5}\(?gemeente\)?$")
_SHORT = {"a/d": "aan den", "a.d.": "aan den", "ad": "aan den", "st.": "sint", "st": "sint", "o/d": "op den"}
_NO_NAME = re.compile(r"[^\w\s]|_")


def place(name: str) -> str:
    """By which a municipality is found, however its name is written: “gemeente Den Haag” is ’s-Gravenhage."""
    folded = _MUNICIPALITY.sub("", fold(name, accents=False), count=1)
    words = " ".join(_SHORT.get(word, word) for word in folded.split())
    # "Bergen (NH)" and "Hengelo (O)" keep their letters: there are two of them.
    words = " ".join(_NO_NAME.sub(" ", words).split())
    return _OFFICIAL.get(words, words)


def to_find(*texts: str) -> str:
    """What is searched in for these texts: without accents, and with the other name of each place in them."""
    folded = "\n".join(fold(text, accents=False) for text in texts if text)
    words = f" {_NO_NAME.sub(' ', folded)} ".replace("\n", "  ")
    others = [
        other
        for pair in _OTHER_NAMES
        for name, other in (pair, pair[::-1])
        if f" {name} " in words and f" {other} " not in words
    ]
    return "\n".join([folded, *others]) if others else folded

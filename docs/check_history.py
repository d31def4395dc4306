#!/usr/bin/env python3
"""Checks a file with the history of a region, without any code of Regiotafel: only Python itself.

    python3 check_history.py FILE                 is every line as it was written, and does it hang on the line before?
    python3 check_history.py FILE NUMBER CODE     ... and does it still say what this number and code said?

Ends with 0: yes, 1: no, 2: this cannot be read. The file is described in docs/history-file.md.
"""

import hashlib
import json
import sys

FIRST, SAID = "0" * 64, ("act", "actor", "at", "behind", "data_hash", "held", "number", "region", "subject")


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def faults_in(row: dict, number: int, previous: str) -> list[str]:
    faults = [] if row["number"] == number else [f"hier hoort regel {number} te staan"]
    if "act" in row:  # the whole file: what it says, and not only the codes
        is_taken_out = not row["salt"] and not row["data"]
        if not is_taken_out and sha256(row["salt"] + plain(row["data"])) != row["data_hash"]:
            faults.append("de woorden zijn veranderd")
        if sha256(plain({name: row[name] for name in SAID})) != row["content_hash"]:
            faults.append("wat er staat is veranderd")
    if sha256(previous + row["content_hash"]) != row["hash"]:
        faults.append("de code past niet op de regel ervoor")
    return [f"Regel {row['number']}: {fault}." for fault in faults]


def taken_out_by(row: dict) -> set[int]:
    """The earlier line whose words were taken out, when this line says so."""
    of = row["data"].get("number") if row.get("act") == "history.words_removed" else None
    return {of} if isinstance(of, int) and of < row["number"] else set()


def main(path: str, number: str = "0", code: str = "") -> int:
    if not number.isdecimal():
        raise ValueError("het nummer van een regel is een getal, zoals 120")
    wanted, code = int(number), "".join(sign for sign in code.lower() if sign.isalnum())
    found, previous, n = "", FIRST, 0
    without_words: set[int] = set()
    if wanted and (len(code) < 20 or set(code) - set("0123456789abcdef")):
        raise ValueError("een code heeft minstens 20 cijfers en letters van a tot en met f")
    with open(path, encoding="utf-8") as file:
        for n, line in enumerate(file, start=1):
            row = json.loads(line)
            if faults := faults_in(row, n, previous):
                print("\n".join(faults))
                return 1
            if "act" in row and not row["salt"] and not row["data"]:
                without_words.add(n)
            without_words -= taken_out_by(row)
            previous = row["hash"]
            found = previous if n == wanted else found
    if without_words:
        print(f"Regel {min(without_words)}: de woorden zijn weg, en geen latere regel zegt dat.")
        return 1
    print(f"{n} regels, die alle op elkaar passen. De laatste code is {previous}")
    if wanted and not found.startswith(code or "-"):
        print(f"Regel {wanted} heeft een andere code: {found}" if found else f"Er is geen regel {wanted}.")
        return 1
    if wanted:
        print(f"Regel {wanted} heeft nog steeds deze code.")
    return 0


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 4:
        print("Gebruik: python3 check_history.py BESTAND [NUMMER CODE]", file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(*sys.argv[1:]))
    except OSError:
        said = f"het bestand {sys.argv[1]} is er niet, of mag niet open"
    except (TypeError, KeyError, ValueError) as fault:
        said = str(fault) if type(fault) is ValueError else "dit is geen bestand met een geschiedenis"
    print(f"Dit is niet te lezen: {said}.", file=sys.stderr)
    sys.exit(2)

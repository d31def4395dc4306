"""Addresses that a form of the web lets through, and that no letter can be made for."""

UNSENDABLE = [
    "a@" + 63 * "é" + ".nl",
    "=?utf-8?q?x=0a?=@x.nl",
    "=?utf-8?b?AAA?=@x.nl",
    "=?utf-8?q?=ff?=@x.nl",
    "a@\u2028.nl",
    '"a\x01\x08b"@x.nl',
    '"a\\\tb"@x.nl',
    "é@x.nl",
    "\u212a@x.nl",
    "a@[127.0.0.1]",
]

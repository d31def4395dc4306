"""The worst that is pasted into a field, for every test that feeds one."""

import re

# What may never be kept, wherever it came in. Joiners and variation are looked at by what stands beside them.
INVISIBLE = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00a0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u1680\u2000-\u200b\u200e\u200f"
    "\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U0001d159\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff9-\ufffc"
    "\ufffe\uffff\U000e0001\U000f0000-\U0010ffff]"
)
KEPT_WHOLE = (
    "👨‍👩‍👧",
    "🏳️‍🌈",
    "👩🏽‍🚒",
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
    "1️⃣",
    "❤️‍🔥",
    "🇳🇱",
    "می‌خواهم",
    "क्‍ष",
    "葛\U000e0100城",
    "ＡＢ",
    "’s-Hertogenbosch",
    "👩🏿‍❤️‍💋‍👨🏻",
    "👩🏿‍🦽‍➡️",
    "🧑‍🧑‍🧒‍🧒",
    "🙂‍↔️",
    "👁️‍🗨️",
    "🏴󠁵󠁳󠁴󠁸󠁿",
    "#️⃣",
    "☎︎",
    "🫨🩷",
    "ශ්‍රී",
    "ক্‌ষ",
)
WORST = (
    "Hulp\x00 \x0bdicht\u00adbij\u200b huis\u2028nu\x07,,,",
    "\u202eomgekeerd\u2066 \u200fén\u2069 hersteld",
    "\ufeff\u3164 Cafe\u0301\u2060 \U000e0001\U000e0041Súdwest-Fryslân \ud83d \uffff",
    "• \uf0b7 “Tekst\u00a0met een lange spatie”;\t",
    "Za\u0301\u0302\u0303\u0304\u0305\u0306\u0307\u0308\u0309lgo 👨‍👩‍👧\u200d x\ufe0f",
)

"""A federal letter about a person states nothing on citizenship or immigration status: what may not be typed into one.

A false claim in a signed request can be a crime, and a true one tells the government what it may not know. So words of
status are refused, and no lawyer's exception is made: what a lawyer wants said, the lawyer says.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping

REASON = (
    "this speaks of citizenship or immigration status. A federal letter about you makes no statement on that, because "
    "it is signed and can be used against you. Leave it out, and name a paper by its form number and date. What must "
    "be said of status, let a lawyer or accredited representative say"
)
# Names of people, streets and organizations hold some of these words, such as Citizens Bank or a refugee center.
NAMES = frozenset(
    {"full_name", "mailing_or_reply_address", "current_address", "organization", "phone", "email"}
    | {"representative_name", "representative_address"}
)

_ANYWHERE = (
    r"permanent resid\w*|(un)?lawful\w*|illegal\w*|undocumented|green ?cards?|citizenship|noncitizens?|"
    r"(american|states|us|u s|non|born) citizen\w*|naturali[sz]ed|nationals? of|nationality|overstay\w*|daca|asylees?|"
    r"(my|migration|immigration|legal) status|legal(ly)? (resid|presen|admi|immigra|alien|here)\w*|"
    r"born (in|abroad|outside)"
)
_SAID_OF_ONESELF = (
    r"(i am|i m|im|am an?|as an?|being an?|was an?) (\w+ )?(citizen|alien|refugee|immigrant|visitor|visa|parole|tps)\w*"
)
_FREE_TEXT = (
    r"citizens?|aliens?|statuses|status|refugees?|asylum|visas?|parol\w*|tps|lprs?|usc|unauthori[sz]ed|"
    r"naturali[sz]\w*|deportab\w*|removab\w*|inadmissib\w*|immigrants?|nonimmigrants?|without papers"
)
_OF_NAMES = re.compile(rf"\b({_ANYWHERE}|{_SAID_OF_ONESELF})\b")
_OF_TEXT = re.compile(rf"\b({_ANYWHERE}|{_SAID_OF_ONESELF}|{_FREE_TEXT})\b")


def statements(typed: Mapping[str, str]) -> Iterator[str]:
    """A refusal for each text that speaks of status, by the name of its field or option; it never repeats the text."""
    for name, text in typed.items():
        if (_OF_NAMES if name in NAMES else _OF_TEXT).search(_squashed(text)):
            yield f"{name}: {REASON}."


def _squashed(text: str) -> str:
    """The words alone: one case, no accents, no marks, no signs that hide between letters."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) not in ("Cf", "Mn"))
    words = " ".join(re.sub(r"[\W_]+", " ", seen).split())
    return words.replace("citizenship and immigration services", "")  # the agency's own name

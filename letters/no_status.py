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
OF_THE_WRITER = (
    "this speaks of you and of status. A request for policy records says nothing about yourself: leave it out"
)
ENGLISH = "write it in English letters"
MIXED = "a word mixes letters of different alphabets: write it in one"
# Names of people, places and organizations hold some of these words, such as Citizens Bank or a refugee center.
PEOPLE = frozenset({"full_name", "alias", "representative_name"})
NAMES = PEOPLE | frozenset(
    {"mailing_or_reply_address", "current_address", "representative_address", "--address", "organization"}
    | {"phone", "email", "place_of_birth", "detention_site"}
)
NO_WORDS = frozenset({"court_code"})  # three letters, which are checked against the court's own manner

_PEOPLES = (
    r"american|mexican|canadian|guatemalan|honduran|salvador(e?an|ian)|nicaraguan|ecuador(i?an|ean)|colombian|venezuelan|"
    r"peruvian|bolivian|chilean|argentin(e|ian)|brazilian|cuban|haitian|dominican|jamaican|somali(an)?|ethiopian|"
    r"eritrean|kenyan|liberian|nigerian|sudanese|congolese|togolese|oromo|hmong|lao(tian)?|burmese|karen(ni)?|"
    r"vietnamese|cambodian|thai|chinese|filipin[oa]|indian|nepal(i|ese)|bhutanese|pakistani|bangladeshi|afghan|iranian|"
    r"iraqi|syrian|yemeni|turkish|russian|ukrainian|polish|romanian|korean|japanese|european|british|french|german"
)
_HOLDERS = (
    r"citizen|alien|refugee|immigrant|visitor|visa|parole|tps|tourist|student visa|noncitizen|national|resident alien|"
    rf"native of|stateless|undocumented|deport|naturali|asyl|lpr|usc|daca|({_PEOPLES})\b"
)
# What is a statement wherever it stands, also beside a name.
_ANYWHERE = (
    r"(conditional|lawful|us) (permanent )?resid\w*|permanent(e)? resid\w*|pr (card|resid\w*)|conditional green|"
    r"(un)?lawfully|(un)?lawful (admi|presen|entr|immigra|status)\w*|illegal\w*|un ?documented|"
    r"green ?cards?|non ?citizens?|"
    r"(american|states|us|u s|born) citizen(?!ship and)\w*|us person|u s person|naturali[sz]ed|nationals? of|"
    r"foreign (national|born|citizen)\w*|stateless|overstay\w*|daca|asylees?|l p r|"
    r"(my|migration|immigration|legal) status|"
    r"(entered|came|arrived|here|live|living) i?l+egally|work permit|"
    r"legal(ly)? (resid|presen|admi|immigra(?!tion)|alien|here)\w*|(no|without) (papers|inspection|documents)|"
    r"born (in|abroad|outside)|residents? of the (united states|us|u s)|deported|ewi|"
    # Spanish, French, Somali, Hmong
    r"ciudadan\w*|nacionalidad|refugiad\w*|asilad\w*|ilegal\w*|"
    r"residen(te|cia) (legal )?permanente|indocumentad\w*|sin (papeles|documentos|estatus)|"
    r"tarjeta (verde|de residen\w+)|(estatus|estado|situacion) (\w+ )?migratori\w*|soy (un|una|de|ciudadan)\w*|"
    r"(soy|yo soy|mi) (\w+ )?(ciudadan|refugiad|asilad|residen|ilegal)\w*|sans papiers|citoyen\w*|muwaadin|pej xeem|"
    # who may use the Privacy Act is a matter of status too
    r"privacy act (\w+ ){0,2}(applies|apply|covers?|protects?|gives|rights?)|"
    r"(entitle|eligible|right|qualif|covered|protected|benefit)\w* (\w+ ){0,6}privacy act"
)
_SAID_OF_ONESELF = (
    rf"(i am|i m|i was|im (an?|not)|am an?|as an?|being an?|was an?|we are) (\w+ ){{0,3}}({_HOLDERS})\w*|"
    r"(my|i have|i hold|i got|i claim|i had|mi|tengo) (\w+ ){0,3}(citizenship|nationality|visa|parole|asylum|tps|"
    r"green card|naturali\w+|immigra\w+ status|ciudadania|nacionalidad|tarjeta|asilo)|"
    r"i (\w+ )?(overstayed|naturali[sz]ed|immigrated|crossed the border)"
)
_FREE_TEXT = (
    r"citizens?|citizenship|nationality|aliens?|statuses|status|refugees?|asylum|visas?|parol\w*|tps|lprs?|usc|"
    r"unauthori[sz]ed|naturali[sz]\w*|deportab\w*|removab\w*|inadmissib\w*|immigrants?|nonimmigrants?|(un)?lawful\w*|"
    r"legal(ly)? (entr|immigra)\w*|soy \w+"
)
_COMPACT = re.compile(r"citizen|undocumented|permanentresident|greencard|ciudadan|indocumentad|naturaliz")
# A name keeps its own letters, so these are known in the commonest of them: Russian, Ukrainian, Arabic, Chinese.
_OTHER_LETTERS = (
    "\u0433\u0440\u0430\u0436\u0434\u0430\u043d(\u0438\u043d|\u043a|\u0441\u0442\u0432)|\u0433\u0440\u043e\u043c\u0430\u0434\u044f\u043d|\u0431\u0435\u0436\u0435\u043d(\u0435\u0446|\u043a)|"
    "\u0645\u0648\u0627\u0637\u0646|[\u662f\u56fd\u570b]\u516c\u6c11|\u6c38\u4e45\u5c45\u6c11|[\u7eff\u7da0]\u5361|[\u96be\u96e3]\u6c11"
)
_COMPACT_NAMES = re.compile(
    r"undocumented|permanentresident|noncitizen|indocumentad|iam(an?)?(us|american)?citizen|citizeniam|"
    + _OTHER_LETTERS
)
_OF_NAMES = re.compile(rf"\b({_ANYWHERE})\b")
_OF_TEXT = re.compile(rf"\b({_ANYWHERE}|{_FREE_TEXT})\b")
_OF_ONESELF = re.compile(rf"\b({_SAID_OF_ONESELF})\b(?! (rights?|law|lawyer|advoc\w+|support|services|policy|legal))")
# What says nothing of a person, though it holds such a word.
_HARMLESS = re.compile(
    r"(?<!\bhave )(?<!\bmy )(?<!\bhold )(?<!\bgot )(?<!\bclaim )\b(us|u s) citizenship and immigration services\b|"
    r"\balien (registration )?(number|file)s?\b|\bunlawful detainers?\b|\bparole office(s|rs?)?\b|"
    r"(?<!\bmy )(?<!\bimmigration )\b(custody|detention|case|request) status\b"
)
# A name that stands beside such a word is an organization's.
_ORGANIZED = re.compile(
    r"\b(law|clinics?|cent(er|re|ro)|network|voices|project|offices?|program|coalition|alliance|association|fund|"
    r"foundation|institute|council|church|camp|school|university|bank|services|society|union|"
    r"committee|initiative|aid|clinica|oficina|proyecto|casa|jail)\b"
)
_BEARER = re.compile(r"\b(holder|recipient|applicant|beneficiary|person|client|myself|i|my)\b")
_EMAIL = re.compile(r"\S+@\S+\.\S+")
_LETTER = re.compile(
    r"(?:LATIN|REGIONAL INDICATOR).* LETTER (?:SMALL CAPITAL |DOTLESS |SCRIPT |OPEN )?([A-Z])(?: WITH .*)?$"
)
_AS_LETTERS = str.maketrans("01345", "oieas")
_EAST_ASIAN = frozenset({"CJK", "HIRAGANA", "KATAKANA", "HANGUL", "BOPOMOFO"})


def statements(typed: Mapping[str, str], *, about_writer: bool = True) -> Iterator[str]:
    """A refusal for each text that speaks of status, by the name of its field or option; it never repeats the text.

    In a request that is not about the writer (policy records) only what is said of oneself is refused.
    """
    for name, text in typed.items():
        if name in NO_WORDS:
            continue
        if wrong := _letters(name, text, about_writer=about_writer):
            yield f"{name}: {wrong}."
        elif met := _met(name, text, about_writer=about_writer):
            yield f"{name}: {REASON if about_writer else OF_THE_WRITER} (the word: {met})."


def _met(name: str, text: str, *, about_writer: bool) -> str | None:
    """The word of status that a text has, or None."""
    words = _HARMLESS.sub(" - ", _squashed(text))
    if found := _OF_ONESELF.search(words):
        term = _OF_TEXT.search(found[0])
        return term[0] if term else found[0].split()[-1]
    if not about_writer or (name in NAMES and _EMAIL.fullmatch(text.strip())):
        return None
    if name not in NAMES:
        found = _OF_TEXT.search(words) or _COMPACT.search(_compact(words))
        return found[0] if found else None
    for part in re.split(r"[,;()\n]", text):
        words = _squashed(part)
        named = name != "full_name" and _ORGANIZED.search(_OF_NAMES.sub("", words)) and not _BEARER.search(words)
        found = _OF_NAMES.search(words) or _COMPACT_NAMES.search(_compact(words))
        if found and not named:
            return found[0]
    return None


def _letters(name: str, text: str, *, about_writer: bool) -> str | None:
    """What is wrong with the alphabet of a text: words look alike across alphabets, and only people keep their own."""
    words = [_scripts(word) for word in re.split(r"[\W\d_]+", unicodedata.normalize("NFKC", text))]
    if any(len(scripts) > 1 for scripts in words):
        return MIXED
    if about_writer and name not in PEOPLE and any(scripts - {"LATIN"} for scripts in words):
        return ENGLISH
    return None


def _scripts(word: str) -> set[str]:
    letters = (c for c in word if unicodedata.category(c) in ("Lu", "Ll", "Lt", "Lo"))
    first = {unicodedata.name(c, "UNKNOWN").split()[0] for c in letters}
    return {"CJK" if script in _EAST_ASIAN else script for script in first}


def _squashed(text: str) -> str:
    """The words alone: one case, no accents, no marks, no signs that hide between letters, plain letters for fancy."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    seen = "".join(_plain(c) for c in plain if unicodedata.category(c) not in ("Cf", "Mn", "Me"))
    return " ".join(re.sub(r"[\W_]+", " ", seen).split())


def _plain(character: str) -> str:
    """A letter without what makes it look different: a small capital, a stroke, a square about it."""
    if character.isascii():
        return character
    found = _LETTER.search(unicodedata.name(character, ""))
    return found[1].lower() if found else character


def _compact(words: str) -> str:
    """The same without any spaces, and with digits for the letters that they stand in for."""
    return words.replace(" ", "").translate(_AS_LETTERS)

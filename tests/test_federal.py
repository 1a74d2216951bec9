"""Letters to federal agencies: what they say and never say, how they go, their dates, and what comes next."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path

import pdfplumber
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import CATALOGUE, TODAY, Ran, Terminal, examples, pdf_text, wish_for

from letters import tracker
from letters.errors import LettersError, NoLetterYet, NotSubject, WrongInput
from letters.workflow import plan, write
from letters.workflow.workspace import Workspace

FEDERAL = [name for name, kind in CATALOGUE.types.items() if kind.federal]
OWN_FILE = [name for name in FEDERAL if CATALOGUE.types[name].capacity == "foia_pa"]
ABOUT_WRITER = [name for name in FEDERAL if CATALOGUE.types[name].about_writer]
WITH_A_WORD = ABOUT_WRITER
SAID = (
    "under the Freedom of Information Act and, to the extent that it applies to me, the Privacy Act. "
    "I make no statement here about my citizenship or immigration status."
)
NO_STATEMENT = "I make no statement here about my citizenship or immigration status."
STATEMENTS = (
    "I am a U.S. citizen",
    "I am a citizen of Exampleland",
    "as a lawful permanent resident",
    "my green card",
    "undocumented",
    "I overstayed",
    "I was lawfully admitted",
    "I entered unlawfully",
    "my status is pending",
    "I am an asylee",
    "born in Exampleland",
    "a noncitizen",
    "I was naturalized",
    "legal resident",
    "soy residente permanente",
    "una persona indocumentada",
    "sin papeles",
    "I am Exampleland born, un documented",
    "\u042f \u0433\u0440\u0430\u0436\u0434\u0430\u043d\u0438\u043d",
    "\u6211\u662f\u516c\u6c11",
    "\u0623\u0646\u0627 \u0645\u0648\u0627\u0637\u0646",
)
OF_STATUS = re.compile(
    r"citi.?zen|permanent.resident|green.card|un.?documented|overstay|lawful|asylee|born in|naturali|legal.resident|"
    r"status|c.i.t.i.z.e.n|residente|indocumentad|papeles|\u0441itizen|\u1d04\u026a\u1d1b|"
    "\u0433\u0440\u0430\u0436\u0434\u0430\u043d|\u516c\u6c11|\u0645\u0648\u0627\u0637\u0646",
    re.IGNORECASE,
)


def html_of(workspace: Workspace, wish: plan.Wish) -> str:
    planned = plan.plan(workspace, wish)
    html = workspace.stationery.compose(planned.order, write.setting.Setting(next(blocks_of(planned)))).html
    shown = " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL)).split())
    return shown.replace("U.S. Citizenship and Immigration Services", "the agency")


def blocks_of(planned: plan.Plan):  # type: ignore[no-untyped-def]
    from letters.addressee import blocks

    return blocks(planned.recipient)


@pytest.mark.parametrize("request_type", OWN_FILE)
def test_an_own_file_letter_says_that_it_makes_no_statement(request_type: str, workspace: Workspace) -> None:
    assert SAID in html_of(workspace, wish_for(request_type))


@pytest.mark.parametrize("request_type", FEDERAL)
def test_no_federal_file_says_who_may_use_the_privacy_act(request_type: str) -> None:
    text = (Path(__file__).parent.parent / "templates" / "requests" / f"{request_type}.html").read_text()
    told = re.sub(r"https?://\S+", "", text)
    assert not re.search(r"only (for )?citizens|permanent resident|lawfully|right belongs", told, re.IGNORECASE)


def typed_fields(request_type: str) -> list[str]:
    """The questions that are answered in words."""
    return [f.id for f in CATALOGUE.types[request_type].fields if f.type in ("text", "multiline", "address")]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_letter_about_the_writer_states_a_status_whatever_is_typed(
    data: st.DataObject, workspace: Workspace
) -> None:
    """Into any question, option or name, in any case, spacing and disguise: refused, or not there."""
    request_type = data.draw(st.sampled_from(ABOUT_WRITER))
    said = data.draw(st.sampled_from(STATEMENTS))
    spaced, homoglyph = " ".join("citizen"), "\u0441itizen"
    disguises = [said, said.upper(), said.replace(" ", "  "), said.replace(" ", "-"), f"I am a {spaced}"]
    said = data.draw(
        st.sampled_from([*disguises, f"I am a {homoglyph}", "I am a \u1d04\u026a\u1d1b\u026a\u1d22\u1d07\u0274"])
    )
    text = data.draw(st.text("abc 123", max_size=8)) + " " + said + " " + data.draw(st.text("abc 123", max_size=8))
    where = data.draw(st.sampled_from([*typed_fields(request_type), "--item", "--enclose", "--reference", "--address"]))
    wish = wish_for(request_type)
    if where == "--reference":
        wish = replace(wish, reference=re.sub(r"[^A-Za-z0-9]+", "-", said).strip("-")[:20])
    elif where == "--address":
        wish = replace(wish, address=f"{text}, St. Paul, MN 55101")
    elif where.startswith("--"):
        wish = replace(wish, **{{"--item": "extra_items", "--enclose": "enclosures"}[where]: (text,)})
    else:
        wish = replace(wish, given={**wish.given, where: text})
    try:
        shown = html_of(workspace, wish)
    except LettersError:
        return
    assert not OF_STATUS.search(shown.replace(NO_STATEMENT, "")), (where, text)


@pytest.mark.parametrize("request_type", ABOUT_WRITER)
def test_a_letter_about_the_writer_states_no_status_of_itself(request_type: str, workspace: Workspace) -> None:
    every = {f.id: f.example for f in CATALOGUE.types[request_type].fields}
    for given_answers in (examples(CATALOGUE.types[request_type]), every):
        wish = replace(wish_for(request_type), given=given_answers)
        assert not OF_STATUS.search(html_of(workspace, wish).replace(NO_STATEMENT, ""))


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("mailing_or_reply_address", "Immigrant Law Center\n200 Example Ave\nMinneapolis, MN 55411"),
        ("representative_name", "The Refugee and Asylum Project of Example City"),
        ("full_name", "Maya Citizen"),
        ("detention_site", "Example County Jail, Legal Street"),
    ],
)
def test_names_that_only_hold_such_a_word_are_taken(field: str, text: str, workspace: Workspace) -> None:
    representative = {
        "representative_name": "Jordan Reyes",
        "representative_address": "200 Example Ave, Minneapolis, MN",
    }
    wish = wish_for("foia-pa-own-ice", answers={**representative, field: text})
    assert text.split("\n", maxsplit=1)[0] in html_of(workspace, wish)


def test_a_refusal_says_why_and_does_not_repeat_the_words(workspace: Workspace) -> None:
    with pytest.raises(WrongInput) as caught:
        plan.plan(workspace, wish_for("foia-pa-own-uscis", answers={"documents_wanted": "My green card of 2019"}))
    assert "documents_wanted" in str(caught.value)
    assert "lawyer or accredited representative" in str(caught.value)
    assert "2019" not in str(caught.value)


@pytest.mark.parametrize("request_type", WITH_A_WORD)
def test_nothing_about_oneself_is_written_before_it_is_understood(request_type: str, workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match=r"(?s)lawyer or an accredited representative first.*--understood"):
        plan.plan(workspace, replace(wish_for(request_type), understood=False))


def test_an_organization_needs_no_word_for_a_follow_up(workspace: Workspace) -> None:
    wish = wish_for("foia-appeal", answers={"organization": "Example Center"}, understood=False)
    assert plan.plan(workspace, wish)


def test_in_a_terminal_the_word_is_typed(desk: Workspace) -> None:
    answers = examples(CATALOGUE.types["foia-pa-own-ice"])
    Path("answers.yaml").write_text("".join(f"{name}: {text!r}\n" for name, text in answers.items()))
    command = ("write", "us-ice", "foia-pa-own-ice", "--answers", "answers.yaml", "--out", "letter.pdf")
    code, _ = Terminal(*command).on("Type yes", "no\r").ends()
    assert code == 1
    assert not Path("letter.pdf").exists()
    code, said = Terminal(*command).on("Type yes", "yes\r").ends()
    assert code == 0, said
    assert Path("letter.pdf").exists()


def test_amendment_needs_the_word_of_a_lawyer(workspace: Workspace) -> None:
    wish = wish_for("privacy-act-amendment", answers={"lawyer_advised_privacy_act": "no"})
    with pytest.raises(WrongInput, match="lawyer_advised_privacy_act"):
        plan.plan(workspace, wish)


def test_federal_letters_go_to_the_agencies_that_they_name(workspace: Workspace) -> None:
    with pytest.raises(WrongInput, match="goes to us-ice"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", agency="us-cbp"))
    with pytest.raises(WrongInput, match="and not to mn-dps"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", agency="mn-dps"))
    with pytest.raises(NotSubject, match="letters types --agency us-ice"):
        plan.plan(workspace, wish_for("own-record-audit-trail", agency="us-ice"))


def test_what_is_forbidden_in_minnesota_is_taken_only_where_it_is_asked(workspace: Workspace) -> None:
    assert "A012345678" in html_of(workspace, wish_for("foia-pa-own-ice", answers={"a_number": "A012345678"}))
    with pytest.raises(WrongInput, match=r"passport_number: .* not needed in this letter"):
        plan.plan(workspace, wish_for("foia-pa-own-ice", answers={"passport_number": "X1234567"}))
    with pytest.raises(WrongInput, match="never printed in a letter to a Minnesota body"):
        plan.plan(workspace, wish_for("own-record-audit-trail", answers={"a_number": "A012345678"}))


def test_nothing_forbidden_or_sensitive_stays_in_the_log(desk: Workspace, letters: Callable[..., Ran]) -> None:
    every = {f.id: f.example for f in CATALOGUE.types["foia-pa-own-cbp"].fields}
    wish = replace(wish_for("foia-pa-own-cbp", track=True, reference="L-CBP"), given=every, out=Path("letter.pdf"))
    write.write(desk, wish)
    kept = letters("show", "L-CBP", "--json").out + (desk.home / "letters.sqlite").read_bytes().decode("latin-1")
    for name in ("passport_number", "place_of_birth", "date_of_birth", "license_plate"):
        assert CATALOGUE.fields[name].example not in kept, name


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs"])
def test_homeland_security_is_offered_no_mailing(agency: str, workspace: Workspace) -> None:
    planned = plan.plan(workspace, wish_for("foia-policy-records", agency=agency))
    assert planned.recipient.way == "portal"
    assert planned.recipient.address == "Through the online portal"
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(workspace, wish_for("foia-policy-records", agency=agency, email=True))
    assert "6 C.F.R. part 5" in html_of(workspace, wish_for("foia-policy-records", agency=agency))


def test_the_justice_department_has_its_own_regulations_and_takes_mail(workspace: Workspace) -> None:
    planned = plan.plan(workspace, wish_for("foia-policy-records", agency="us-fbi"))
    assert planned.recipient.way == "mail"
    assert "28 C.F.R. part 16" in html_of(workspace, wish_for("foia-policy-records", agency="us-fbi"))


def test_the_text_for_a_portal_has_the_words_of_the_letter(desk: Workspace) -> None:
    every = {f.id: f.example for f in CATALOGUE.types["foia-pa-own-ice"].fields}
    wish = replace(wish_for("foia-pa-own-ice", text=True, reference="L-ICE"), given=every)
    done = write.write(desk, wish)
    assert [path.name for path in done.companions] == ["L-ICE.txt"]
    text = Path("L-ICE.txt").read_text()
    printed = pdf_text(done.path.read_bytes())
    letter = printed[: printed.index("Certification of identity")]
    assert set(re.findall(r"[\w§]+", text)) <= set(re.findall(r"[\w§]+", letter))
    assert set(re.findall(r"[\w§]+", letter)) - set(re.findall(r"[\w§]+", text)) <= {"Page", "of"}
    assert CATALOGUE.fields["place_of_birth"].example not in text  # it stands in the certification alone
    again = write.write(desk, wish)
    assert Path("L-ICE.txt").read_text() == text
    assert again.sha256 == done.sha256


@pytest.mark.parametrize(
    ("how", "words", "absent"),
    [
        (
            "declaration under penalty of perjury",
            "I declare under penalty of perjury that",
            "notarial",
        ),
        ("notarized signature", "Signed and sworn to (or affirmed) before me", "penalty of perjury"),
        ("the agency's own form", "on your own form", "Executed on"),
    ],
)
def test_identity_is_certified_in_one_of_three_ways(how: str, words: str, absent: str, workspace: Workspace) -> None:
    shown = html_of(workspace, wish_for("foia-pa-own-ice", answers={"certification_of_identity": how}))
    assert words in shown
    assert absent not in shown


def test_a_court_is_written_to_at_its_own_mailbox_or_address(desk: Workspace) -> None:
    wish = wish_for("immigration-court-file", answers={"court_code": "abc"}, email=True, reference="L-COURT")
    write.write(desk, wish)
    assert "To: EOIR.ABC.ROP.Requests@usdoj.gov" in Path("L-COURT-email.eml").read_text()
    mailed = plan.plan(desk, replace(wish, address="1 Example Plaza, Fort Snelling, MN 55111"))
    assert mailed.recipient.way == "mail"
    with pytest.raises(WrongInput, match="court_code: three letters"):
        plan.plan(desk, wish_for("immigration-court-file", answers={"court_code": "Fort Snelling"}))


def test_an_overdue_request_is_asked_after_only_when_it_is_surely_overdue(workspace: Workspace) -> None:
    """Sent 1 October: three business days of mail, ten days of routing, 20 working days by the federal calendar."""
    wish = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-10-01"})
    with pytest.raises(NoLetterYet, match="November 16, 2026"):
        plan.plan(workspace, replace(wish, dated=date(2026, 11, 16)))
    assert "By my count the time" in html_of(workspace, replace(wish, dated=date(2026, 11, 17)))
    longer = replace(wish, given={**wish.given, "extended_until": "2026-12-15"})
    with pytest.raises(NoLetterYet, match="December 15, 2026"):
        plan.plan(workspace, longer)
    with pytest.raises(NoLetterYet):  # a late date on the letter does not make it so
        plan.plan(replace(workspace, today=date(2026, 11, 2)), replace(wish, dated=date(2026, 12, 1)))


def test_what_the_log_knows_decides_when_a_request_is_overdue(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    wish = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-10-01"})
    assert "date below. The time for a determination" in html_of(desk, replace(wish, dated=date(2026, 11, 10)))
    letters("answer", "L-FOIA", "--reply", "more-time", "--on", "2026-10-20")
    with pytest.raises(NoLetterYet, match="November 24, 2026"):
        plan.plan(desk, replace(wish, dated=date(2026, 11, 24)))
    letters("answer", "L-FOIA", "--reply", "wants-clarification", "--on", "2026-10-21")
    with pytest.raises(NoLetterYet, match="L-FOIA clarification-given"):
        plan.plan(desk, wish)
    assert "foia-status-inquiry" not in letters("next", "L-FOIA", "--as-of", "2027-02-01").out
    letters("happened", "L-FOIA", "clarification-given", "--on", "2026-10-24")
    with pytest.raises(NoLetterYet, match="November 30, 2026"):
        plan.plan(desk, wish)
    letters("answer", "L-FOIA", "--reply", "no-data", "--on", "2026-11-20")
    with pytest.raises(NoLetterYet, match="has an answer"):
        plan.plan(replace(desk, today=date(2027, 2, 1)), replace(wish, dated=date(2027, 2, 1)))


def test_after_all_came_an_appeal_is_named_and_elsewhere_starts_none(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    letters("answer", "L-FOIA", "--reply", "elsewhere", "--on", "2026-10-20")
    assert "foia-appeal" not in letters("next", "L-FOIA").out
    assert "foia-appeal" not in letters("show", "L-FOIA", "--json").out
    letters("answer", "L-FOIA", "--reply", "data-came", "--on", "2026-11-20")
    assert "(only if something was left out)" in letters("next", "L-FOIA").out
    assert "foia-appeal" in letters("show", "L-FOIA", "--json").out


def test_an_amendment_that_was_refused_is_a_lawyers_to_answer(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("privacy-act-amendment", track=True, reference="L-PA", out=Path("letter.pdf")))
    assert "Send it as your own copy says" in letters("next", "L-PA").out
    letters("sent", "L-PA", "--on", "2026-10-01", "--by", "portal")
    said = letters("answer", "L-PA", "--reply", "denied-without-section", "--on", "2026-10-20").out
    assert "must name the official who reviews it" in " ".join(said.split())
    assert "Let your lawyer write it." in " ".join(said.split())
    assert "90 days" not in said
    assert "foia-" not in letters("next", "L-PA").out


def test_homeland_security_and_courts_get_no_envelope_and_no_draft(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    done = write.write(desk, wish_for("foia-pa-own-ice", track=True, reference="L-ICE", out=Path("ice.pdf")))
    court = write.write(desk, wish_for("immigration-court-file", track=True, reference="L-EOIR", out=Path("court.pdf")))
    labels = letters("labels", "L-ICE", "L-EOIR", "--out", "labels.pdf", "--address-confirmed")
    assert labels.code == 1
    assert "takes requests online only" in labels.err
    assert "the court that has the case" in labels.err
    draft = letters("companion", "email", "L-ICE", "--pdf", str(done.path))
    assert (draft.code, "takes requests online only" in draft.err) == (2, True)
    draft = letters("companion", "email", "L-EOIR", "--pdf", str(court.path))
    assert (draft.code, "write it with --email" in draft.err) == (2, True)
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(desk, replace(wish_for("foia-pa-own-ice"), address="1 Example Ave, Washington, DC 20001"))
    appeal = plan.plan(desk, replace(wish_for("foia-appeal"), address="1 Example Ave, Washington, DC 20001"))
    assert any("only if your decision letter gives it" in warning for warning in appeal.warnings)
    write.write(desk, wish_for("foia-policy-records", agency="us-fbi", email=True, reference="L-FBI"))
    text = " ".join(Path("L-FBI-email.eml").read_text().replace("=\n", "").split())
    assert "It is for the office named in the letter." in text
    assert "Subject: Request, reference L-FBI" in text


def test_a_lawyers_office_is_sworn_to_only_as_care_of(workspace: Workspace) -> None:
    office = "Northside Legal Aid\n200 Example Ave\nMinneapolis, MN 55411"
    told = {"representative_name": "Jordan Reyes", "representative_address": office}
    for address in (office, "200 Example Ave\nMinneapolis, MN 55411"):
        with pytest.raises(WrongInput, match="begin it with c/o"):
            plan.plan(workspace, wish_for("foia-pa-own-ice", answers={**told, "current_address": address}))
    shown = html_of(workspace, wish_for("foia-pa-own-ice", answers={**told, "current_address": f"c/o {office}"}))
    assert "I consent to the release of these records to Jordan Reyes, Northside Legal Aid, 200 Example Ave" in shown
    assert "My consent is on the certification." in shown
    assert "Present address" not in shown


def test_what_the_agencys_own_form_states_is_not_asked_here(workspace: Workspace) -> None:
    wish = wish_for("foia-pa-own-ice", answers={"certification_of_identity": "the agency's own form"})
    certified = ("date_of_birth", "place_of_birth", "current_address")
    fewer = {name: text for name, text in wish.given.items() if name not in certified}
    assert "on your own form, goes with this request" in html_of(workspace, replace(wish, given=fewer))
    with pytest.raises(WrongInput, match="place_of_birth"):
        plan.plan(workspace, wish_for("foia-pa-own-uscis", answers={"place_of_birth": ""}))


def test_a_court_letter_cites_the_one_manual_that_fits(workspace: Workspace) -> None:
    board = html_of(workspace, wish_for("immigration-court-file", answers={"court_code": "bia"}))
    assert "BIA Practice Manual" in board
    assert "Immigration Court Practice Manual" not in board
    assert "BIA Practice Manual" not in html_of(workspace, wish_for("immigration-court-file"))


def test_an_appeal_is_written_only_in_time(workspace: Workspace) -> None:
    wish = wish_for("foia-appeal", agency="us-fbi", answers={"date_of_decision": "2026-08-27"})
    assert "within 90 days of the date of your letter" in html_of(workspace, replace(wish, dated=TODAY))
    with pytest.raises(NoLetterYet, match="November 25, 2026"):
        plan.plan(workspace, replace(wish, agency="us-fbi", dated=date(2026, 11, 26)))
    # Homeland Security gives 90 working days: here five federal holidays are left out
    later = html_of(workspace, replace(wish, agency="us-ice", dated=date(2026, 11, 26)))
    assert "within 90 working days of the date of your response (6 C.F.R. § 5.8)" in later.replace("\xa0", " ")
    with pytest.raises(NoLetterYet, match="January 8, 2027"):
        plan.plan(workspace, replace(wish, agency="us-ice", dated=date(2027, 1, 9)))
    long_ago = {**wish.given, "date_of_decision": "2026-05-01"}
    with pytest.raises(NoLetterYet):  # an early date on the letter does not help
        plan.plan(workspace, replace(wish, dated=date(2026, 5, 2), given=long_ago))
    longer = replace(wish, dated=date(2026, 11, 26), given={**wish.given, "appeal_by": "2026-12-31"})
    assert "within the time that your letter gives" in html_of(workspace, longer)


def test_the_dates_of_a_federal_request(desk: Workspace, letters: Callable[..., Ran]) -> None:
    """20 working days by the federal calendar, ten more by notice, ten calendar days on haste, 90 to appeal."""
    hasty = {"expedite_reason": "We publish each week, and a rule is open for comment."}
    wish = wish_for("foia-policy-records", "", track=True, reference="L-FOIA", answers=hasty, out=Path("letter.pdf"))
    write.write(desk, replace(wish, dated=date(2026, 10, 1)))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    row = letters("show", "L-FOIA", "--as-of", "2026-10-02", "--json").json
    row = row[0] if isinstance(row, list) else row
    assert (row["earliest"], row["latest"]) == ("2026-10-30", "2026-11-09")
    haste = next(each for each in row["deadlines"] if each["clock"] == "foia-expedite")
    assert haste["latest"] == "2026-10-13"  # the tenth day is a Sunday, and Monday a holiday
    letters("answer", "L-FOIA", "--reply", "more-time", "--on", "2026-10-20")
    row = letters("show", "L-FOIA", "--as-of", "2026-10-21", "--json").json
    row = row[0] if isinstance(row, list) else row
    assert (row["earliest"], row["latest"]) == ("2026-11-16", "2026-11-24")
    letters("answer", "L-FOIA", "--reply", "denied-with-section", "--citation", "(b)(7)(E)", "--on", "2026-11-20")
    row = letters("show", "L-FOIA", "--as-of", "2026-11-21", "--json").json
    row = row[0] if isinstance(row, list) else row
    appeal = next(each for each in row["deadlines"] if each["clock"] == "foia-appeal")
    assert appeal["do_by"] == "2027-02-18"
    assert not [each for each in row["deadlines"] if each["clock"] == "complaint-filing"]


def test_the_ladder_of_a_federal_request_names_federal_letters_alone(
    desk: Workspace, letters: Callable[..., Ran]
) -> None:
    write.write(desk, wish_for("foia-policy-records", track=True, reference="L-FOIA", out=Path("letter.pdf")))
    letters("sent", "L-FOIA", "--on", "2026-10-01", "--by", "portal")
    early = letters("next", "L-FOIA", "--as-of", "2026-11-09", "--json").json
    assert early["open"] == []
    assert "foia-status-inquiry" not in early["says"]
    assert "foia-status-inquiry" in letters("next", "L-FOIA", "--as-of", "2026-11-10").out
    assert letters("next", "L-FOIA", "--step", "reminder", "--as-of", "2026-12-01").code == 1
    letters("answer", "L-FOIA", "--reply", "no-data", "--on", "2026-11-20")
    assert "foia-appeal" in letters("next", "L-FOIA", "--as-of", "2026-11-21").out
    assert letters("answer", "L-FOIA", "--reply", "fee-inspection").code == 2


@pytest.mark.parametrize("request_type", FEDERAL)
def test_an_own_copy_is_of_two_pages_in_type_that_can_be_read(request_type: str, desk: Workspace) -> None:
    wish = wish_for(request_type, track=True, companions=True, reference="L-OWN", out=Path("letter.pdf"))
    write.write(desk, wish)
    with pdfplumber.open("L-OWN-own-copy.pdf") as document:
        assert len(document.pages) <= 2
        sizes = [round(c["size"], 1) for page in document.pages for c in page.chars if c["top"] < 740]
    assert min(sizes) >= 11


def test_the_own_copy_of_a_federal_letter_is_of_federal_law(desk: Workspace, letters: Callable[..., Ran]) -> None:
    wish = wish_for("foia-pa-own-ice", track=True, companions=True, reference="L-ICE", out=Path("letter.pdf"))
    done = write.write(desk, wish)
    assert [path.name for path in done.companions] == ["L-ICE-own-copy.pdf"]
    text = pdf_text(Path("L-ICE-own-copy.pdf").read_bytes())
    assert "Check the agency’s own page first, since offices move to online filing" in text
    assert "Do not mail it" in text
    assert "Tuesday, January 5, 2027 at the latest" in text  # online: no days for the mail
    assert "Open the file L-ICE.txt, copy all of it, and paste it into the form" in text
    assert "leave the box empty or stop, and ask your lawyer" in text
    assert "country of citizenship or of residency" in text
    assert "A-files are held by USCIS" in text
    for section in ("552(a)(6)(A)", "552(a)(6)(B)", "552(b)"):
        assert text.count(section) == 1, section
    assert "Minn." not in text
    letters("sent", "L-ICE", "--on", "2026-10-01", "--by", "portal")
    letters("answer", "L-ICE", "--reply", "no-data", "--on", "2026-11-20")
    assert letters("companion", "own-copy", "L-ICE", "--out", "later.pdf").code == 0
    assert "Appeal by Thursday, February 18, 2027" in pdf_text(Path("later.pdf").read_bytes())
    assert letters("companion", "identity", "L-ICE").code == 2


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs", "us-uscis"])
def test_nothing_is_mailed_or_e_mailed_to_homeland_security(
    agency: str, desk: Workspace, letters: Callable[..., Ran]
) -> None:
    request_type = {"us-uscis": "foia-pa-own-uscis"}.get(agency, "foia-policy-records")
    with pytest.raises(WrongInput, match="online only"):
        plan.plan(desk, wish_for(request_type, agency=agency, address="1 Example St, Washington, DC 20001"))
    wish = wish_for(request_type, agency=agency, track=True, reference="L-DHS", out=Path("letter.pdf"))
    write.write(desk, wish)
    assert "online only" in letters("companion", "email", "L-DHS", "--pdf", "letter.pdf").err
    where = ("--address", "1 Example St, Washington, DC 20001")
    assert "online only" in letters("companion", "own-copy", "L-DHS", *where, "--out", "copy.pdf").err
    assert "online only" in letters("labels", "L-DHS", "--out", "labels.pdf", "--address-confirmed").err
    assert "Mail it" not in letters("show", "L-DHS").out
    assert not list(Path().glob("*.eml"))


def test_an_appeal_to_homeland_security_has_ninety_working_days(workspace: Workspace) -> None:
    """6 C.F.R. 5.8(a)(1); 1 July 2026 and 90 working days, with Independence, Labor, Columbus and Veterans Day off."""
    wish = wish_for("foia-appeal", agency="us-ice", answers={"date_of_decision": "2026-07-01"})
    workspace = replace(workspace, today=date(2026, 11, 6))
    shown = html_of(workspace, replace(wish, dated=date(2026, 11, 6)))
    assert "within 90 working days of the date of your response (6 C.F.R. § 5.8)" in shown.replace("\xa0", " ")
    with pytest.raises(NoLetterYet, match="The last day to appeal was November 9, 2026"):
        plan.plan(workspace, replace(wish, dated=date(2026, 11, 10)))
    with pytest.raises(NoLetterYet, match="September 29, 2026"):
        plan.plan(workspace, replace(wish, agency="us-fbi", dated=date(2026, 11, 6)))


@pytest.mark.parametrize("agency", ["us-ice", "us-cbp", "us-dhs", "us-uscis"])
def test_of_homeland_security_no_mailbox_and_no_fax_is_known(agency: str, workspace: Workspace) -> None:
    found = workspace.registry.get(agency)
    assert (found.email, found.fax, found.accepts) == (None, None, ("portal",))


def test_an_appeal_gives_its_reasons_and_the_log_does_not_keep_them(desk: Workspace) -> None:
    reason = "The letter names no exemption for pages 12 to 40."
    wish = wish_for("foia-appeal", answers={"appeal_reasons": reason}, track=True, reference="L-A", out=Path("a.pdf"))
    done = write.write(desk, wish)
    assert reason in " ".join(pdf_text(done.path.read_bytes()).split())
    with tracker.reading(desk.home) as store:
        assert "appeal_reasons" not in store.get("L-A").answers


def test_another_date_on_the_letter_makes_it_no_truer(workspace: Workspace) -> None:
    late = wish_for("foia-appeal", agency="us-fbi", answers={"date_of_decision": "2026-07-01"})
    with pytest.raises(NoLetterYet):
        plan.plan(workspace, replace(late, dated=date(2026, 9, 1)))
    early = wish_for("foia-status-inquiry", answers={"base_request_date": "2026-11-20"})
    with pytest.raises(NoLetterYet):
        plan.plan(workspace, replace(early, dated=date(2027, 3, 1)))


def test_after_an_amendment_no_letter_of_the_other_act_is_named(desk: Workspace, letters: Callable[..., Ran]) -> None:
    write.write(desk, wish_for("privacy-act-amendment", track=True, reference="L-PA", out=Path("letter.pdf")))
    letters("sent", "L-PA", "--on", "2026-10-01", "--by", "portal")
    done = letters("answer", "L-PA", "--reply", "denied-without-section", "--on", "2026-11-20")
    assert "must name the official who reviews it" in done.out
    assert "552(a)(6)" not in done.out
    assert "foia-" not in letters("next", "L-PA", "--as-of", "2026-12-20").out

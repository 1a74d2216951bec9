"""What a body answers: each reply is asked at a terminal, recorded, and told with its law."""

from collections.abc import Callable

import pytest
from ladder_support import AUDIT, LATE, REF, log, written
from support import CATALOGUE, DOWN, ENTER, INTERRUPT, Ran, Terminal

from letters import tracker
from letters.workflow import outlook, reply
from letters.workflow.workspace import Workspace

POLICY = "foia-policy-records"
REPLIES = [
    (name, request_type)
    for request_type in (AUDIT, POLICY)
    for name, found in CATALOGUE.replies.items()
    if found.law(CATALOGUE.types[request_type].capacity)
]


@pytest.mark.parametrize(("name", "request_type"), REPLIES)
def test_each_reply_is_asked_recorded_and_told_with_its_law(name: str, request_type: str, desk: Workspace) -> None:
    """In a real terminal, down to each branch."""
    written(desk, log(request_type, "sent"))
    found = CATALOGUE.replies[name]
    offered = [each for each, of_type in REPLIES if of_type == request_type]
    terminal = Terminal("answer", REF, "--as-of", str(LATE))
    terminal.on("What came?", *[DOWN] * offered.index(name), ENTER)
    if found.event:
        terminal.on("On which day?", "2026-10-20", ENTER)
    for asked in found.asks:
        terminal.on({"citation": "Which section", "amount": "How much"}[asked], "13.37", ENTER)
    code, said = terminal.ends()
    assert code == 0, said
    with tracker.reading(desk.home) as store:
        event = store.get(REF).events[-1]
    assert event.kind == (found.event or "sent")
    assert event.detail.get("about") == found.about
    facts = outlook.outlook(desk, REF).facts
    told = " ".join(reply.says(desk, found, CATALOGUE.types[request_type].capacity, facts).split())
    assert told[:40] in " ".join(said.split())


@pytest.mark.parametrize("key", [INTERRUPT, "\x04"])
def test_the_list_of_replies_can_be_left(key: str, desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    code, said = Terminal("answer", REF).on("What came?", key).ends()
    assert code == 1
    assert said.endswith("Aborted!\r\n")


def test_a_refusal_with_a_section_needs_the_section(letters: Callable[..., Ran], desk: Workspace) -> None:
    written(desk, log(AUDIT, "sent"))
    done = letters("answer", REF, "--reply", "denied-with-section")
    assert done.code == 2
    assert "citation: say which section" in done.err
    assert letters("answer", REF, "--reply", "shrug").code == 2
    assert letters("answer", REF, "--reply", "more-time").code == 2
    assert "takes none" in letters("answer", REF, "--reply", "denied-without-section", "--citation", "13.37").err
    assert letters("answer", REF).code == 2
    told = letters("answer", REF, "--reply", "ready", "--on", "2026-10-20", "--json").json
    assert told["recorded"] == "data-ready"
    assert "§ 13.03, subd. 3(g)" in told["law"]

"""`letters agencies`, `agency`, `types` and `type`."""

from collections.abc import Iterator
from typing import Any, get_args

import click

from letters.cli.common import as_json, print_json, workspace
from letters.models import Kind
from letters.workflow import look_up


@click.command("agencies")
@click.argument("query", nargs=-1)
@click.option("--kind", type=click.Choice(get_args(Kind), case_sensitive=False), help="Only bodies of this kind.")
@as_json
def agencies_command(query: tuple[str, ...], kind: str | None, as_json: bool) -> None:
    """List agencies, or search them: "dvs", "hennepin sherif", "St Paul police"."""
    rows = look_up.find_agencies(workspace(), " ".join(query), kind)
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['id']:34} {row['name']}{_county(row)}{_marks(row)}")
    if not rows:
        click.echo("No agency of such a name is known. Try fewer words.", err=True)


def _county(row: dict[str, Any]) -> str:
    if not row.get("county") or row["kind"] not in ("city", "township"):
        return ""
    return f" ({row['county']} {'Counties' if ' and ' in row['county'] else 'County'})"


def _marks(row: dict[str, Any]) -> str:
    marks = [row["chapter_13"]] if row["chapter_13"] == "not-subject" else [row["trust"]] if _needs_care(row) else []
    marks += ["stale"] if row["stale"] else []
    return "".join(f"  [{mark}]" for mark in marks)


def _needs_care(row: dict[str, Any]) -> bool:
    return row["trust"] in ("name-only", "main-office-unconfirmed")


@click.command("agency")
@click.argument("id")
@as_json
def agency_command(id: str, as_json: bool) -> None:
    """Show all that is known of one agency."""
    row = look_up.show_agency(workspace(), id)
    if as_json:
        print_json([row])
        return
    click.echo(f"{row['name']}  [{row['id']}]")
    for label, key in (
        ("Kind", "kind"),
        ("Part of", "parent"),
        ("Letters go to", "route_to"),
        ("Holidays as", "calendar"),
    ):
        _line(label, row.get(key))
    _line("Chapter 13", row.get("not_subject"))
    for line in row["address_lines"]:
        click.echo(f"    {line}")
    _line("Address", row["trust_means"] + (" Its newest source is old." if row["stale"] else ""))
    contact = ("attention", "phone", "fax", "data_practices_page", "web_form", "web_form_note", "website")
    for key in contact:
        _line(key.replace("_", " ").capitalize(), row.get(key))
    for_requests = row.get("email_basis") == "data-practices-contact"
    if row.get("email"):
        _line(
            "Email",
            row["email"] + ("" if for_requests else f" (not for requests: {row['email_basis'].replace('-', ' ')})"),
        )
    ways = [way for way in row.get("accepts", []) if way != "email" or for_requests or not row.get("email")]
    _line("Takes requests by", ", ".join(ways))
    _line("Notes", row.get("notes"))
    for source in row.get("sources", []):
        _line("Source", source["url"] + (f" ({source['date']})" if source.get("date") else ""))


HEADINGS = {
    "own": "Data about yourself, or about a person you act for (your name is needed)",
    "act": "Notices, corrections, releases and follow-ups",
    "public": "Public data (no name is needed)",
    "held": "Not offered yet",
}


@click.command("types")
@click.argument("query", nargs=-1)
@click.option("--agency", metavar="ID", help="Only what this agency may hold.")
@as_json
def types_command(query: tuple[str, ...], agency: str | None, as_json: bool) -> None:
    """List the types of request by what they are for, or search them."""
    rows = look_up.find_types(workspace(), " ".join(query), agency)
    if as_json:
        print_json(rows)
        return
    shown: tuple[str, str] = ("", "")
    for row in rows:
        heading = (HEADINGS["held" if "not_offered" in row else row["group"]], row["situation_title"])
        if heading[0] != shown[0]:
            click.echo(f"\n{heading[0].upper()}")
        if heading != shown:
            click.echo(f"\n  {heading[1]}")
        shown = heading
        click.echo(f"    {row['id']}\n        {row['title']}")
    if rows:
        click.echo("\n`letters type ID` shows one of them whole.")
    if not rows:
        click.echo("No type of request like that. `letters types` lists them all.", err=True)


@click.command("type")
@click.argument("id")
@click.option("--signer", metavar="SIGNER", help="As this signer asks it, such as parent; by default the usual one.")
@as_json
def type_command(id: str, signer: str | None, as_json: bool) -> None:
    """Show one type of request: what it asks, its law and questions, what to take care of."""
    row = look_up.show_type(workspace(), id, signer)
    if as_json:
        print_json([row])
        return
    click.echo(f"{row['title']}  [{row['id']}]\n{row['summary']}\n")
    if reason := row.get("not_offered"):
        click.echo(f"Not offered yet: {reason}\n")
    alike: dict[tuple[str, ...], list[str]] = {}
    for holder, items in row["items"].items():
        alike.setdefault(tuple(items), []).append(holder)
    for items, holders in alike.items():
        click.echo(f"Asks {', '.join(holders)} for:")
        for number, item in enumerate(items, 1):
            _wrapped(f"{number}. {item}")
    for title, texts in _about_type(row):
        if texts:
            click.echo(f"\n{title}:")
        for text in texts:
            _wrapped(text)


def _about_type(row: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The parts of what is told of a type: a heading, and paragraphs."""
    yield (
        "Questions",
        [
            f"{field['id']} ({_need(field)}): {_label(field)} {field['help']} {_example(field)}"
            for field in row["fields"]
        ],
    )
    if len(row["who_may_sign"]) > 1:
        yield (
            "Who may sign (--set signer=...; --signer shows what then changes)",
            [
                line
                for signer in row["who_may_sign"]
                for line in (_signer(signer), *(f"- {t}" for t in signer["advice"]))
            ],
        )
    yield "Fees", [row["fees"]]
    yield "Proof of identity", [row["identity"]]
    yield "Enclosed", [f"- {paper}" for paper in row["enclosures"]]
    yield "Law", [f"{law['cite']}: {law['about']}" for law in row["law"]]
    yield "Other letters that this may need", [_also(row["id"], also) for also in row["also"]]
    yield "Take care", [f"- {text}" for text in row["safety"]]
    yield "Good to know", [f"- {text}" for text in row["pitfalls"]]
    yield "What may be refused, and the answer to it", [_refusal(denial) for denial in row["denials"]]


def _signer(signer: dict[str, Any]) -> str:
    asked = f" (asks {', '.join(signer['fields'])})" if signer["fields"] else ""
    return f"{signer['signer']}: {signer['who']}{asked}"


def _also(type_id: str, also: dict[str, Any]) -> str:
    where = f" to {also['agency']}" if also["agency"] else ""
    return f"- {also['type'] or type_id}{where}{', mailed first' if also['first'] else ''}: {also['why']}"


def _refusal(denial: dict[str, Any]) -> str:
    ground = f" ({denial['law']}{'' if denial['verified'] else ', not verified'})" if denial["law"] else ""
    return f"- {denial['why']}{ground}: {denial['answer']}"


def _need(field: dict[str, Any]) -> str:
    alone = "needed" if field["required"] else "may be left out"
    if field["required_for"] and not field["required"]:
        alone = f"needed for {', '.join(field['required_for'])}"
    need = "must be yes" if field["must_be_yes"] else "one of these is needed" if field["one_of"] else alone
    return need + ("; printed, never kept" if field["sensitive"] else "")


def _label(field: dict[str, Any]) -> str:
    return field["label"] if field["label"].endswith("?") else f"{field['label']}."


def _example(field: dict[str, Any]) -> str:
    if field.get("choices"):
        return f"One of: {', '.join(field['choices'])}."
    return "" if field["type"] == "yes_no" else f"Example: {_one_line(field['example'])}"


def _line(label: str, value: str | None) -> None:
    if value:
        click.echo(f"{label}: {value}")


def _one_line(text: str) -> str:
    return " / ".join(text.splitlines())


def _wrapped(text: str) -> None:
    click.echo(click.wrap_text(text, width=100, initial_indent="  ", subsequent_indent="    "))

"""A request type that a user writes: its front matter, and the file that holds it."""

from pathlib import Path


def own_type(home: Path, name: str, text: str) -> Path:
    path = home / "templates" / "requests" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


FRONT = """---
title: Parking records
summary: Parking permits that I was given.
capacity: data_subject
situation: license-and-vehicle
signers: [self]
holders: [city]
law: ['13.04-3']
required: [full_name, mailing_or_reply_address]
fees: none
identity: identity-subject
---
"""

"""A letter as a draft of an e-mail, in a file that any mail program opens and none sends by itself."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP


def draft(*, to: str | None, subject: str, text: str, pdf: bytes, name: str) -> bytes:
    """The draft with a PDF attached under that name; the same bytes for the same letter, so it carries no date.

    X-Unsent asks mail programs to open it for editing, not as a message that came.
    """
    message = EmailMessage(policy=SMTP)
    message["X-Unsent"] = "1"
    if to:
        message["To"] = to
    message["Subject"] = subject
    message.set_content(text)
    message.add_attachment(pdf, maintype="application", subtype="pdf", filename=name)
    # By itself the email package draws it by lot. It also tells a file of ours from others.
    message.set_boundary("letters-" + hashlib.sha256(pdf).hexdigest()[:32])
    return message.as_bytes()

"""Who may see the pages, and what a page may do: only this machine's own browser, by the link that was printed.

Other sites that the same browser has open can send requests here, and can name this server by a name of theirs. So
each request must name it as 127.0.0.1 or localhost, carry the cookie that the start link gave, and, where it changes
anything, come from a page of ours with the token of its form.
"""

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from flask import Flask, Response, abort, redirect, request
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response as AnyResponse

from letters.workflow.attach import MOST_BYTES

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# A browser shows a PDF with a page of its own, which has a style and an object in it; a PDF runs nothing.
PDF_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; object-src 'self'; frame-ancestors 'none'"
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with none at all, forms would come without their Origin
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
MOST_FORM_BYTES: Final = 500_000
MOST_UPLOAD_BYTES: Final = MOST_BYTES + 100_000
MOST_SHEET_BYTES: Final = 10_000_000
# The pages that take files, and how large a form with one may be.
UPLOADS: Final = {
    "requests.attach": MOST_UPLOAD_BYTES,
    "elsewhere.bring": MOST_UPLOAD_BYTES,
    "groups.upload": MOST_SHEET_BYTES,
    "campaigns.sent": MOST_SHEET_BYTES,
}
OPEN: Final = frozenset({"safety.start", "static"})


@dataclass(frozen=True)
class Guard:
    """The secrets of one run: the token of the link, the value of the cookie, the token of the forms."""

    port: int
    token: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    form: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def cookie(self) -> str:
        """The cookie's name: cookies do not know of ports, so two servers need two names."""
        return f"letters-{self.port}"

    @property
    def hosts(self) -> tuple[str, ...]:
        """How a browser on this machine names the server."""
        return (f"127.0.0.1:{self.port}", f"localhost:{self.port}")

    @property
    def link(self) -> str:
        """The link that opens the pages."""
        return f"http://127.0.0.1:{self.port}/start?token={self.token}"


def guard_all(app: Flask, guard: Guard, used: Callable[[], None]) -> None:
    """Puts the checks before every request, and the headers on every answer; `used` hears of each that passes."""

    def start() -> AnyResponse:
        if not _same(request.args.get("token", ""), guard.token):
            abort(403)
        answer = redirect("/")
        answer.set_cookie(guard.cookie, guard.session, httponly=True, samesite="Strict", path="/")
        return answer

    app.add_url_rule("/start", endpoint="safety.start", view_func=start)

    @app.before_request
    def check() -> None:
        request.max_content_length = UPLOADS.get(request.endpoint or "", MOST_FORM_BYTES)
        request.max_form_memory_size = MOST_FORM_BYTES
        if request.host not in guard.hosts:
            raise Forbidden
        if request.endpoint not in OPEN and not _same(request.cookies.get(guard.cookie, ""), guard.session):
            raise Forbidden
        if request.method not in ("GET", "HEAD"):
            _check_form(guard)
        if request.endpoint != "static":
            used()

    @app.after_request
    def finish(answer: Response) -> Response:
        for name, value in HEADERS.items():
            answer.headers.setdefault(name, value)
        is_pdf = answer.mimetype == "application/pdf"
        answer.headers["Content-Security-Policy"] = PDF_POLICY if is_pdf else POLICY
        return answer

    app.jinja_env.globals["form_token"] = lambda: guard.form
    app.jinja_env.globals["once"] = lambda: secrets.token_urlsafe(12)


def _check_form(guard: Guard) -> None:
    """What changes anything comes from a page of ours: raises Forbidden."""
    origin = request.headers.get("Origin")
    if origin is not None and origin not in {f"http://{host}" for host in guard.hosts}:
        raise Forbidden
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden
    if not _same(request.form.get("form_token", ""), guard.form):
        raise Forbidden


def _same(said: str, known: str) -> bool:
    return hmac.compare_digest(said.encode(), known.encode())

"""Session cookie, CSRF token and security headers of the administrators' pages.

* Session cookie: HttpOnly, SameSite=Lax, and over https Secure with the `__Host-` prefix.
* Each form carries a token of its session (OWASP ASVS 5.0, 3.5.1), and the browser must say that the
  form came from our own page.
* Nothing is cached, framed, indexed, or sent on as a referrer.
"""

import hmac
from datetime import timedelta
from secrets import token_urlsafe
from typing import Any
from urllib.parse import urlsplit

from flask import Request, Response, render_template, session
from werkzeug.datastructures import Headers

SESSION_LASTS = timedelta(hours=12)
LARGEST_FORM = 64 * 1024  # bytes
TOKEN = "csrf"  # noqa: S105  (the name of a form field)
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; frame-ancestors 'none'; form-action 'self'; base-uri 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Referrer-Policy": "same-origin",  # `no-referrer` would make browsers send `Origin: null`
}


def cookie_config(public_url: str) -> dict[str, Any]:
    """Flask's settings for the session cookie."""
    secure = public_url.startswith("https://")
    return {
        "SESSION_COOKIE_NAME": "__Host-satupintu" if secure else "satupintu",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "PERMANENT_SESSION_LIFETIME": SESSION_LASTS,
    }


def form_token() -> str:
    """The token that this session's forms carry; made when first asked for."""
    return str(session.setdefault(TOKEN, token_urlsafe(16)))


def page(template: str, /, **values: Any) -> str:
    """A page of ours, whose forms carry this session's token."""
    return render_template(f"admin/{template}.html", token=form_token(), **values)


def is_our_form(request: Request, public_url: str) -> bool:
    """Whether a form was sent from a page of ours, in this very session."""
    sent, expected = request.form.get(TOKEN, ""), session.get(TOKEN, "")
    return (
        _from_here(request.headers, {request.host, urlsplit(public_url).netloc})
        and bool(expected)
        and hmac.compare_digest(sent.encode(), expected.encode())
    )


def harden(response: Response) -> Response:
    """Add the headers; Flask has given the style sheet a Cache-Control of its own."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _from_here(headers: Headers, hosts: set[str]) -> bool:
    """Browsers that say neither where a form is from are old: for them the token must do."""
    site, origin = headers.get("Sec-Fetch-Site"), headers.get("Origin")
    if site is not None and site != "same-origin":
        return False
    return origin is None or urlsplit(origin).netloc in hosts

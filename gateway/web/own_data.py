"""The page behind a citizen's link to their own data: it says what it is, and gives the copy on a press.

Only a press gives it: whoever follows links to show a preview gets a page without a word of theirs.
"""

from flask import Blueprint, Response, abort, render_template

from gateway.flows.data_rights import CITIZEN, Unknown, copy_of
from gateway.setup.links import BadLink
from gateway.setup.parts import Parts
from intake.messages import Address

ZIP = "application/zip"
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def create_own_data(parts: Parts) -> Blueprint:
    """The routes below /data/."""
    blueprint = Blueprint("own_data", __name__, url_prefix="/data")

    @blueprint.get("/<token>")
    def look(token: str) -> tuple[str, dict[str, str]]:
        _address(parts, token)
        return render_template("data.html"), PRIVATE

    @blueprint.post("/<token>")
    def fetch(token: str) -> Response:
        try:
            packed = copy_of(parts, _address(parts, token), CITIZEN)
        except Unknown:
            abort(404)
        named = {"Content-Disposition": 'attachment; filename="data.zip"'}
        return Response(packed, mimetype=ZIP, headers={**PRIVATE, **named})

    return blueprint


def _address(parts: Parts, token: str) -> Address:
    """Whose link it is, as long as they are where it was sent to."""
    try:
        ticket = parts.links.read(token, "copy", parts.clock())
        with parts.store.reading() as tx:
            address = tx.contact_by_id(int(ticket.tracking_id)).address
    except (BadLink, LookupError, ValueError):
        abort(404)
    if parts.links.mark(address) != ticket.mark:
        abort(404)
    return address

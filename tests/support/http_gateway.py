"""An HTTP gateway at the wire: real `requests` down to the transport, answers from a list."""

from io import BytesIO
from typing import Any
from urllib.parse import parse_qs, urlsplit

from requests import PreparedRequest, Response, Session
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict
from urllib3 import HTTPResponse


class FakeGateway(BaseAdapter):
    """Answers each request with the next answer (the last one for ever), and remembers them."""

    def __init__(self, *answers: Response | Exception) -> None:
        super().__init__()
        self.answers = list(answers)
        self.asked: list[PreparedRequest] = []

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        answer.url, answer.request = request.url or "", request
        return answer

    def close(self) -> None: ...

    def session(self) -> Session:
        session = Session()
        session.trust_env = False
        session.mount("http://", self)
        session.mount("https://", self)
        return session

    def query(self, number: int = -1) -> dict[str, str]:
        """The fields of a request's query, each given once."""
        pairs = parse_qs(
            urlsplit(self.asked[number].url or "").query, keep_blank_values=True
        )
        return {name: value for name, (value,) in pairs.items()}


def answer(status: int, body: str = "", **headers: str) -> Response:
    response = Response()
    response.status_code = status
    response.headers = CaseInsensitiveDict(
        {name.replace("_", "-"): value for name, value in headers.items()}
    )
    response.raw = HTTPResponse(BytesIO(body.encode()), preload_content=False)
    response.encoding = "utf-8"
    return response

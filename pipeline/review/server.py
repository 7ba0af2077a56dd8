"""The review page from a small web server on this machine, which saves decisions as they are made.

Pages of other sites that are open in the same browser must not reach it: it listens on the
loopback address only, answers only to its own names (a name that was made to point here is
refused), takes only what comes from its own page, and wants its token, which nobody else knows.
It writes to the log of decisions, and publishes the run it shows when the page asks for it.
"""

import json
import secrets
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from pipeline.model.errors import HealthpagesError
from pipeline.review.log import BadDecision, append_decisions, decision_from
from pipeline.store.places import Place

LOOPBACK = "127.0.0.1"
MAX_BODY = 4_000_000  # bytes; a day's decisions of one reviewer are far less
TOKEN_BYTES = 24

HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",  # the page brings the rest itself
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Handler = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Desk:
    """What the server shows and where it writes."""

    page: Callable[[], str]  # the page with the decisions made so far
    log: Place
    publish: Callable[[str], str]  # publishes the run for a reviewer; returns its status
    token: str
    port: int

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names under which the server answers."""
        return (f"{LOOPBACK}:{self.port}", f"localhost:{self.port}")

    @property
    def address(self) -> str:
        """What to open in a browser."""
        return f"http://{LOOPBACK}:{self.port}/?token={self.token}"


def new_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def open_socket(port: int) -> socket.socket:
    """A socket on the loopback address; port 0 takes any that is free."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((LOOPBACK, port))
    listening.listen()  # from here on a browser waits instead of being refused
    return listening


def make_app(desk: Desk) -> Starlette:
    """The web application of a desk."""

    async def show(_request: Request) -> Response:
        return HTMLResponse(await run_in_threadpool(desk.page))

    async def save(request: Request) -> Response:
        values = await _json(request)
        if not isinstance(values, list):
            raise BadDecision("a list of decisions is expected")
        decisions = [decision_from(value) for value in values]
        added = await run_in_threadpool(append_decisions, desk.log, decisions)
        return JSONResponse({"saved": len(decisions), "new": added})

    async def publish(request: Request) -> Response:
        values = await _json(request)
        reviewer = values.get("reviewer") if isinstance(values, dict) else None
        if not isinstance(reviewer, str) or not reviewer.strip():
            raise BadDecision("no reviewer is named")
        return JSONResponse({"status": await run_in_threadpool(desk.publish, reviewer.strip())})

    return Starlette(
        routes=[
            Route("/", _guarded(desk, show, token_of=_query_token), methods=["GET"]),
            Route("/decisions", _guarded(desk, save, token_of=_header_token), methods=["POST"]),
            Route("/publish", _guarded(desk, publish, token_of=_header_token), methods=["POST"]),
        ]
    )


def _guarded(desk: Desk, handler: Handler, *, token_of: Callable[[Request], str]) -> Handler:
    """The handler behind the checks of host, origin and token."""

    async def guarded(request: Request) -> Response:
        refusal = _refusal(desk, request, token_of(request))
        try:
            answer = PlainTextResponse(refusal, 403) if refusal else await handler(request)
        except (BadDecision, HealthpagesError) as error:
            answer = PlainTextResponse(str(error), 400)
        answer.headers.update(HEADERS)
        return answer

    return guarded


def _refusal(desk: Desk, request: Request, token: str) -> str:
    """Why a request is refused; empty for one that is not."""
    host = request.headers.get("host", "")
    if host not in desk.hosts:
        return "This server answers to its own names only."
    origin = request.headers.get("origin")
    if origin is not None and origin != f"http://{host}":
        return "This server takes requests of its own page only."
    site = request.headers.get("sec-fetch-site", "none")
    if request.method != "GET" and site not in {"none", "same-origin"}:
        return "This server takes requests of its own page only."
    if not secrets.compare_digest(token.encode(), desk.token.encode()):
        return "The token is wrong: open the address that the command printed."
    return ""


def _query_token(request: Request) -> str:
    return request.query_params.get("token", "")


def _header_token(request: Request) -> str:
    return request.headers.get("x-token", "")


async def _json(request: Request) -> object:
    """The body as JSON; raises BadDecision where it is none, or too large."""
    if request.headers.get("content-type", "").partition(";")[0] != "application/json":
        raise BadDecision("JSON is expected")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise BadDecision("that is too much at once")
    try:
        value: object = json.loads(bytes(body))
    except (ValueError, RecursionError) as error:
        raise BadDecision("the body is no JSON") from error
    return value


def serve(desk: Desk, listening: socket.socket) -> None:
    """Serve the desk until the process is interrupted."""
    import uvicorn  # only this command needs it

    config = uvicorn.Config(make_app(desk), log_level="warning", access_log=False)
    uvicorn.Server(config).run(sockets=[listening])

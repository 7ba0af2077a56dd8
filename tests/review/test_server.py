"""The local server: who it answers to, and what it writes."""

import asyncio
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from pipeline.model.decisions import Decision
from pipeline.model.errors import StopRun
from pipeline.review.log import read_log
from pipeline.review.server import MAX_BODY, Desk, make_app, new_token, open_socket

NewDecision = Callable[..., Decision]


class Client:
    """Asks the application without a network."""

    def __init__(self, app: Starlette) -> None:
        self._transport = httpx.ASGITransport(app)

    def ask(self, method: str, path: str, **values: Any) -> httpx.Response:
        """The answer to a request."""

        async def asked() -> httpx.Response:
            base = "http://127.0.0.1:5000"
            async with httpx.AsyncClient(transport=self._transport, base_url=base) as client:
                return await client.request(method, path, **values)

        with ThreadPoolExecutor(1) as thread:  # this thread may have a loop of its own
            return thread.submit(lambda: asyncio.run(asked())).result()

    def get(self, path: str, **values: Any) -> httpx.Response:
        """The answer to a GET."""
        return self.ask("GET", path, **values)

    def post(self, path: str, **values: Any) -> httpx.Response:
        """The answer to a POST."""
        return self.ask("POST", path, **values)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    def publish(reviewer: str) -> str:
        if reviewer == "Nobody":
            raise StopRun("The audit failed.")
        return f"published by {reviewer}"

    log = tmp_path / "review" / "decisions.jsonl"
    return Desk(lambda: "<p>the page</p>", log, publish, "secret", 5000)


@pytest.fixture
def client(desk: Desk) -> Client:
    return Client(make_app(desk))


def send(client: Client, value: object, **headers: str) -> int:
    named = {"x-token": "secret", "content-type": "application/json"}
    named.update({name.replace("_", "-"): text for name, text in headers.items()})
    answer = client.post("/decisions", content=json.dumps(value), headers=named)
    return int(answer.status_code)


def test_the_page_is_shown_for_its_token_alone(client: Client) -> None:
    assert client.get("/?token=secret").text == "<p>the page</p>"
    assert client.get("/?token=other").status_code == 403
    assert client.get("/").status_code == 403


def test_no_page_may_frame_it_and_nothing_is_cached(client: Client) -> None:
    headers = client.get("/?token=secret").headers
    assert headers["content-security-policy"] == "frame-ancestors 'none'"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"


def test_a_decision_is_on_the_disk_once_it_is_answered(
    desk: Desk, client: Client, new_decision: NewDecision
) -> None:
    assert send(client, [asdict(new_decision("a"))]) == 200
    assert read_log(desk.log).decisions == (new_decision("a"),)


def test_two_tabs_that_send_the_same_keep_one(
    desk: Desk, client: Client, new_decision: NewDecision
) -> None:
    send(client, [asdict(new_decision("a")), asdict(new_decision("b"))])
    send(client, [asdict(new_decision("b")), asdict(new_decision("c"))])
    assert len(desk.log.read_text().splitlines()) == 3


@pytest.mark.parametrize(
    "headers",
    [
        {"x_token": "wrong"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:5000"},
        {"host": "evil.example:5000"},
        {"host": "127.0.0.1:5001"},
        {"sec_fetch_site": "cross-site"},
        {"sec_fetch_site": "same-site"},
    ],
)
def test_others_are_refused(
    desk: Desk, client: Client, headers: dict[str, str], new_decision: NewDecision
) -> None:
    assert send(client, [asdict(new_decision("a"))], **headers) == 403
    assert not desk.log.exists()


def test_a_page_under_a_name_that_was_made_to_point_here_is_refused(client: Client) -> None:
    assert client.get("/?token=secret", headers={"host": "rebound.example"}).status_code == 403


@pytest.mark.parametrize("value", [{}, [1], [{"verdict": "keep"}], None, "x"])
def test_what_is_no_decision_is_refused_and_not_written(
    desk: Desk, client: Client, value: object
) -> None:
    assert send(client, value) == 400
    assert not desk.log.exists()


def test_a_form_of_another_page_cannot_send(client: Client) -> None:
    assert send(client, [], content_type="text/plain") == 400


def test_too_much_at_once_is_refused(client: Client) -> None:
    assert send(client, "x" * (MAX_BODY + 1)) == 400


def test_the_run_is_published_for_a_named_reviewer(client: Client) -> None:
    headers = {"x-token": "secret"}
    answer = client.post("/publish", json={"reviewer": " Ada "}, headers=headers)
    assert answer.json() == {"status": "published by Ada"}
    assert client.post("/publish", json={"reviewer": " "}, headers=headers).status_code == 400
    refused = client.post("/publish", json={"reviewer": "Nobody"}, headers=headers)
    assert (refused.status_code, refused.text) == (400, "The audit failed.")


def test_there_is_nothing_else(client: Client) -> None:
    assert client.get("/decisions?token=secret").status_code == 405
    assert client.get("/review/decisions.jsonl?token=secret").status_code == 404


def test_it_listens_on_the_loopback_address_alone() -> None:
    with open_socket(0) as listening:
        assert listening.getsockname()[0] == "127.0.0.1"


def test_tokens_differ() -> None:
    assert new_token() != new_token()

"""The OpenAPI document says all of every call, and whatever is sent by it, the service does not fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
import schemathesis
from central_desk import Bank, Caller
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import Case
from schemathesis.core import NotSet

DATABASES = ("sqlite",)

KIOSK = "0571-3"


@schemathesis.serializer("application/pkcs10", "application/cloudevents-batch+json", "application/pdf")
def _sent(_: object, value: object) -> bytes:
    return _bytes(value)


@pytest.fixture
def document(bank: Bank) -> dict[str, Any]:
    return bank.app.openapi()


def calls(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, call in methods.items():
            yield f"{method} {path}", call


def _shown(document: dict[str, Any], media: dict[str, Any]) -> bool:
    schema = media.get("schema", {})
    found = [
        document["components"]["schemas"][one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in schema.get("anyOf", [schema])
    ]
    return bool(media.get("examples")) or all(one.get("examples") for one in found)


def test_every_call_is_described_with_examples_of_each_answer(document: dict[str, Any]) -> None:
    count = 0
    for name, call in calls(document):
        count += 1
        assert call["summary"], name
        assert call["description"], name
        assert any(status.startswith("2") for status in call["responses"]), name
        for status, response in call["responses"].items():
            assert response["description"], (name, status)
            if int(status if status.isdigit() else 400) >= 400:
                assert "application/problem+json" in response["content"], (name, status)
            for media in response.get("content", {}).values():
                assert _shown(document, media), (name, status)
        for media in call.get("requestBody", {}).get("content", {}).values():
            assert _shown(document, media), name
    assert count >= 14


def test_examples_of_refusals_bear_their_status(document: dict[str, Any]) -> None:
    for name, call in calls(document):
        for status, response in call["responses"].items():
            for example in response.get("content", {}).get("application/problem+json", {}).get("examples", {}).values():
                assert example["value"]["title"], name
                assert status in ("default", str(example["value"]["status"])), name


def test_calls_without_a_certificate_are_the_few(document: dict[str, Any]) -> None:
    assert document["security"] == [{"clientCertificate": []}]
    free = {name for name, call in calls(document) if call.get("security") is not None}
    assert free == {
        "get /.well-known/est/cacerts",
        "post /.well-known/est/simpleenroll",
        "get /v1/kiosks/{kiosk}/renewal",
        "post /v1/kiosks/{kiosk}/renewal",
        "get /healthz",
        "get /readyz",
        "get /take-away/{token}",
        "post /take-away/{token}",
    }


def test_nothing_that_is_sent_makes_the_service_fail(bank: Bank) -> None:
    assert attack(bank, 4) >= 14


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_much_more_of_it_does_not_either(bank: Bank) -> None:
    assert attack(bank, 150) >= 14


def attack(bank: Bank, examples: int) -> int:
    """Send each call `examples` times what the document allows, and what it does not; returns the number of calls.

    Half the calls come in the name of the kiosk whose certificate is shown.
    """
    call = bank.enrol(KIOSK)
    schema = schemathesis.openapi.from_dict(bank.app.openapi())
    schema.config.generation.update(modes=list(schemathesis.GenerationMode))
    count = 0
    for found in schema.get_all_operations():
        _attack(call, found.ok(), examples)
        count += 1
    return count


def _attack(call: Caller, operation: Any, examples: int) -> None:
    sent = 0

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=examples < 100,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def send(case: Case) -> None:
        nonlocal sent
        sent += 1
        own = {"kiosk": KIOSK, "branch": "0571"}
        if sent % 2:
            case.path_parameters = {name: own.get(name, value) for name, value in (case.path_parameters or {}).items()}
        headers = {name: str(value).encode(errors="replace") for name, value in (case.headers or {}).items()}
        if case.media_type:
            headers.setdefault("content-type", case.media_type.encode())
        path = quote(case.formatted_path, safe="/%")
        answer = call(case.method, path, headers=headers, params=dict(case.query or {}), content=_bytes(case.body))
        assert answer.status_code < 500, (operation.label, answer.status_code)
        if answer.status_code >= 400:
            assert answer.headers["content-type"] == "application/problem+json"

    send()


def _bytes(body: object) -> bytes:
    if isinstance(body, NotSet):
        return b""
    if isinstance(body, bytes | str):
        return body if isinstance(body, bytes) else body.encode(errors="replace")
    return json.dumps(body, default=str).encode()

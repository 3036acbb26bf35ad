"""Schemathesis hooks: put values that exist into generated requests, and repeat requests with the key of another tenant.

The test writes the values to the file that VESPER_INTEROP_RESOURCES names.
"""

import json
import os
import uuid

import requests
import schemathesis
from schemathesis.core.failures import Failure

with open(os.environ["VESPER_INTEROP_RESOURCES"], encoding="utf-8") as file:
    RESOURCES = json.load(file)

# Statuses of a request that names a resource of another tenant.
HIDDEN = {403, 404}
# Answers to the stranger by operation, until the check reads them.
STRANGER_ANSWERS = {}
ASKED = set()


@schemathesis.hook
def before_call(context, case, kwargs):
    use_fresh_idempotency_key(case)
    if is_positive(case):
        drop_parameters(case)
        if case.media_type in RESOURCES["texts"]:
            case.body = RESOURCES["texts"][case.media_type]
            name_text(case)
        elif isinstance(case.body, dict):
            use_real_values(case)
            use_deep_values(case.body)
        ask_as_stranger(case, kwargs)


def use_fresh_idempotency_key(case):
    """Replaces a valid Idempotency-Key: the gateway answers 409 to a key that an earlier request used."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 1 <= len(key) <= 255 and key.isascii() and key.isprintable():
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def drop_parameters(case):
    """Removes a generated cursor, because only an earlier answer has valid ones, a wait for an event, and parameters of a CSV body."""
    if case.query:
        for name in ("cursor", "wait"):
            case.query.pop(name, None)
        if case.query.get("after") != "latest":
            case.query.pop("after", None)
        if case.media_type not in RESOURCES["texts"]:
            for name in RESOURCES["withText"].get(case.operation.label, []):
                case.query.pop(name, None)


def name_text(case):
    """Adds the parameters that a CSV body requires: OpenAPI cannot say that a parameter depends on the content type."""
    for name in RESOURCES["withText"].get(case.operation.label, []):
        if not (case.query or {}).get(name):
            case.query = {**(case.query or {}), name: "Uploaded"}


def use_real_values(case):
    """Replaces values of a valid body. Half of the receivers become a real phone; the others stay as generated."""
    for name, value in {**RESOURCES["body"], **RESOURCES["bodies"].get(case.operation.label, {})}.items():
        # A text replaces a text only, so that a field that may be null stays null.
        if name in case.body and (not isinstance(value, str) or isinstance(case.body[name], str)):
            case.body[name] = value
    for name in RESOURCES["omitted"].get(case.operation.label, []):
        case.body.pop(name, None)
    receiver = case.body.get("to")
    if isinstance(receiver, str) and len(receiver) % 2:
        case.body["to"] = RESOURCES["phone"]


def use_deep_values(value):
    """Replaces values that have one meaning at every depth, and the values of maps that hold ids."""
    if isinstance(value, list):
        for item in value:
            use_deep_values(item)
    if isinstance(value, dict):
        for name, inner in value.items():
            known = RESOURCES["deep"].get(name)
            # A boolean is an int in Python. No rule replaces one.
            if known is not None and isinstance(inner, (str, list, int, float)) and not isinstance(inner, bool):
                value[name] = known
            elif name in RESOURCES["maps"] and isinstance(inner, dict):
                value[name] = {key: entry and RESOURCES["maps"][name] for key, entry in inner.items()}
            else:
                use_deep_values(inner)


def ids_in(text):
    return [value for value in RESOURCES["ids"] if value in text]


def ask_as_stranger(case, kwargs):
    """Sends the first valid request of each operation with the key of another tenant, before the owner sends it.

    An operation that removes its resource would leave nothing to hide afterwards.
    """
    label = case.operation.label
    if "stranger" not in RESOURCES or label in ASKED:
        return
    request = case.as_transport_kwargs(base_url=case.operation.base_url)
    request["headers"]["x-api-key"] = RESOURCES["stranger"]
    asked = json.dumps([request["url"], request.get("params"), request.get("json")])
    if "{" in case.operation.path and not ids_in(asked):
        return
    ASKED.add(label)
    STRANGER_ANSWERS[case.id] = (asked, requests.request(timeout=120, **request))


@schemathesis.check
def other_tenant(ctx, response, case):
    """Fails if another tenant reaches a resource of the owner, or reads one of the owner's ids."""
    asked, answer = STRANGER_ANSWERS.pop(case.id, ("", None))
    if answer is None:
        return
    named = ids_in(asked)
    if answer.status_code == 400:
        # positive_data_acceptance judges the request. A later request of the operation asks again.
        ASKED.discard(case.operation.label)
        return
    shown = [value for value in ids_in(answer.text) if value not in named]
    if shown or (named and answer.status_code not in HIDDEN):
        raise Failure(
            operation=case.operation.label,
            title="Another tenant reached a resource of the owner",
            message=f"{asked}\n{answer.status_code} {answer.text[:300]}",
        )

"""Schemathesis hooks: put values that exist into generated requests, so that requests reach the gateway's verbs.

The test writes the values to the file that VESPER_INTEROP_RESOURCES names.
"""

import json
import os
import uuid

import schemathesis

with open(os.environ["VESPER_INTEROP_RESOURCES"], encoding="utf-8") as file:
    RESOURCES = json.load(file)


@schemathesis.hook
def before_call(context, case, kwargs):
    use_fresh_idempotency_key(case)
    if is_positive(case) and isinstance(case.body, dict):
        use_real_values(case)


def use_fresh_idempotency_key(case):
    """Replaces a valid Idempotency-Key: the gateway answers 409 to a key that an earlier request used."""
    key = (case.headers or {}).get("Idempotency-Key")
    if isinstance(key, str) and 1 <= len(key) <= 255 and key.isascii() and key.isprintable():
        case.headers["Idempotency-Key"] = str(uuid.uuid4())


def is_positive(case):
    return case.meta is not None and case.meta.generation.mode.is_positive


def use_real_values(case):
    """Replaces values of a valid body. Half of the receivers become a real phone; the others stay as generated."""
    label = f"{case.operation.method.upper()} {case.operation.path}"
    for name, value in {**RESOURCES["body"], **RESOURCES["bodies"].get(label, {})}.items():
        if isinstance(case.body.get(name), str):
            case.body[name] = value
    receiver = case.body.get("to")
    if isinstance(receiver, str) and len(receiver) % 2:
        case.body["to"] = RESOURCES["phone"]

"""Runs the scenarios with the client that openapi-python-client generated into the package `client`.

Takes the path of the values, and prints a report.
"""

import base64
import importlib
import json
import pkgutil
import sys
import time

import client
from client import AuthenticatedClient
from client.api.broadcast import lists_create
from client.api.messages import messages_list, messages_send_text
from client.api.sessions import sessions_get_qr
from client.api.webhooks import webhooks_create
from client.models import Failure, MessagesSendTextBody, WebhooksCreateBody


class Csv(str):
    """CSV of a request. The generated code sends the attribute `payload` of a body that is no JSON."""

    @property
    def payload(self):
        return self.encode()


def import_all():
    """Imports each generated module, because an import of one operation leaves the others unread."""
    for module in pkgutil.walk_packages(client.__path__, "client."):
        importlib.import_module(module.name)


def fetch_picture(connection, session):
    """Returns the QR picture. The session needs a moment for its first code.

    The generator parses one content type of an answer, so that the program reads the PNG itself.
    """
    request = sessions_get_qr._get_kwargs(id=session)
    with connection.with_headers({"Accept": "image/png"}) as pictures:
        while True:
            answer = pictures.get_httpx_client().request(**request)
            if answer.headers["Content-Type"] == "image/png":
                return answer.content
            time.sleep(0.2)


def run_scenarios(connection, values):
    message = MessagesSendTextBody(session=values["session"], to=values["customer"], text=values["text"])
    sent = messages_send_text.sync(client=connection, body=message, idempotency_key=values["unpaired"])
    listed = messages_list.sync(client=connection, session_id=values["session"])
    webhook = webhooks_create.sync(client=connection, body=WebhooksCreateBody.from_dict(values["webhook"]))
    created = lists_create.sync(client=connection, body=Csv(values["csv"]), name="CSV")
    message.session = values["unknownSession"]
    refused = messages_send_text.sync(client=connection, body=message)
    assert isinstance(refused, Failure)
    return {
        "sent": {"id": sent.data.key.id, "status": sent.data.status},
        "listed": [message.id for message in listed.data],
        "webhook": {"id": webhook.data.id, "secret": webhook.data.secret},
        "list": {"id": created.data.id, "accepted": created.data.import_.accepted},
        "picture": base64.b64encode(fetch_picture(connection, values["unpaired"])).decode(),
        "refused": refused.error.code,
    }


def main():
    import_all()
    with open(sys.argv[1], encoding="utf-8") as file:
        values = json.load(file)
    connection = AuthenticatedClient(
        base_url=values["baseUrl"],
        token=values["apiKey"],
        raise_on_unexpected_status=True,
    )
    with connection:
        print(json.dumps(run_scenarios(connection, values)))


main()

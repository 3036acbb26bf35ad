"""Runs moto on loopback, with CloudFormation as this project needs it. Prints the port as JSON, and ends with its standard input."""

import json
import os
import sys

os.environ["AWS_ACCESS_KEY_ID"] = "testing"
os.environ["AWS_SECRET_ACCESS_KEY"] = "testing"
os.environ["MOTO_EC2_LOAD_DEFAULT_AMIS"] = "false"

from moto.server import ThreadedMotoServer  # noqa: E402

import calls  # noqa: E402
import differences  # noqa: E402
import functions  # noqa: E402
import stacks  # noqa: E402
import types_of_http  # noqa: E402, F401
import types_of_operations  # noqa: E402, F401


def main():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _, port = server.get_host_and_port()
    calls.ENDPOINT = f"http://127.0.0.1:{port}"
    differences.install()
    functions.install()
    stacks.install()
    print(json.dumps({"port": port}), flush=True)
    sys.stdin.read()
    functions.stop_all()
    server.stop()


main()

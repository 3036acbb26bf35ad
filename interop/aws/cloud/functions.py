"""Runs the code of moto's Lambda functions in Node, as Lambda does: a warm process for each version of code and variables."""

import hashlib
import io
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import threading
import zipfile

from moto.awslambda.models import LambdaFunction

import calls

# The loop of Lambda's runtime: a line of JSON is an event, and a line on the reply pipe is the answer.
HOST = """
import { writeSync } from 'node:fs'
import { createInterface } from 'node:readline'
const reply = (answer) => writeSync(Number(process.env.REPLY_FD), JSON.stringify(answer) + '\\n')
const { handler } = await import(process.env.BUNDLE)
for await (const line of createInterface({ input: process.stdin }))
  try {
    reply({ result: (await handler(JSON.parse(line), {})) ?? null })
  } catch (error) {
    reply({ error: String(error?.message ?? error) })
  }
process.exit()
"""
# Variables that replace AWS, Neon and WhatsApp by stand-ins. The test chooses them.
STAND_INS = json.loads(os.environ.get("VESPER_STAND_INS", "{}"))
PROCESSES = {}
LOCK = threading.Lock()


class Process:
    def __init__(self, function):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="vesper-function-"))
        zipfile.ZipFile(io.BytesIO(function.code_bytes)).extractall(self.folder)
        read, write = os.pipe()
        environment = {
            **function.environment_vars,
            **STAND_INS,
            "PATH": os.environ["PATH"],
            "AWS_REGION": function.region,
            "AWS_ENDPOINT_URL": calls.ENDPOINT,
            "AWS_ENDPOINT_URL_SQS": calls.ENDPOINT,
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED": "true",
            "BUNDLE": str(self.folder / "index.mjs"),
            "REPLY_FD": str(write),
        }
        self.log = open(self.folder / "log", "wb")
        self.child = subprocess.Popen(
            ["node", "--input-type=module", "-e", HOST],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=self.log,
            pass_fds=[write],
        )
        os.close(write)
        self.replies = os.fdopen(read)
        self.lock = threading.Lock()

    def invoke(self, event):
        with self.lock:
            self.child.stdin.write(json.dumps(event).encode() + b"\n")
            self.child.stdin.flush()
            line = self.replies.readline()
        if line == "":
            return {"error": "The process of the function ended: " + (self.folder / "log").read_text()[-2000:]}
        return json.loads(line)

    def stop(self):
        self.child.kill()
        self.child.wait()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)


def process_of(function):
    """Returns the warm process of a function, and ends the process of an earlier version."""
    version = hashlib.sha256(
        (function.code_sha_256 + json.dumps(function.environment_vars, sort_keys=True)).encode()
    ).hexdigest()
    with LOCK:
        known, process = PROCESSES.get(function.function_name, (None, None))
        if known != version:
            if process is not None:
                process.stop()
            process = Process(function)
            PROCESSES[function.function_name] = (version, process)
        return process


def invoke(function, event):
    """Returns {'result': …} or {'error': …}."""
    return process_of(function).invoke(event)


def invoke_of_moto(function, event=None):
    answer = invoke(function, event)
    if "error" in answer:
        return json.dumps({"errorMessage": answer["error"]}), True, ""
    return json.dumps(answer["result"]), False, ""


def install():
    LambdaFunction._invoke_lambda = invoke_of_moto


def stop_all():
    for _, process in PROCESSES.values():
        process.stop()

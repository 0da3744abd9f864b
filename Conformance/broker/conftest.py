"""A deployed broker, its participants, and receivers that do as a test tells them."""

import hashlib
import http.server
import importlib.util
import json
import os
import pathlib
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from conftest import BINARY, ROOT, Server

FUNCTIONS = pathlib.Path(os.environ.get("BROKER_BINARY", BINARY.parent / "meter-broker"))
APPLICATION = ROOT / "Applications/MeterBroker"

spec = importlib.util.spec_from_file_location("deploy", APPLICATION / "Tools/deploy.py")
deployment = importlib.util.module_from_spec(spec)
spec.loader.exec_module(deployment)

SENDER, OTHER_SENDER = "1000000001", "1000000002"
QUICK, STEADY, PULLER, SHAKY = "1000000011", "1000000012", "1000000013", "1000000014"
METER = "1900012374324"
PARAMETERS = {
    "Retries": 2, "RetrySeconds": 1, "RetrySecondsMax": 2, "AttemptTimeoutMilliseconds": 1500,
    "BodyBytesMax": 200_000, "RepublishSeconds": 3, "SweepSchedule": "rate(1 minute)", "DeliveryConcurrency": 4, "GatewayLogSeconds": 3,
}


class Receiver:
    """A webhook on a port of its own; `status` and `pause` say how it answers, or `judge` for each message."""

    def __init__(self):
        self.posts, self.status, self.pause, self.judge = [], 200, 0, None
        self.under_way, self.most_under_way, self.lock = 0, 0, threading.Lock()
        self.server, self.port = None, 0
        self.come()

    def come(self):
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            # A connection for each post, so that a receiver that goes is gone.
            protocol_version = "HTTP/1.0"

            def do_POST(self):
                with receiver.lock:
                    receiver.under_way += 1
                    receiver.most_under_way = max(receiver.most_under_way, receiver.under_way)
                try:
                    self.take()
                finally:
                    with receiver.lock:
                        receiver.under_way -= 1

            def take(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, pause = receiver.status, receiver.pause
                if receiver.judge:
                    status, pause = receiver.judge(json.loads(body))
                time.sleep(pause)
                if status == 200:
                    receiver.posts.append(json.loads(body) | {"delivery": self.headers["X-Delivery-Id"]})
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        class Threads(http.server.ThreadingHTTPServer):
            request_queue_size = 256
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        self.server = Threads(("127.0.0.1", self.port), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def go(self):
        self.server.shutdown()
        self.server.server_close()

    def ids(self, replays=False):
        return [p["D0"]["transactionID"] for p in list(self.posts) if p["D0"]["replayIndicator"] == replays]


class Broker:
    def __init__(self, server, directory, parameters):
        self.server = server
        self.root = json.loads((pathlib.Path(server.data) / "root-credentials.json").read_text())
        stripped = pathlib.Path(directory) / "meter-broker"
        # What only a debugger reads is more than half of a debug build, and more than a function's archive may hold.
        subprocess.run(["strip", "--remove-section=.swift_ast", "-o", stripped, FUNCTIONS], check=True)
        key = deployment.upload(self.client("s3"), "code", stripped, print)
        self.stack = "broker"
        self.outputs = deployment.deploy(
            self.client("cloudformation"), self.stack, {"CodeBucket": "code", "CodeKey": key, **parameters}, print)
        gateway = self.client("apigateway")
        self.keys = {
            id: deployment.make_key(gateway, id, self.outputs["ParticipantPlanId"], {})
            for id in (SENDER, OTHER_SENDER, QUICK, STEADY, PULLER, SHAKY)}
        self.operator = gateway.get_api_key(apiKey=self.outputs["OperatorKeyId"], includeValue=True)["value"]
        self.receivers = {QUICK: Receiver(), STEADY: Receiver(), SHAKY: Receiver()}
        for id in self.keys:
            self.register(id)
        self.register_meter(METER, [QUICK, STEADY])

    def client(self, service):
        return self.server.client(
            service, aws_access_key_id=self.root["AccessKeyId"], aws_secret_access_key=self.root["SecretAccessKey"])

    @property
    def base(self):
        return deployment.api_base(self.server.endpoint, self.outputs)

    def register(self, id, **extra):
        body = {"name": f"P{id[-2:]}", "keyID": self.keys[id]["keyID"], **extra}
        if id in self.receivers:
            body["webhook"] = f"http://127.0.0.1:{self.receivers[id].port}/in"
        status, answer = self.operate("PUT", f"/operator/participants/{id}", body)
        assert status == 200, answer

    def register_meter(self, meter, participants):
        appointments = [
            {"participant": p, "role": f"R{i}", "from": "2020-01-01"} for i, p in enumerate(participants)]
        status, answer = self.operate(
            "POST", "/operator/meters", {"meters": [{"MPANCore": meter, "appointments": appointments}]})
        assert status == 200, answer

    def request(self, method, path, body=None, key=None):
        data = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"} | ({"x-api-key": key} if key else {})
        request = urllib.request.Request(self.base + path, method=method, data=data, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            body = error.read()
            try:
                return error.code, json.loads(body)
            except ValueError:
                return error.code, body.decode()

    def operate(self, method, path, body=None):
        return self.request(method, path, body, self.operator)

    def post(self, message, sender=SENDER):
        return self.request("POST", "/messages", message, self.keys[sender]["key"])

    def reconciliation(self, audit=True):
        status, answer = self.operate("GET", "/operator/reconciliation" + ("?audit=true" if audit else ""))
        assert status == 200, answer
        return answer

    def crash(self):
        """Kills the server, and starts it again on the same port."""
        port = int(self.server.endpoint.rsplit(":", 1)[1])
        self.server.kill()
        self.server.start(port)

    def sweep(self):
        """Calls the function that repairs what a crash left half done, without waiting for its schedule."""
        name = self.client("cloudformation").describe_stack_resource(
            StackName=self.stack, LogicalResourceId="SweepFunction")["StackResourceDetail"]["PhysicalResourceId"]
        answer = self.client("lambda").invoke(FunctionName=name)
        assert "FunctionError" not in answer, answer["Payload"].read()

    def letters_agree(self):
        """Whether there are as many letters on the dead-letter queue as dead messages, and those it shows tell of them."""
        sqs, queue = self.client("sqs"), self.outputs["DeadLetterQueueUrl"]
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=names)["Attributes"]
        shown = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
        letters = [json.loads(message["Body"]) for message in shown]
        dead = self.dead()
        told = all((letter["receiver"], letter["deliveryID"]) in dead for letter in letters)
        return told and sum(int(counts[name]) for name in names) == len(dead)

    def dead(self):
        letters = self.operate("GET", "/dead-letters?limit=200")[1]["deadLetters"]
        return sorted((letter["receiver"], letter["deliveryID"]) for letter in letters)

    def row(self, id):
        return next(r for r in self.reconciliation()["participants"] if r["participant"] == id)


def eventually(condition, seconds=30):
    """Waits until the condition holds; the broker works by itself, in its own time."""
    end = time.monotonic() + seconds
    while True:
        found = condition()
        if found:
            return found
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def check_digit(core):
    primes = (3, 5, 7, 13, 17, 19, 23, 29, 31, 37, 41, 43)
    return sum(int(d) * p for d, p in zip(core, primes)) % 11 % 10


def meter_point(number):
    core = f"17{number:010d}"
    return f"{core}{check_digit(core)}"


def reading(reference, meter=METER, date="2026-02-03", sender=SENDER, value=0.125, **header):
    return {
        "S0": {"interfaceID": "IF-021", "schemaVersion": "1.0", "eventCode": ["HH"]},
        "S1": {
            "environmentTag": "TEST", "senderUniqueReference": reference, "senderTimestamp": "2026-02-04T01:02:03Z",
            "senderDIPID": sender, "senderRoleID": "DC", **header},
        "M0": {"MPANCore": meter},
        "R0": {"settlementDate": date, "measurementQuantity": "AI", "values": [value] * 48, "flags": ["A"] * 48},
    }


@pytest.fixture(scope="module")
def broker(tmp_path_factory, request):
    """A broker whose functions may do what their roles allow and no more; a module may set parameters of its own."""
    parameters = PARAMETERS | getattr(request.module, "PARAMETERS", {})
    server = Server("--auth", "enforce").start()
    try:
        made = Broker(server, tmp_path_factory.mktemp("functions"), parameters)
        yield made
    finally:
        server.remove()
    for receiver in made.receivers.values():
        receiver.go()

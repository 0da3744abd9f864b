"""Kills of a server under load lose and double nothing on the way over bus, topic, queue, function and web endpoint.

Everything that rules choose for an acknowledged event is there in the end, or among the dead letters: once inside the
server, at least once where a function or an endpoint does the work. The path of an event can be told after every kill.
"""

import http.server
import io
import json
import os
import random
import re
import tempfile
import threading
import time
import urllib.request
import zipfile

import boto3
import conftest
import torture
from wire import Refused, Wire

KILLS = max(3, int(os.environ.get("KILLS", "20")) // 4)
ACCOUNT = "000000000000"
# As long as a message may be hidden after a kill, and its function may fail it, some times over.
SETTLING_SECONDS = 180
RUNS = "import os, json, re\n" \
    "def handle(event, _):\n" \
    "    text = json.dumps(event)\n" \
    "    with open(os.environ['RUNS'], 'a') as file:\n" \
    "        file.write(''.join(name + '\\n' for name in re.findall('~(event-[^~]*)~', text)))\n" \
    "    luck = os.urandom(1)[0]\n" \
    "    if luck < 8 and 'Records' in event: os._exit(3)\n" \
    "    if luck < 32 and 'Records' in event: raise ValueError('not now')\n"


def arn(service, resource):
    return f"arn:aws:{service}:{conftest.REGION}:{ACCOUNT}:{resource}"


class Ledger:
    """What the clients know: acknowledged events with their ids, and those of which nobody knows."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged, self.tried, self.faults = {}, set(), []


class Hook(http.server.BaseHTTPRequestHandler):
    """An endpoint that answers badly now and then, also when it has done its work."""

    seen, chance = {}, random.Random(5)

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        luck = self.chance.random()
        if luck > 0.15:
            for name in re.findall("~(event-[^~]*)~", body):
                self.seen[name] = self.seen.get(name, 0) + 1
        self.send_response(200 if luck > 0.2 else 503)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def prepare(port, hook, runs):
    clients = {
        service: boto3.client(
            service, endpoint_url=f"http://127.0.0.1:{port}", region_name=conftest.REGION,
            aws_access_key_id="test", aws_secret_access_key="test")
        for service in ("sqs", "sns", "events", "lambda")}
    sqs, sns, events, functions = clients.values()
    for name in ("direct", "copied", "refused", "dead", "hookdead"):
        sqs.create_queue(QueueName=name)
    sqs.create_queue(QueueName="work", Attributes={
        "VisibilityTimeout": "4", "RedrivePolicy": json.dumps(
            {"deadLetterTargetArn": arn("sqs", "dead"), "maxReceiveCount": 20})})
    topic = sns.create_topic(Name="topic")["TopicArn"]
    for queue in ("copied", "work"):
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", queue))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("f.py", RUNS)
    for name in ("worked", "called"):
        functions.create_function(
            FunctionName=name, Runtime="python3.12", Handler="f.handle", Role=f"arn:aws:iam::{ACCOUNT}:role/r",
            Timeout=3, Code={"ZipFile": archive.getvalue()}, Environment={"Variables": {"RUNS": f"{runs}-{name}"}})
        functions.get_waiter("function_active_v2").wait(FunctionName=name, WaiterConfig={"Delay": 1})
    functions.create_event_source_mapping(EventSourceArn=arn("sqs", "work"), FunctionName="worked")
    connection = events.create_connection(Name="c", AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "x", "ApiKeyValue": "y"}})["ConnectionArn"]
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection, InvocationEndpoint=hook, HttpMethod="POST")["ApiDestinationArn"]
    role = f"arn:aws:iam::{ACCOUNT}:role/r"
    targets = {
        "direct": {"Arn": arn("sqs", "direct")}, "topic": {"Arn": topic},
        "called": {"Arn": arn("lambda", "function:called")},
        "hook": {"Arn": destination, "RoleArn": role, "DeadLetterConfig": {"Arn": arn("sqs", "hookdead")}},
        "gone": {"Arn": arn("sqs", "nowhere"), "DeadLetterConfig": {"Arn": arn("sqs", "refused")}}}
    for name, target in targets.items():
        events.put_rule(Name=name, EventPattern='{"source":["torture"]}')
        events.put_targets(Rule=name, Targets=[{"Id": "t", **target}])


def load(ledger, port, name, stop):
    try:
        wire, number = Wire(port, "events"), 0
        while not stop.is_set():
            event = f"event-{name}-{number}"
            number += 1
            with ledger.lock:
                ledger.tried.add(event)
            answer = wire.call("PutEvents", Entries=[
                {"Source": "torture", "DetailType": "t", "Detail": json.dumps({"name": f"~{event}~"})}])
            with ledger.lock:
                ledger.acknowledged[event] = answer["Entries"][0]["EventId"]
            time.sleep(0.02)
    except OSError:
        pass
    except Refused as refusal:
        if refusal.status != 503:
            with ledger.lock:
                ledger.faults.append(str(refusal))


def told(port, identifier):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/_apus/why/{identifier}", timeout=30) as answer:
        return json.load(answer)


def names_of_runs(file):
    return set(open(file).read().split()) if os.path.exists(file) else set()


def settle(ledger, port, runs):
    """Waits until everything outside has been done, or the time for it is over."""
    end = time.monotonic() + SETTLING_SECONDS
    wanted = set(ledger.acknowledged)
    url = Wire(port, "sqs").call("GetQueueUrl", QueueName="work")["QueueUrl"]
    while time.monotonic() < end:
        counts = Wire(port, "sqs").call("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
        left = sum(int(counts[f"ApproximateNumberOfMessages{kind}"]) for kind in ("", "NotVisible", "Delayed"))
        if left == 0 and wanted <= names_of_runs(f"{runs}-called") and wanted <= set(Hook.seen):
            return
        time.sleep(0.5)


def arrivals(port, queue):
    sqs = Wire(port, "sqs")
    url = sqs.call("GetQueueUrl", QueueName=queue)["QueueUrl"]
    counts = {}
    for body in torture.drain(sqs, url, 3):
        for name in re.findall("~(event-[^~]*)~", body):
            counts[name] = counts.get(name, 0) + 1
    return counts


def audit(ledger, port, runs):
    faults = list(ledger.faults)
    for queue in ("direct", "copied", "refused"):
        counts = arrivals(port, queue)
        faults += [f"{queue}: {name} is lost" for name in sorted(set(ledger.acknowledged) - set(counts))[:5]]
        faults += [f"{queue}: {name} came {count} times" for name, count in sorted(counts.items()) if count != 1][:5]
        faults += [f"{queue}: {name} was never put" for name in sorted(set(counts) - ledger.tried)[:5]]
    dead = arrivals(port, "dead")
    done = {
        "worked": names_of_runs(f"{runs}-worked") | set(dead), "called": names_of_runs(f"{runs}-called"),
        "hook": set(Hook.seen) | set(arrivals(port, "hookdead"))}
    for place, names in done.items():
        faults += [f"{place}: {name} is lost" for name in sorted(set(ledger.acknowledged) - names)[:5]]
    faults += [f"dead: {name} came {count} times" for name, count in dead.items() if count != 1]
    return faults


def test_what_rules_choose_for_acknowledged_events_is_done_however_often_the_server_is_killed():
    chance, ledger = random.Random(33), Ledger()
    hooks = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=hooks.serve_forever, daemon=True).start()
    runs = f"{tempfile.mkdtemp(prefix='apus-runs-')}/runs"
    process = torture.Process(str(conftest.BINARY), tempfile.mkdtemp(prefix="apus-flows-"))
    process.start()
    prepare(process.port, f"http://127.0.0.1:{hooks.server_port}/", runs)
    for kill in range(KILLS):
        stop = threading.Event()
        threads = [threading.Thread(target=load, args=(ledger, process.port, f"k{kill}s{sender}", stop))
                   for sender in range(3)]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.3, 2.0))
        process.kill()
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
        process.start()
        if ledger.acknowledged:
            path = told(process.port, list(ledger.acknowledged.values())[-1])
            steps = json.dumps(path)
            for resource in (arn("sqs", "direct"), arn("sns", "topic"), arn("lambda", "function:called"), "nowhere"):
                assert resource in steps, path
    settle(ledger, process.port, runs)
    faults = audit(ledger, process.port, runs)
    if faults:
        name = next((name for name in ledger.acknowledged if name in " ".join(faults)), None)
        faults.append(json.dumps(told(process.port, ledger.acknowledged[name])) if name else "")
    process.process.terminate()
    process.process.wait(timeout=30)
    hooks.shutdown()
    assert faults == []
    assert len(ledger.acknowledged) > 5 * KILLS

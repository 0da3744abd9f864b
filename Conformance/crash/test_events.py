"""Kills of a loaded server neither lose nor double what rules send on of acknowledged events."""

import json
import os
import random
import subprocess
import tempfile
import threading
import time

import conftest
import torture
from wire import Refused, Wire

KILLS = max(3, int(os.environ.get("KILLS", "20")) // 2)
WIDE_RULES = 14
WIDE_TARGETS = 5
WIDE_EVENTS_PER_ROUND = 5


class Events:
    """What the clients know: acknowledged events, and those of which nobody knows."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged = {"narrow": set(), "wide": set()}
        self.tried = {"narrow": set(), "wide": set()}
        self.faults = []

    def put(self, wire, bus, names):
        with self.lock:
            self.tried[bus].update(names)
        answer = wire.call("PutEvents", Entries=[
            {"Source": "torture", "DetailType": bus, "Detail": json.dumps({"name": name}), "EventBusName": bus}
            for name in names])
        with self.lock:
            if answer["FailedEntryCount"]:
                self.faults.append(f"{answer}")
            self.acknowledged[bus].update(names)


def load(events, port, bus, name, limit, stop):
    try:
        wire, number = Wire(port, "events"), 0
        while not stop.is_set() and number < limit:
            events.put(wire, bus, [f"{name}-{number}-{entry}" for entry in range(1 + number % 3)])
            number += 1
    except OSError:
        pass
    except Refused as refusal:
        if refusal.status != 503:
            with events.lock:
                events.faults.append(str(refusal))


def prepare(port):
    sqs, events = Wire(port, "sqs"), Wire(port, "events")
    for bus, rules, targets in (("narrow", 1, 1), ("wide", WIDE_RULES, WIDE_TARGETS)):
        url = sqs.call("CreateQueue", QueueName=bus)["QueueUrl"]
        arn = sqs.call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        events.call("CreateEventBus", Name=bus)
        for rule in range(rules):
            events.call("PutRule", Name=f"r{rule}", EventBusName=bus, EventPattern='{"source":["torture"]}')
            events.call("PutTargets", Rule=f"r{rule}", EventBusName=bus, Targets=[
                {"Id": f"t{target}", "Arn": arn} for target in range(targets)])


def audit(port, events):
    faults, sqs = list(events.faults), Wire(port, "sqs")
    for bus, copies in (("narrow", 1), ("wide", WIDE_RULES * WIDE_TARGETS)):
        url = sqs.call("GetQueueUrl", QueueName=bus)["QueueUrl"]
        counts = {}
        for body in torture.drain(sqs, url, 3):
            name = json.loads(body)["detail"]["name"]
            counts[name] = counts.get(name, 0) + 1
        faults += [f"{bus}: acknowledged event {name} is lost"
                   for name in sorted(events.acknowledged[bus] - set(counts))[:5]]
        faults += [f"{bus}: {name} arrived {count} times, not {copies}"
                   for name, count in sorted(counts.items()) if count != copies][:5]
        faults += [f"{bus}: {name} was never put" for name in sorted(set(counts) - events.tried[bus])[:5]]
    return faults


def test_acknowledged_events_arrive_exactly_once_when_the_server_is_killed():
    chance, events = random.Random(21), Events()
    process = torture.Process(str(conftest.BINARY), tempfile.mkdtemp(prefix="apus-events-"))
    process.start()
    prepare(process.port)
    for kill in range(KILLS):
        stop = threading.Event()
        senders = [("narrow", f"k{kill}s{sender}", 10**9) for sender in range(4)]
        senders.append(("wide", f"k{kill}w", WIDE_EVENTS_PER_ROUND))
        threads = [threading.Thread(target=load, args=(events, process.port, bus, name, limit, stop))
                   for bus, name, limit in senders]
        for thread in threads:
            thread.start()
        time.sleep(chance.uniform(0.1, 0.8))
        process.kill()
        stop.set()
        for thread in threads:
            thread.join(timeout=60)
        process.start()
    faults = audit(process.port, events)
    process.process.terminate()
    process.process.wait(timeout=30)
    verified = subprocess.run(
        [str(conftest.BINARY), "verify", "--data", process.data], capture_output=True, text=True)
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert faults == []
    assert len(events.acknowledged["narrow"]) > 10 * KILLS
    assert events.acknowledged["wide"]

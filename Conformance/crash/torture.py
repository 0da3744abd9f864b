#!/usr/bin/env python3
"""Kills a loaded server without warning, again and again, and audits every acknowledgement.

  torture.py [--kills 20] [--seed 1] [--binary .build/release/apus]

Promise under test: what was acknowledged is kept, what was deleted stays deleted, FIFO order holds. An operation
whose answer was cut off may have happened or not; anything else is a fault.
"""

import argparse
import json
import os
import pathlib
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from wire import Refused, Wire  # noqa: E402

GROUPS = 6
# How long a consumer holds what it has received.
HELD_SECONDS = 30


class Process:
    """The server on one data directory."""

    def __init__(self, binary, data):
        self.binary, self.data, self.process, self.port = binary, data, None, None

    def start(self, clock="system"):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "APUS_"))}
        self.process = subprocess.Popen(
            [self.binary, "serve", "--port", "0", "--data", self.data, "--clock", clock],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        lines = []
        for line in self.process.stdout:
            lines.append(line)
            if found := re.search(r"http://[^\s:]+:(\d+)", line):
                self.port = int(found.group(1))
            if "Ready." in line:
                threading.Thread(target=self.process.stdout.read, daemon=True).start()
                return
        raise SystemExit("the server did not start:\n" + "".join(lines))

    def advance(self, iso_duration):
        """Moves the clock of a server that was started with a virtual one."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/_apus/clock", data=json.dumps({"advance": iso_duration}).encode())
        urllib.request.urlopen(request, timeout=120).close()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Ledger:
    """What clients know: which operations were acknowledged, and of which nobody knows."""

    def __init__(self):
        self.lock = threading.Lock()
        self.sent, self.deleted, self.doubtful_deletes = set(), set(), set()
        self.fifo_sent = {group: [] for group in range(GROUPS)}
        self.fifo_maybe = {group: set() for group in range(GROUPS)}
        self.fifo_deleted, self.doubtful_fifo_deletes = set(), set()
        self.next_number = {group: 0 for group in range(GROUPS)}
        self.operations = 0
        self.faults = []

    def count(self):
        with self.lock:
            self.operations += 1


def send_standard(port, url, ledger, name, stop):
    wire, number = Wire(port, "sqs"), 0
    while not stop.is_set():
        body = f"{name}-{number}"
        number += 1
        wire.call("SendMessage", QueueUrl=url, MessageBody=body)
        with ledger.lock:
            ledger.sent.add(body)
            ledger.operations += 1


def consume_standard(port, url, ledger, stop):
    wire = Wire(port, "sqs")
    while not stop.is_set():
        answer = wire.call("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=HELD_SECONDS)
        for message in answer.get("Messages", []):
            with ledger.lock:
                if message["Body"] in ledger.deleted:
                    ledger.faults.append(f"{message['Body']} came back after its deletion")
                ledger.doubtful_deletes.add(message["Body"])
            wire.call("DeleteMessage", QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            with ledger.lock:
                ledger.doubtful_deletes.discard(message["Body"])
                ledger.deleted.add(message["Body"])
                ledger.operations += 1


def send_fifo(port, url, ledger, group, stop):
    wire = Wire(port, "sqs")
    while not stop.is_set():
        with ledger.lock:
            number = ledger.next_number[group]
            ledger.next_number[group] += 1
            ledger.fifo_maybe[group].add(number)
        wire.call(
            "SendMessage", QueueUrl=url, MessageBody=f"{group}:{number}", MessageGroupId=str(group),
            MessageDeduplicationId=f"{group}:{number}")
        with ledger.lock:
            ledger.fifo_maybe[group].discard(number)
            ledger.fifo_sent[group].append(number)
            ledger.operations += 1


def guarded(work, *arguments):
    """A cut connection ends the work quietly: the kill did it. An error answer is a fault."""
    ledger = next(a for a in arguments if isinstance(a, Ledger))
    try:
        work(*arguments)
    except OSError:
        pass
    except Refused as refusal:
        if refusal.status != 503:
            with ledger.lock:
                ledger.faults.append(f"{work.__name__}: {refusal}")


def round_of_load(port, urls, ledger, round_number, seconds, process):
    stop, threads = threading.Event(), []
    for sender in range(6):
        threads.append(threading.Thread(target=guarded, args=(
            send_standard, port, urls["standard"], ledger, f"r{round_number}s{sender}", stop)))
    for _ in range(2):
        threads.append(threading.Thread(target=guarded, args=(
            consume_standard, port, urls["standard"], ledger, stop)))
    for group in range(GROUPS):
        threads.append(threading.Thread(target=guarded, args=(send_fifo, port, urls["fifo"], ledger, group, stop)))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    process.kill()
    stop.set()
    for thread in threads:
        thread.join(timeout=60)


def drain(wire, url, wait_seconds):
    """Receives and deletes until nothing has come for a while; answers the bodies in order."""
    bodies = []
    while True:
        answer = wire.call(
            "ReceiveMessage", QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=60,
            WaitTimeSeconds=wait_seconds)
        messages = answer.get("Messages", [])
        if not messages:
            return bodies
        bodies += [message["Body"] for message in messages]
        wire.call("DeleteMessageBatch", QueueUrl=url, Entries=[
            {"Id": str(index), "ReceiptHandle": message["ReceiptHandle"]} for index, message in enumerate(messages)])


def audit(process, urls, ledger):
    """Asks a server on a virtual clock, which is moved where one would wait."""
    faults = list(ledger.faults)
    wire = Wire(process.port, "sqs")
    left = drain(wire, urls["standard"], 0)
    # Messages that a killed consumer held return when their visibility timeout ends.
    process.advance(f"PT{HELD_SECONDS + 1}S")
    left += drain(wire, urls["standard"], 0)
    seen = set(left)
    if len(left) != len(seen):
        faults.append(f"{len(left) - len(seen)} standard messages were stored twice")
    lost = ledger.sent - ledger.deleted - ledger.doubtful_deletes - seen
    faults += [f"acknowledged message {body} is lost" for body in sorted(lost)[:10]]
    faults += [f"deleted message {body} came back" for body in sorted(ledger.deleted & seen)[:10]]
    by_group = {group: [] for group in range(GROUPS)}
    for body in drain(wire, urls["fifo"], 0):
        group, number = map(int, body.split(":"))
        by_group[group].append(number)
    for group, numbers in by_group.items():
        if numbers != sorted(set(numbers)):
            faults.append(f"FIFO group {group} is out of order or holds doubles")
        missing = set(ledger.fifo_sent[group]) - set(numbers)
        faults += [f"FIFO message {group}:{number} is lost" for number in sorted(missing)[:5]]
        invented = set(numbers) - set(ledger.fifo_sent[group]) - ledger.fifo_maybe[group]
        faults += [f"FIFO message {group}:{number} was never sent" for number in sorted(invented)[:5]]
    return faults


def run(binary, kills, seed, data=None):
    chance = random.Random(seed)
    directory = data or tempfile.mkdtemp(prefix="apus-torture-")
    process, ledger, began = Process(binary, directory), Ledger(), time.monotonic()
    process.start()
    wire = Wire(process.port, "sqs")
    urls = {
        "standard": wire.call("CreateQueue", QueueName="torture")["QueueUrl"],
        "fifo": wire.call("CreateQueue", QueueName="torture.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]}
    for number in range(kills):
        round_of_load(process.port, urls, ledger, number, chance.uniform(0.1, 1.0), process)
        process.start("virtual" if number == kills - 1 else "system")
        if number % 5 == 4:
            print(f"{number + 1} kills, {ledger.operations} acknowledged operations, "
                  f"{time.monotonic() - began:.0f} s", flush=True)
    faults = audit(process, urls, ledger)
    process.process.terminate()
    process.process.wait(timeout=30)
    verified = subprocess.run([binary, "verify", "--data", directory], capture_output=True, text=True)
    if verified.returncode != 0:
        faults.append(f"apus verify: {verified.stdout} {verified.stderr}")
    if not faults and data is None:
        shutil.rmtree(directory)
    return ledger.operations, faults, directory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--binary", default=str(pathlib.Path(__file__).resolve().parents[2] / ".build/release/apus"))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    operations, faults, directory = run(options.binary, options.kills, options.seed)
    for fault in faults:
        print("FAULT:", fault)
    print(f"{options.kills} kills, {operations} acknowledged operations, {len(faults)} faults"
          + (f"; data kept in {directory}" if faults else ""))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

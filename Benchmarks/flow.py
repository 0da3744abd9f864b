"""From a bus over a topic and a queue to a function, everything durable: how long an event is under way.

A sender stamps an event right before it puts it; the function, in Python, stamps it when its handler begins and writes
the difference to a file. Both clocks are the machine's. Batches are the mapping's default, ten messages.

Alone: flow.py [BINARY], with FLOW_RATE (1000) and FLOW_SECONDS (10) from the environment.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Conformance/crash"))
from wire import Wire  # noqa: E402

RATE = int(os.environ.get("FLOW_RATE", "1000"))
SECONDS = int(os.environ.get("FLOW_SECONDS", "10"))
WARMING_SECONDS = 3
SENDERS = 4
WANTED_MS = 20
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-central-1"}
HANDLER = """
import json, os, time
out = open(os.environ["ARRIVALS"] + "/" + str(os.getpid()), "a")
def handler(event, context):
    now = time.time()
    for record in event["Records"]:
        body = json.loads(record["body"])
        if "Message" in body:
            body = json.loads(body["Message"])
        sent = body["detail"]["sent"]
        out.write(f"{sent} {now - sent}\\n")
    out.flush()
"""


def send(port, bus, rate, seconds):
    """Puts events one by one at a steady rate; prints how many."""
    wire, began, sent = Wire(port, "events"), time.time(), 0
    while (due := began + sent / rate) < began + seconds:
        time.sleep(max(0, due - time.time()))
        wire.call("PutEvents", Entries=[{
            "EventBusName": bus, "Source": "bench", "DetailType": "order",
            "Detail": json.dumps({"sent": time.time(), "text": "m" * 200})}])
        sent += 1
    print(sent)


def deploy(apus, name, raw, arrivals):
    """Bus, rule, topic, queue, function; answers the name of the bus."""
    import boto3
    from functions import archive
    sns, functions = (boto3.client(s, endpoint_url=apus.endpoint, **KEYS) for s in ("sns", "lambda"))
    queue = apus.wire().call(
        "GetQueueAttributes", QueueUrl=apus.wire().call("CreateQueue", QueueName=name)["QueueUrl"],
        AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue,
                  Attributes={"RawMessageDelivery": "true"} if raw else {})
    functions.create_function(
        FunctionName=name, Runtime="python3.11", Handler="app.handler", Role="arn:aws:iam::000000000000:role/bench",
        Code={"ZipFile": archive("app.py", HANDLER)}, Environment={"Variables": {"ARRIVALS": arrivals}})
    functions.get_waiter("function_active_v2").wait(FunctionName=name)
    functions.create_event_source_mapping(FunctionName=name, EventSourceArn=queue)
    events = apus.wire("events")
    events.call("CreateEventBus", Name=name)
    events.call("PutRule", Name=name, EventBusName=name, EventPattern=json.dumps({"source": ["bench"]}))
    events.call("PutTargets", Rule=name, EventBusName=name, Targets=[{"Id": "1", "Arn": topic}])
    return name


def run(bench, apus, raw):
    kind = "raw" if raw else "signed envelopes"
    with tempfile.TemporaryDirectory(prefix="apus-flow-") as arrivals:
        bus = deploy(apus, "flow-raw" if raw else "flow", raw, arrivals)
        port, began = int(apus.endpoint.rsplit(":", 1)[1]), time.time()
        before = bench.cpu_seconds(apus.pid)
        senders = [subprocess.Popen(
            [sys.executable, __file__, "send", str(port), bus, str(RATE / SENDERS), str(WARMING_SECONDS + SECONDS)],
            stdout=subprocess.PIPE, text=True) for _ in range(SENDERS)]
        sent = sum(int(sender.communicate()[0]) for sender in senders)
        spent = bench.cpu_seconds(apus.pid) - before
        deadline, found = time.time() + 60, []
        while len(found) < sent and time.time() < deadline:
            time.sleep(0.5)
            lines = [line.split() for path in pathlib.Path(arrivals).iterdir() for line in path.read_text().splitlines()]
            found = [(float(line[0]), float(line[1])) for line in lines]
        if len(found) < sent:
            raise SystemExit(f"{len(found)} of {sent} events arrived")
    late = sorted(late * 1000 for at, late in found if at >= began + WARMING_SECONDS)
    return bench.add(f"bus-topic-queue-function, {kind}"[:38], SENDERS, "apus", {
        "rate": sent / (WARMING_SECONDS + SECONDS), "p50_ms": late[len(late) // 2], "p99_ms": late[int(len(late) * 0.99)],
        "cpu_us": spent / sent * 1e6, "repeated": len(found) - sent})


def measure(bench):
    """Adds the figures to those of the bench; answers the lines of its summary."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=ROOT) as data:
        apus = bench.Apus(data)
        try:
            for raw in (True, False):
                found = run(bench, apus, raw)
                lines.append(
                    f"  bus to function, {'raw' if raw else 'in signed envelopes'}: p99 {found['p99_ms']:.1f} ms at "
                    f"{found['rate']:,.0f} events/s   ({WANTED_MS} at {RATE:,})")
        finally:
            apus.process.terminate()
            apus.process.wait(timeout=60)
    return lines


def main():
    if sys.argv[1:2] == ["send"]:
        return send(int(sys.argv[2]), sys.argv[3], float(sys.argv[4]), float(sys.argv[5]))
    import bench
    if len(sys.argv) > 1:
        bench.BUILD = pathlib.Path(sys.argv[1]).resolve().parent
    print("\n".join(measure(bench)))


if __name__ == "__main__":
    main()

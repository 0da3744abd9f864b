#!/usr/bin/env python3
"""Measures Apus beside its references in one run, prints a table and writes bench-results/latest.json.

References: the product's HTTP stack with nothing behind it, syncs on the same disk, and moto_server.
Rates on a shared machine say little; the ratios and the CPU per operation are what to compare. On a busy one run it
under `chrt -r 1`: otherwise a woken thread waits for the scheduler's tick, up to 4 ms, and that is what is measured.

Environment: SECONDS_PER_CASE (8), BACKLOGS (1000,1000000), BROKER_RATE (1000), BROKER_SECONDS (60),
BUILD (.build/release), PENDING (1000000, schedules.py), COPIES (50000, copies.py), FLOW_RATE (1000, flow.py),
ARCHIVED (200000, replays.py).
"""

import json
import os
import pathlib
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Conformance/crash"))
import blobs  # noqa: E402
import broker  # noqa: E402
import copies  # noqa: E402
import flow  # noqa: E402
import functions  # noqa: E402
import patterns  # noqa: E402
import replays  # noqa: E402
import schedules  # noqa: E402
import tables  # noqa: E402
from wire import Wire  # noqa: E402

SECONDS = int(os.environ.get("SECONDS_PER_CASE", "8"))
BACKLOGS = [int(n) for n in os.environ.get("BACKLOGS", "1000,1000000").split(",")]
BUILD = ROOT / os.environ.get("BUILD", ".build/release")
rows = []


def cpu_seconds(pid):
    """CPU time of a process so far."""
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_megabytes(pid):
    """Memory of a process, all of it and the part that is its own."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", status).group(1)) / 1024 for name in ("VmRSS", "RssAnon")]


def start(command, pattern):
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("APUS_")})
    endpoint = None
    for line in process.stdout:
        if found := re.search(pattern, line):
            endpoint = found.group(0)
        if endpoint and ("Ready." in line or "Running on" in line):
            return process, endpoint
    raise SystemExit(f"{command[0]} did not start")


def start_apus(data):
    """Starts Apus; answers the process, its endpoint and the milliseconds until it was ready."""
    began = time.perf_counter()
    process, endpoint = start([BUILD / "apus", "serve", "--port", "0", "--data", data], r"http://[\d.]+:\d+")
    return process, endpoint, (time.perf_counter() - began) * 1000


def wrk(endpoint, connections, pid, case="send", seconds=None, script="cases.lua", **resources):
    """Runs one case of a script; answers rates and CPU per request and, where some were deleted, message."""
    before, threads = cpu_seconds(pid), min(2, connections)
    result = subprocess.run(
        ["wrk", f"-t{threads}", f"-c{connections}", f"-d{seconds or SECONDS}s", "--latency", "--timeout", "30s",
         "-s", str(ROOT / "Benchmarks" / script), endpoint + "/"],
        capture_output=True, text=True, env={**os.environ, "CASE": case, **resources})
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+) (\d+) (\d+)", result.stdout)
    if not found or int(found.group(5)):
        raise SystemExit(result.stdout + result.stderr)
    requests, duration, p50, p99, _, deleted = map(int, found.groups())
    operations = deleted or requests * (10 if case == "batch" else 1)
    return {
        "rate": operations / duration * 1e6, "p50_ms": p50 / 1000, "p99_ms": p99 / 1000,
        "cpu_us": (cpu_seconds(pid) - before) / max(1, operations) * 1e6}


def add(case, connections, server, figures):
    rows.append({"case": case, "connections": connections, "server": server, **figures})
    print(f"{case:38} {connections:>5} {server:12} {figures.get('rate', 0):>11,.0f}/s "
          f"p50 {figures.get('p50_ms', 0):7.2f} ms  p99 {figures.get('p99_ms', 0):7.2f} ms  "
          f"CPU {figures.get('cpu_us', 0):8.1f} us", flush=True)
    return figures


def note(case, value, unit):
    rows.append({"case": case, unit: value})
    print(f"{case:38} {value:>31,.0f} {unit}", flush=True)
    return value


def fdatasync(directory):
    path = pathlib.Path(directory) / "sync-reference"
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT)
    os.ftruncate(descriptor, 1 << 20)
    os.fsync(descriptor)
    times = []
    for number in range(500):
        os.pwrite(descriptor, b"x" * 512, number * 512 % (1 << 20))
        began = time.perf_counter()
        os.fdatasync(descriptor)
        times.append(time.perf_counter() - began)
    os.close(descriptor)
    path.unlink()
    return {"rate": 1 / statistics.mean(times), "p50_ms": statistics.median(times) * 1000,
            "p99_ms": sorted(times)[494] * 1000}


def shared_syncs(directory):
    """Appends per second of 16 writers that share the syncs of one file."""
    path = pathlib.Path(directory) / "append-reference"
    result = subprocess.run([BUILD / "bare-server", "appends", path, "16"], capture_output=True, text=True)
    path.unlink()
    return {"rate": float(result.stdout)}


class Apus:
    """The server under measurement and what the cases need of it."""

    def __init__(self, data):
        self.data = data
        self.process, self.endpoint, self.ready_ms = start_apus(data)

    @property
    def pid(self):
        return self.process.pid

    def wire(self, service="sqs"):
        return Wire(int(self.endpoint.rsplit(":", 1)[1]), service)

    def queue(self, name):
        return self.wire().call(
            "CreateQueue", QueueName=name, Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]

    def waiting(self, url):
        attributes = self.wire().call("GetQueueAttributes", QueueUrl=url, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessages"])

    def measure(self, connections, case, seconds=None, **resources):
        return wrk(self.endpoint, connections, self.pid, case, seconds, **resources)

    def fill(self, url, count):
        """Brings a queue to at least so many messages."""
        while (missing := count - self.waiting(url)) > 0:
            if missing > 20_000:
                self.measure(16, "batch", max(1, missing // 100_000), QUEUE_URL=url)
                continue
            entries = [{"Id": str(n), "MessageBody": "m" * 256} for n in range(10)]
            wire = self.wire()
            for _ in range(-(-missing // 10)):
                wire.call("SendMessageBatch", QueueUrl=url, Entries=entries)

    def restart(self):
        """Stops the server and starts it anew on the same data."""
        self.process.terminate()
        self.process.wait(timeout=60)
        self.process, self.endpoint, self.ready_ms = start_apus(self.data)
        return self.ready_ms


def sends(apus, bare, bare_url, url):
    """SendMessage beside the bare server; answers the figures by number of connections."""
    figures = {}
    for connections in (1, 16, 64):
        reference = add("bare HTTP", connections, "bare", wrk(bare_url, connections, bare.pid, QUEUE_URL=url))
        ours = add("SQS SendMessage, durable", connections, "apus",
                   apus.measure(connections, "send", QUEUE_URL=url))
        figures[connections] = (ours, reference)
    return figures


def backlogs(apus):
    """The same work with few and with many messages waiting; answers the rates by consumers and backlog."""
    rates = {}
    for waiting in BACKLOGS:
        url = apus.queue(f"backlog-{waiting}")
        apus.fill(url, waiting)
        for consumers in (1, 64):
            rates[consumers, waiting] = add(
                f"send+receive+delete, {waiting:,} waiting", consumers, "apus",
                apus.measure(consumers, "cycle", QUEUE_URL=url))["rate"]
        apus.fill(url, waiting)
        if waiting > 100_000:
            for consumers in (1, 64):
                add(f"receive+delete, {waiting:,} waiting", consumers, "apus",
                    apus.measure(consumers, "drain", 2, QUEUE_URL=url))
    return rates


def fan_out(apus):
    """One topic, ten queues."""
    import boto3
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-central-1"}
    sns = boto3.client("sns", endpoint_url=apus.endpoint, **keys)
    topic = sns.create_topic(Name="bench")["TopicArn"]
    for number in range(10):
        arn = apus.wire().call(
            "GetQueueAttributes", QueueUrl=apus.queue(f"fan-{number}"), AttributeNames=["QueueArn"])
        sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn["Attributes"]["QueueArn"])
    before, began = cpu_seconds(apus.pid), time.perf_counter()
    published = apus.measure(16, "publish", TOPIC_ARN=topic)
    count = published["rate"] * SECONDS
    # Copies may still be under way when the last publish is answered.
    urls = [apus.queue(f"fan-{number}") for number in range(10)]
    while sum(apus.waiting(url) for url in urls) < 10 * count * 0.999 and time.perf_counter() - began < 120:
        time.sleep(0.05)
    took = time.perf_counter() - began
    add("SNS Publish to 10 queues, copies", 16, "apus", {
        "rate": 10 * count / took, "p50_ms": published["p50_ms"], "p99_ms": published["p99_ms"],
        "cpu_us": (cpu_seconds(apus.pid) - before) / (10 * count) * 1e6})


def events(apus):
    """PutEvents by one rule to a queue, alone and beside 999 rules that do not match; answers both rates."""
    wire, rates = apus.wire("events"), []
    for rules in (1, 1000):
        bus = f"bench-{rules}"
        arn = apus.wire().call(
            "GetQueueAttributes", QueueUrl=apus.queue(bus), AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        wire.call("CreateEventBus", Name=bus)
        for rule in range(rules):
            pattern = {"source": ["bench"]} if rule == 0 else {
                "source": ["bench"], "detail-type": [f"order-{rule}"], "detail": {"n": [rule]}}
            wire.call("PutRule", Name=f"rule-{rule}", EventBusName=bus, EventPattern=json.dumps(pattern))
            wire.call("PutTargets", Rule=f"rule-{rule}", EventBusName=bus, Targets=[{"Id": "1", "Arn": arn}])
        rates.append(add(f"PutEvents, {rules:,} rules, 1 queue", 64, "apus", apus.measure(64, "events", BUS=bus)))
    return rates


def moto(queue_name="bench"):
    if not (command := shutil.which("moto_server")):
        print("moto_server is not installed: left out")
        return
    server, url = start([command, "-p", "0"], r"http://127[\d.]+:\d+")
    try:
        queue = Wire(int(url.rsplit(":", 1)[1]), "sqs").call("CreateQueue", QueueName=queue_name)["QueueUrl"]
        add("SQS SendMessage, memory", 16, "moto_server", wrk(url, 16, server.pid, "send", QUEUE_URL=queue))
    finally:
        server.terminate()
        server.wait(timeout=30)


def summarise(figures, appends, rates):
    print("\nRatios (wanted):")
    for connections, (ours, reference) in figures.items():
        print(f"  {connections:>3} connections: {ours['rate'] / reference['rate']:.2f} x the rate of bare HTTP, "
              f"{ours['cpu_us'] / reference['cpu_us']:.1f} x its CPU"
              + ("   (0.4, 3)" if connections == 64 else ""))
    print(f"  16 connections: {figures[16][0]['rate'] / appends['rate']:.2f} x 16 writers sharing syncs   (0.6)")
    low, high = min(BACKLOGS), max(BACKLOGS)
    for consumers in (1, 64):
        ratio = rates[consumers, high] / rates[consumers, low]
        print(f"  {consumers:>3} consumers: {ratio:.2f} x the rate with {high:,} waiting of that with {low:,}   (0.9)")


def main():
    data = tempfile.mkdtemp(prefix="apus-bench-", dir=ROOT)
    processes = []
    apus = None
    try:
        add("fdatasync, one writer", 1, "disk", fdatasync(data))
        appends = add("appends, writers sharing syncs", 16, "disk", shared_syncs(data))
        bare, bare_url = start([BUILD / "bare-server"], r"http://[\d.]+:\d+")
        processes.append(bare)
        apus = Apus(data)
        note("start to Ready., empty", apus.ready_ms, "ms")
        time.sleep(2)
        everything, own = resident_megabytes(apus.pid)
        note("memory, idle", everything, "MB")
        note("memory, idle, without mapped files", own, "MB")
        url = apus.queue("bench")
        figures = sends(apus, bare, bare_url, url)
        add("SQS SendMessageBatch, messages", 16, "apus", apus.measure(16, "batch", QUEUE_URL=url))
        add("send+receive+delete by tens, messages", 16, "apus",
            apus.measure(16, "cycle", QUEUE_URL=apus.queue("cycle")))
        rates = backlogs(apus)
        fan_out(apus)
        put = events(apus)
        table_lines = tables.measure(sys.modules[__name__], apus, bare, bare_url)
        function_lines = functions.run(apus, add, BUILD)
        function_lines += schedules.measure(sys.modules[__name__], apus)
        ratios = blobs.objects(apus, add, SECONDS)
        stored = sum(apus.waiting(queue) for queue in (url, apus.queue(f"backlog-{max(BACKLOGS)}")))
        note(f"start to Ready., {stored:,} stored", apus.restart(), "ms")
        moto()
        this = sys.modules[__name__]
        event_lines = [line for cases in (patterns, copies, flow, replays) for line in cases.measure(this)]
        broker_lines = broker.measure(this)
        summarise(figures, appends, rates)
        blobs.summarise(ratios)
        print(f"   64 connections: PutEvents {put[0]['rate'] / figures[64][0]['rate']:.2f} x the rate of SendMessage   "
              f"(0.4); with 1,000 rules {put[1]['rate'] / put[0]['rate']:.2f} x that   (0.8)")
        print("\n".join(table_lines + function_lines + event_lines + broker_lines))
    finally:
        for process in processes + ([apus.process] if apus else []):
            process.terminate()
            process.wait(timeout=60)
        shutil.rmtree(data)
    results = ROOT / "bench-results"
    results.mkdir(exist_ok=True)
    summary = table_lines + function_lines + event_lines + broker_lines
    (results / "latest.json").write_text(
        json.dumps({"load": os.getloadavg(), "rows": rows, "summary": summary}, indent=1))


if __name__ == "__main__":
    main()

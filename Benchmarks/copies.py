"""SNS: what a copy costs with few and with many subscriptions, and whether a slow or dead endpoint holds up the others.

Alone: copies.py [BINARY], with COPIES (50000), WEB_PUBLICATIONS (150) and WEB_RATE (5) from the environment.
"""

import http.client
import json
import os
import pathlib
import re
import statistics
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "Conformance/crash"))
from wire import AUTHORIZATION  # noqa: E402

COPIES = int(os.environ.get("COPIES", "50000"))
WEB_PUBLICATIONS = int(os.environ.get("WEB_PUBLICATIONS", "150"))
WEB_RATE = float(os.environ.get("WEB_RATE", "5"))
SUBSCRIBERS = 100
SLOW_SECONDS = 10
PUBLISHERS = 16
# Subscriptions up to which wrk publishes; with more, copies would pile up behind it.
FEW = 32
HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded", "Authorization": AUTHORIZATION.format(service="sns")}


class Topics:
    """Calls of SNS over one connection."""

    def __init__(self, endpoint):
        self.connection = http.client.HTTPConnection(endpoint.split("//")[1], timeout=60)

    def call(self, action, **input):
        form = urllib.parse.urlencode({"Action": action, "Version": "2010-03-31", **input})
        self.connection.request("POST", "/", form, HEADERS)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise SystemExit(text)
        return text

    def topic(self, name):
        return self.call("CreateTopic", Name=name).split("<TopicArn>")[1].split("<")[0]

    def wait_for_confirmation(self, topic):
        pending = re.compile(r"<key>SubscriptionsPending</key>\s*<value>0<")
        while not pending.search(self.call("GetTopicAttributes", TopicArn=topic)):
            time.sleep(0.1)


def queues(apus, topic, count, raw):
    """Subscribes so many queues; answers their URLs in the order of their subscription."""
    sns, wire, urls = Topics(apus.endpoint), apus.wire(), []
    for number in range(count):
        url = apus.queue(f"{topic.rsplit(':', 1)[1]}-{number}")
        arn = wire.call("GetQueueAttributes", QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        sns.call("Subscribe", TopicArn=topic, Protocol="sqs", Endpoint=arn, **(
            {"Attributes.entry.1.key": "RawMessageDelivery", "Attributes.entry.1.value": "true"} if raw else {}))
        urls.append(url)
    return urls


def copies(bench, apus, subscribers, raw):
    """Publishes until there are COPIES copies; answers rate and CPU of one."""
    topic = Topics(apus.endpoint).topic(f"copies-{subscribers}-{'raw' if raw else 'envelope'}")
    urls = queues(apus, topic, subscribers, raw)
    publications = max(PUBLISHERS, COPIES // subscribers)
    message = "m" * 256

    def publish(count):
        sns = Topics(apus.endpoint)
        for _ in range(count):
            sns.call("Publish", TopicArn=topic, Message=message)

    def wait(number):
        # Copies are made in the order of the subscriptions.
        while apus.waiting(urls[-1]) < number or apus.waiting(urls[0]) < number:
            time.sleep(0.02)

    publish(PUBLISHERS)
    wait(PUBLISHERS)
    before, began = bench.cpu_seconds(apus.pid), time.perf_counter()
    if subscribers <= FEW:
        # The publisher's own transaction makes the copies.
        apus.measure(PUBLISHERS, "publish", TOPIC_ARN=topic)
    else:
        with ThreadPoolExecutor(PUBLISHERS) as pool:
            list(pool.map(publish, [publications // PUBLISHERS] * PUBLISHERS))
        wait(PUBLISHERS + publications // PUBLISHERS * PUBLISHERS)
    took, spent = time.perf_counter() - began, bench.cpu_seconds(apus.pid) - before
    done = apus.waiting(urls[-1]) - PUBLISHERS
    kind = "raw" if raw else "envelopes"
    return bench.add(f"SNS copies to {subscribers:,} queues, {kind}", PUBLISHERS, "apus", {
        "rate": done * subscribers / took, "cpu_us": spent / (done * subscribers) * 1e6})


def _receiver(port, slow_path, report):
    """A process that answers POST on many paths over kept connections and tells how late each copy is."""
    import asyncio

    late = []

    async def serve(reader, writer):
        try:
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
                body = json.loads(await reader.readexactly(length))
                path = head.split(b" ", 2)[1].decode()
                if body["Type"] == "SubscriptionConfirmation":
                    url = body["SubscribeURL"]
                    await asyncio.to_thread(lambda: urllib.request.urlopen(url).read())
                elif path == slow_path:
                    await asyncio.sleep(SLOW_SECONDS)
                else:
                    late.append((float(body["Message"]), time.time()))
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    async def tell(reader, writer):
        await reader.readline()
        writer.write(json.dumps(late).encode())
        late.clear()
        await writer.drain()
        writer.close()

    async def main():
        server = await asyncio.start_server(serve, "127.0.0.1", port, backlog=512)
        teller = await asyncio.start_server(tell, "127.0.0.1", report)
        print("listening", flush=True)
        async with server, teller:
            await asyncio.gather(server.serve_forever(), teller.serve_forever())

    asyncio.run(main())


class Receiver:
    """The process of endpoints, as its starter sees it."""

    def __init__(self, slow_path):
        import socket
        import subprocess
        found = [socket.create_server(("127.0.0.1", 0)) for _ in range(2)]
        self.port, self.report = (each.getsockname()[1] for each in found)
        for each in found:
            each.close()
        self.process = subprocess.Popen(
            [sys.executable, __file__, "receive", str(self.port), slow_path, str(self.report)],
            stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def take(self):
        import socket
        with socket.create_connection(("127.0.0.1", self.report)) as connection:
            connection.sendall(b"\n")
            text = b""
            while piece := connection.recv(1 << 16):
                text += piece
        return json.loads(text)


def lateness(apus, name, trouble):
    """Milliseconds from publishing to arrival at the endpoints that are well."""
    receiver = Receiver(f"/{SUBSCRIBERS - 1}" if trouble == "slow" else "/none")
    try:
        sns = Topics(apus.endpoint)
        topic = sns.topic(name)
        for number in range(SUBSCRIBERS):
            sns.call("Subscribe", TopicArn=topic, Protocol="http",
                     Endpoint=f"http://127.0.0.1:{receiver.port}/{number}")
        sns.wait_for_confirmation(topic)
        if trouble == "dead":
            # Nobody confirms at a dead endpoint, so that it dies once it has confirmed.
            other = Receiver("/none")
            sns.call("Subscribe", TopicArn=topic, Protocol="http", Endpoint=f"http://127.0.0.1:{other.port}/dead")
            sns.wait_for_confirmation(topic)
            other.process.kill()
            other.process.wait()
        well = SUBSCRIBERS - (1 if trouble == "slow" else 0)
        began = time.perf_counter()
        for number in range(WEB_PUBLICATIONS):
            time.sleep(max(0, began + number / WEB_RATE - time.perf_counter()))
            sns.call("Publish", TopicArn=topic, Message=repr(time.time()))
        arrived, deadline = [], time.time() + 60
        while len(arrived) < well * WEB_PUBLICATIONS and time.time() < deadline:
            time.sleep(0.2)
            arrived += receiver.take()
        if len(arrived) != well * WEB_PUBLICATIONS:
            raise SystemExit(f"{name}: {len(arrived)} of {well * WEB_PUBLICATIONS} copies arrived")
        late = sorted((at - sent) * 1000 for sent, at in arrived)
        return {"rate": WEB_RATE * SUBSCRIBERS, "p50_ms": statistics.median(late), "p99_ms": late[int(len(late) * 0.99)]}
    finally:
        receiver.process.kill()
        receiver.process.wait()


def measure(bench):
    """Adds the figures to those of the bench; answers the lines of its summary."""
    lines = []
    with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=ROOT) as data:
        apus = bench.Apus(data)
        try:
            for raw in (True, False):
                few, many = (copies(bench, apus, count, raw)["cpu_us"] for count in (10, 1000))
                lines.append(f"  SNS copies, {'raw' if raw else 'in envelopes'}: {few:.1f} us of CPU with 10 queues, "
                             f"{many:.1f} us with 1,000   (12, flat)")
        finally:
            apus.process.terminate()
            apus.process.wait(timeout=60)
    found = {}
    for trouble in ("none", "slow", "dead"):
        with tempfile.TemporaryDirectory(prefix="apus-bench-", dir=ROOT) as data:
            apus = bench.Apus(data)
            try:
                found[trouble] = bench.add(
                    f"SNS to {SUBSCRIBERS} endpoints, {'all well' if trouble == 'none' else f'one {trouble}'}", 1, "apus",
                    lateness(apus, f"web-{trouble}", trouble))
            finally:
                apus.process.terminate()
                apus.process.wait(timeout=60)
    for trouble in ("slow", "dead"):
        ratio = found[trouble]["p99_ms"] / found["none"]["p99_ms"]
        lines.append(f"  SNS, one of {SUBSCRIBERS} endpoints {trouble}: p99 of the others {ratio:.2f} x that with none   (1.2)")
    return lines


def main():
    if sys.argv[1:2] == ["receive"]:
        return _receiver(int(sys.argv[2]), sys.argv[3], int(sys.argv[4]))
    import bench
    if len(sys.argv) > 1:
        bench.BUILD = pathlib.Path(sys.argv[1]).resolve().parent
    print("\n".join(measure(bench)))


if __name__ == "__main__":
    main()

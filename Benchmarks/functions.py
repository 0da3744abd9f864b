"""Cases of Lambda: what an invocation costs above what the function itself takes.

The functions answer their event, which takes microseconds, so that what is measured is the server's own. A cold case
invokes a function whose workers an update has just ended. References: an interpreter that answers by a pipe, and the
start of the same programs without a server.
"""

import http.client
import io
import os
import pathlib
import socket
import stat
import statistics
import subprocess
import sys
import time
import zipfile

WARM = int(os.environ.get("WARM_INVOCATIONS", "3000"))
COLD = int(os.environ.get("COLD_INVOCATIONS", "30"))
KEYS = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "eu-central-1"}
SIGNATURE = {
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/lambda/aws4_request, "
                     "SignedHeaders=host;x-amz-date, Signature=" + "0" * 64}
PYTHON = "/usr/bin/python3"


def figures(times):
    times = sorted(times)
    return {"rate": 1 / statistics.mean(times), "p50_ms": statistics.median(times) * 1000,
            "p99_ms": times[int(len(times) * 0.99)] * 1000}


def timed(count, action, prepare=lambda: None):
    times = []
    for _ in range(count):
        prepare()
        began = time.perf_counter()
        action()
        times.append(time.perf_counter() - began)
    return figures(times)


def archive(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target:
        info = zipfile.ZipInfo(name)
        info.external_attr = (stat.S_IFREG | 0o755) << 16
        info.compress_type = zipfile.ZIP_DEFLATED
        target.writestr(info, content)
    return out.getvalue()


def piped():
    """Round trips through a pipe to an interpreter that echoes."""
    child = subprocess.Popen(
        [PYTHON, "-uc", "import sys\nfor line in sys.stdin: sys.stdout.write(line)"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE)

    def trip():
        child.stdin.write(b'{"number":1}\n')
        child.stdin.flush()
        child.stdout.readline()

    try:
        timed(100, trip)
        return timed(WARM, trip)
    finally:
        child.stdin.close()
        child.wait()


class Function:
    """A function on the server under measurement, invoked over one connection."""

    def __init__(self, endpoint, name, content, runtime, handler):
        import boto3
        self.name = name
        self.client = boto3.client("lambda", endpoint_url=endpoint, **KEYS)
        self.client.create_function(
            FunctionName=name, Runtime=runtime, Handler=handler, Role="arn:aws:iam::000000000000:role/bench",
            Code={"ZipFile": content}, MemorySize=256)
        self.connection = http.client.HTTPConnection(endpoint.split("//")[1])
        self.connection.connect()
        self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.updates = 0
        self.wait()

    def wait(self):
        while True:
            found = self.client.get_function_configuration(FunctionName=self.name)
            if found["State"] != "Pending" and found["LastUpdateStatus"] != "InProgress":
                return
            time.sleep(0.01)

    def chill(self, **settings):
        """Ends the function's workers; the server has time to rest."""
        self.updates += 1
        self.client.update_function_configuration(
            FunctionName=self.name, Description=str(self.updates), **settings)
        self.wait()
        time.sleep(0.2)

    def invoke(self):
        self.connection.request(
            "POST", f"/2015-03-31/functions/{self.name}/invocations", b'{"number":1}', SIGNATURE)
        answer = self.connection.getresponse()
        body = answer.read()
        if answer.status != 200 or b'"number"' not in body:
            raise SystemExit(f"{self.name}: {answer.status} {body}")


def run(apus, add, build):
    """Measures warm and cold invocations; answers lines that say how they compare with what is wanted."""
    python = Function(
        apus.endpoint, "bench-python", archive("app.py", "def handler(e, c): return e\n"), "python3.11", "app.handler")
    timed(100, python.invoke)
    add("echo through a pipe", 1, "python3", piped())
    warm = add("Lambda invoke, warm Python", 1, "apus", timed(WARM, python.invoke))
    started = add("python3 -c pass", 1, "fork+exec", timed(COLD, lambda: subprocess.run([PYTHON, "-c", "pass"])))
    cold = add("Lambda invoke, cold Python", 1, "apus", timed(COLD, python.invoke, python.chill))
    own = {"Environment": {"Variables": {"PYTHONHASHSEED": "0"}}}
    alone = add("Lambda invoke, cold, own interpreter", 1, "apus",
                timed(COLD, python.invoke, lambda: python.chill(**own)))
    results = [("warm Python, ms", warm["p50_ms"], 1), ("cold Python, ms", cold["p50_ms"], 50),
               ("cold Python above its interpreter's start, ms", alone["p50_ms"] - started["p50_ms"], 50)]
    binary = pathlib.Path(build) / "swift-function"
    if not binary.exists():
        print(f"{binary} is missing: Swift is left out")
        return lines(results)
    stripped = pathlib.Path(apus.data) / "bootstrap"
    subprocess.run(["strip", "-o", stripped, binary], check=True)
    swift = Function(
        apus.endpoint, "bench-swift", archive("bootstrap", stripped.read_bytes()), "provided.al2023", "echo")
    started = add("the same binary, which ends at once", 1, "fork+exec", timed(
        COLD, lambda: subprocess.run([stripped], stdout=subprocess.DEVNULL)))
    cold = add("Lambda invoke, cold Swift", 1, "apus", timed(COLD, swift.invoke, swift.chill))
    timed(100, swift.invoke)
    warm = add("Lambda invoke, warm Swift", 1, "apus", timed(WARM, swift.invoke))
    return lines(results + [("cold Swift above its binary's start, ms", cold["p50_ms"] - started["p50_ms"], 15),
                            ("warm Swift, ms", warm["p50_ms"], 1)])


def lines(results):
    return [f"  Lambda, {name}: {value:.2f}   ({wanted})" for name, value, wanted in results]


class Running:
    """A server that runs already, for measuring these cases alone."""

    def __init__(self, endpoint, data):
        self.endpoint, self.data = endpoint, data


def main():
    """`functions.py ENDPOINT [BUILD]`: these cases alone, on a server that runs."""
    import tempfile

    def add(case, connections, server, found):
        print(f"{case:38} {server:12} p50 {found['p50_ms']:7.2f} ms  p99 {found['p99_ms']:7.2f} ms", flush=True)
        return found

    with tempfile.TemporaryDirectory() as data:
        build = sys.argv[2] if len(sys.argv) > 2 else ".build/release"
        print("\n".join(run(Running(sys.argv[1], data), add, build)))


if __name__ == "__main__":
    main()

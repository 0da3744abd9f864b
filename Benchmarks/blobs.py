"""Objects of S3 beside the same bytes written to and read from files of the same disk."""

import http.client
import os
import pathlib
import statistics
import threading
import time

SIZE = 1 << 20
WRITERS = (1, 16)


def timed(work, seconds, writers):
    """Rates and latencies of work done over and over by some threads; each hears its own number."""
    times, lock, end = [], threading.Lock(), time.perf_counter() + seconds

    def run(writer):
        own = []
        while (began := time.perf_counter()) < end:
            work(writer)
            own.append(time.perf_counter() - began)
        with lock:
            times.extend(own)

    threads = [threading.Thread(target=run, args=(writer,)) for writer in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ordered = sorted(times)
    return {"rate": len(times) / seconds, "p50_ms": statistics.median(ordered) * 1000,
            "p99_ms": ordered[int(len(ordered) * 0.99)] * 1000}


def written(directory, seconds, writers):
    """A new file each time, its bytes and its name durable before the next one begins."""
    body, folder = b"o" * SIZE, os.open(directory, os.O_RDONLY | os.O_DIRECTORY)

    def write(writer):
        path = pathlib.Path(directory) / f"object-{writer}"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
        os.write(descriptor, body)
        os.fdatasync(descriptor)
        os.close(descriptor)
        os.fsync(folder)
        path.unlink()

    figures = timed(write, seconds, writers)
    os.close(folder)
    return figures


def read(path, seconds, writers):
    """The file is in memory after the first time, as the server's is."""
    def whole(_):
        descriptor = os.open(path, os.O_RDONLY)
        while os.read(descriptor, 256 << 10):
            pass
        os.close(descriptor)

    return timed(whole, seconds, writers)


def request(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, body, {
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request, "
                         "SignedHeaders=host, Signature=0"})
    answer = connection.getresponse()
    data = answer.read()
    if answer.status != 200:
        raise SystemExit(f"{method} {path}: {answer.status} {data[:300]}")


def objects(apus, add, seconds):
    """PUT and GET of 1 MiB; answers for both the ratios of the median time to that of the file."""
    port = int(apus.endpoint.rsplit(":", 1)[1])
    request(port, "PUT", "/bench-objects")
    ratios = {}
    for writers in WRITERS:
        reference = add("write of 1 MiB, synced", writers, "disk", written(apus.data, seconds, writers))
        ours = add("S3 PutObject, 1 MiB", writers, "apus",
                   apus.measure(writers, "put", seconds, OBJECT="/bench-objects/put", SIZE=str(SIZE)))
        ratios["PUT", writers] = ours["p50_ms"] / reference["p50_ms"]
    request(port, "PUT", "/bench-objects/get", b"o" * SIZE)
    path = pathlib.Path(apus.data) / "object-read"
    path.write_bytes(b"o" * SIZE)
    for readers in WRITERS:
        reference = add("read of 1 MiB", readers, "disk", read(path, seconds, readers))
        ours = add("S3 GetObject, 1 MiB", readers, "apus",
                   apus.measure(readers, "get", seconds, OBJECT="/bench-objects/get"))
        ratios["GET", readers] = ours["p50_ms"] / reference["p50_ms"]
    path.unlink()
    return ratios


def summarise(ratios):
    for (method, connections), ratio in ratios.items():
        print(f"  {connections:>3} connections: {method} of 1 MiB {ratio:.2f} x the time of the file   (1.5)")

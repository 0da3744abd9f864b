"""DynamoDB's cases of the benchmark: items of 1 KiB beside the bare HTTP server with the same requests."""

CONNECTIONS = 64
KEYS = 1000
WANTED = {"put": 0.35, "get": 0.5}
NAMES = {"put": "DynamoDB PutItem, 1 KiB, durable", "get": "DynamoDB GetItem, 1 KiB"}


def measure(bench, apus, bare, bare_url):
    """Runs the cases; answers a line of ratios for each."""
    apus.wire("dynamodb").call(
        "CreateTable", TableName="bench", BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
    lines = []
    for case in ("put", "get"):
        with_table = {"script": "tables.lua", "TABLE": "bench", "KEYS": str(KEYS)}
        reference = bench.add(
            f"bare HTTP, {case} requests", CONNECTIONS, "bare",
            bench.wrk(bare_url, CONNECTIONS, bare.pid, case, **with_table))
        ours = bench.add(NAMES[case], CONNECTIONS, "apus",
                         bench.wrk(apus.endpoint, CONNECTIONS, apus.pid, case, **with_table))
        lines.append(
            f"  {CONNECTIONS:>3} connections: {NAMES[case]} {ours['rate'] / reference['rate']:.2f} x bare HTTP, "
            f"{ours['cpu_us'] / reference['cpu_us']:.1f} x its CPU   ({WANTED[case]})")
    return lines

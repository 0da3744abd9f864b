#!/usr/bin/env python3
"""Writes docs/coverage.md: each service's operations, which of them are there, and what tests them.

"Engineers" are the Swift tests, "users" the stock clients of Conformance/ against the binary. An operation counts as
tested where a test names it: as `sqs:SendMessage` or `sqs.sendMessage`, as boto3's `send_message`, as the AWS CLI's
`send-message`, or in a pytest case over every operation of the model (`every_operation`).

    coverage.py [--check]    with --check: ends with 1 if an operation that is there has no test at all
"""

import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent


def words(operation):
    """An operation's name in boto3's and the AWS CLI's spelling."""
    parts = re.sub(r"([a-z0-9])([A-Z])", r"\1 \2", re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1 \2", operation)).lower()
    return parts.replace(" ", "_"), parts.replace(" ", "-")


def text(paths):
    return "\n".join(path.read_text() for path in paths)


def main():
    conformance = text(sorted((ROOT / "Conformance").rglob("*.py")))
    lines, untested, sums = [], [], [0, 0, 0]
    for overlay in sorted((ROOT / "Models").glob("*.overlay.json")):
        name = overlay.name.split(".")[0]
        module = json.loads(overlay.read_text())["module"]
        model = json.loads((ROOT / f"Models/{name}.json").read_text())
        files = {path.stem for path in (ROOT / f"Sources/Services/{module}/Operations").rglob("*.swift")}
        tests = text(sorted((ROOT / f"Tests/{module}Tests").rglob("*.swift")))
        served = sorted(operation for operation in model["operations"] if operation in files)
        missing = sorted(set(model["operations"]) - set(served)) + sorted(model["otherOperations"])
        sums = [sums[0] + len(served), sums[1] + len(served) + len(missing), sums[2]]
        lines += [f"## {module}: {len(served)} of {len(served) + len(missing)}", "",
                  "| Operation | Engineers | Users |", "|---|---|---|"]
        for operation in served:
            snake, kebab = words(operation)
            swift = operation[0].lower() + operation[1:]
            engineers = bool(re.search(rf"\b{operation}\b|\b{swift}\(", tests))
            users = bool(re.search(rf"\b({snake}|{kebab}|{operation})\b|\"{kebab}\"", conformance))
            sums[2] += engineers or users
            if not (engineers or users):
                untested.append(f"{module}.{operation}")
            lines.append(f"| {operation} | {'yes' if engineers else ''} | {'yes' if users else ''} |")
        if missing:
            lines += ["", "Answer `NotImplemented`: " + ", ".join(missing) + "."]
        lines.append("")
    head = ["# Coverage", "", "Written by `make coverage`. Of the services that are there, "
            f"{sums[0]} of {sums[1]} operations are served and {sums[2]} of those are named by a test.", ""]
    (ROOT / "docs/coverage.md").write_text("\n".join(head + lines))
    print(head[2])
    for operation in untested:
        print("no test names", operation)
    sys.exit(1 if untested and "--check" in sys.argv else 0)


if __name__ == "__main__":
    main()

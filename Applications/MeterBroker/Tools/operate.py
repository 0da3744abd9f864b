"""The operators' view of the meter broker, in a terminal.

    operate.py reconciliation [--day 2026-11-21] [--audit]
    operate.py follow TRANSACTION
    operate.py dead-letters [--participant ID]
    operate.py redrive [--participant ID [--delivery ID ...]]
    operate.py resend TRANSACTION [--receiver ID]
    operate.py refusals [--day DAY]
"""

import argparse
import json
import sys
import urllib.error
import urllib.parse
import urllib.request


class Hub:
    def __init__(self, setup):
        self.base, self.key = setup["api"], setup["operatorKey"]

    def call(self, method, path, body=None, **query):
        query = {name: value for name, value in query.items() if value is not None}
        url = self.base + path + ("?" + urllib.parse.urlencode(query) if query else "")
        request = urllib.request.Request(
            url, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"x-api-key": self.key, "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            sys.exit(f"{error.code}: {error.read().decode()}")


def table(rows, columns):
    cells = [[str(row.get(column, "")) for column in columns] for row in rows]
    widths = [max([len(column)] + [len(row[i]) for row in cells]) for i, column in enumerate(columns)]
    for row in [list(columns)] + cells:
        print("  ".join(cell.ljust(width) if i < 2 else cell.rjust(width) for i, (cell, width) in enumerate(zip(row, widths))))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--setup", default=".apus/meter-broker.json")
    commands = parser.add_subparsers(dest="command", required=True)
    command = commands.add_parser("reconciliation")
    command.add_argument("--day")
    command.add_argument("--audit", action="store_true", help="count the deliveries themselves")
    commands.add_parser("follow").add_argument("transaction")
    commands.add_parser("dead-letters").add_argument("--participant")
    command = commands.add_parser("redrive")
    command.add_argument("--participant")
    command.add_argument("--delivery", action="append")
    command = commands.add_parser("resend")
    command.add_argument("transaction")
    command.add_argument("--receiver")
    commands.add_parser("refusals").add_argument("--day")
    options = parser.parse_args()
    with open(options.setup) as file:
        hub = Hub(json.load(file))

    if options.command == "reconciliation":
        found = hub.call("GET", "/operator/reconciliation", day=options.day, audit="true" if options.audit else None)
        table(found["participants"],
              ["participant", "name", "sent", "accepted", "delivered", "pending", "dead", "balanced"])
        print(f"{found['day']}: {'balanced' if found['balanced'] else 'NOT BALANCED'}, {found['unrouted']} to be routed")
        sys.exit(0 if found["balanced"] else 1)
    elif options.command == "follow":
        print(json.dumps(hub.call("GET", f"/operator/messages/{options.transaction}"), indent=2))
    elif options.command == "dead-letters":
        found = hub.call("GET", "/dead-letters", participant=options.participant)
        table(found["deadLetters"], ["receiver", "deliveryID", "attempts", "reason"])
    elif options.command == "redrive":
        body = {} if options.participant is None else {"participant": options.participant}
        if options.delivery:
            body["deliveryIDs"] = options.delivery
        print(hub.call("POST", "/dead-letters/redrive", body))
    elif options.command == "resend":
        body = {"transactionID": options.transaction}
        if options.receiver:
            body["receiver"] = options.receiver
        print(hub.call("POST", "/resend", body))
    elif options.command == "refusals":
        found = hub.call("GET", "/operator/refusals", day=options.day)
        table(found["refusals"], ["at", "code", "status", "sender", "path"])


if __name__ == "__main__":
    main()

"""The operators' view of the meter broker, in a terminal.

    operate.py reconciliation [--day 2026-11-21] [--audit]
    operate.py follow TRANSACTION
    operate.py dead-letters [--participant ID]
    operate.py redrive [--participant ID [--delivery ID ...]]
    operate.py resend TRANSACTION [--receiver ID]
    operate.py refusals [--day DAY]

With --json before the command each prints the answer as it came, for programs.
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


def show_reconciliation(found):
    table(found["participants"],
          ["participant", "name", "sent", "accepted", "delivered", "pending", "dead", "balanced"])
    print(f"{found['day']}: {'balanced' if found['balanced'] else 'NOT BALANCED'}, {found['unrouted']} to be routed")


def show_message(found):
    hops = [("accepted", found.get("acceptedAt", "")), ("state", found.get("state", ""))]
    hops += [(f"to {d['receiver']}", f"{d['status']} after {d['attempts']} attempts {d.get('deliveredAt') or ''}".rstrip())
             for d in found.get("deliveries", [])]
    for name, value in hops:
        print(f"{name:<16} {value}")


def redrive(hub, options):
    body = {"participant": options.participant} if options.participant else {}
    if options.delivery:
        body["deliveryIDs"] = options.delivery
    return hub.call("POST", "/dead-letters/redrive", body)


def resend(hub, options):
    body = {"transactionID": options.transaction}
    if options.receiver:
        body["receiver"] = options.receiver
    return hub.call("POST", "/resend", body)


def show_members(answer):
    for name, value in answer.items():
        print(f"{name}: {value if isinstance(value, (str, int)) else json.dumps(value)}")


def show_refusals(found):
    table(found["refusals"], ["at", "code", "status", "sender", "path"])
    if found.get("gateway"):
        print(f"\nrefused by the gateway itself, counted until {found.get('gatewayCountedUntil') or 'now'}")
        table(found["gateway"], ["kind", "participant", "keyID", "status", "count"])


COMMANDS = {
    "reconciliation": (
        lambda hub, o: hub.call("GET", "/operator/reconciliation", day=o.day, audit="true" if o.audit else None),
        show_reconciliation),
    "follow": (lambda hub, o: hub.call("GET", f"/operator/messages/{o.transaction}"), show_message),
    "dead-letters": (
        lambda hub, o: hub.call("GET", "/dead-letters", participant=o.participant),
        lambda found: table(found["deadLetters"], ["receiver", "deliveryID", "attempts", "reason"])),
    "redrive": (redrive, show_members),
    "resend": (resend, show_members),
    "refusals": (
        lambda hub, o: hub.call("GET", "/operator/refusals", day=o.day),
        show_refusals),
}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--setup", default=".apus/meter-broker.json", help="where deploy.py wrote down the broker")
    parser.add_argument("--json", action="store_true", help="the answer as it came")
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

    ask, show = COMMANDS[options.command]
    answer = ask(hub, options)
    if options.json:
        print(json.dumps(answer, indent=2))
    else:
        show(answer)
    sys.exit(1 if answer.get("balanced") is False else 0)


if __name__ == "__main__":
    main()

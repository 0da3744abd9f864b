"""The operators' view of the meter broker, in a terminal.

    operate.py reconciliation [--day 2026-11-21] [--audit]
    operate.py follow TRANSACTION [--body]
    operate.py dead-letters [--participant ID]
    operate.py participants
    operate.py webhook ID URL
    operate.py redrive [--participant ID [--delivery ID ...]]
    operate.py resend TRANSACTION [--receiver ID]
    operate.py resend --receiver ID --from TIME --to TIME [--meter MPAN]
    operate.py readings MPAN DAY [--as-of TIME] [--receiver ID]
    operate.py refusals [--day DAY]
    operate.py drill ID|all down|slow|wrong|usual

With --json before the command each prints the answer as it came, for programs.
"""

import argparse
import json
import pathlib
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
        except OSError as error:
            sys.exit(f"The broker does not answer at {self.base}: {getattr(error, 'reason', error)}. "
                     "Start it with `make run`.")


def table(rows, columns):
    if not rows:
        print("none")
        return
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
    for copy in found.get("deliveries", []):
        said = f"{copy['status']} after {copy['attempts']} attempts {copy.get('deliveredAt') or ''}".rstrip()
        if copy["status"] != "delivered" and copy.get("reason"):
            said += f": {copy['reason']}"
        hops.append((f"to {copy['receiver']}" + (" again" if copy["replayIndicator"] else ""), said))
    for name, value in hops:
        print(f"{name:<20} {value}")
    if found.get("body"):
        print(found["body"])


def redrive(hub, options):
    body = {"participant": options.participant} if options.participant else {}
    if options.delivery:
        body["deliveryIDs"] = options.delivery
    return hub.call("POST", "/dead-letters/redrive", body)


def resend(hub, options):
    if options.transaction:
        body = {"transactionID": options.transaction}
    elif options.receiver and options.start and options.end:
        body = {"from": options.start, "to": options.end}
        if options.meter:
            body["meter"] = options.meter
    else:
        sys.exit("resend: name a transaction, or --receiver, --from and --to")
    if options.receiver:
        body["receiver"] = options.receiver
    return hub.call("POST", "/resend", body)


def dead_letters(hub, options):
    """All of one participant, page by page; of everybody the first."""
    found, after = [], None
    while True:
        page = hub.call("GET", "/dead-letters", participant=options.participant, limit=200, after=after)
        found += page["deadLetters"]
        after = page.get("continueAfter")
        if not after:
            return {"deadLetters": found}


def set_webhook(hub, options):
    """Fixes a receiver's route; everything else about it stays."""
    known = hub.call("GET", "/operator/participants")["participants"]
    one = next((entry for entry in known if entry["id"] == options.id), None)
    if one is None:
        sys.exit(f"There is no participant {options.id}.")
    body = {"name": one["name"], "keyID": one["keyID"], "webhook": options.url}
    if one.get("dailyQuota"):
        body["dailyQuota"] = one["dailyQuota"]
    return hub.call("PUT", f"/operator/participants/{options.id}", body)


def show_readings(found):
    for version in found["versions"]:
        held = "  <- held" if version["transactionID"] == found["held"] else ""
        seen = f", delivered {version['deliveredAt']}" if version.get("deliveredAt") else ""
        print(f"version {version['version']}: {version['transactionID']}, accepted {version['acceptedAt']}{seen}{held}")
    print(f"as of {found['asOf']}: {found['body'] or 'none held'}")


DRILLS = {"down": "down", "slow": "slow", "wrong": "wrong", "usual": None}


def drill(setup, options):
    """Tells the simulator's receivers how to behave, in a file beside the setup."""
    path = setup.with_suffix(".drills.json")
    with open(setup) as file:
        receivers = [p["id"] for p in json.load(file).get("participants", []) if p.get("behaviour") != "sender"]
    if options.id != "all" and options.id not in receivers:
        sys.exit(f"{options.id} is no receiver of the simulation; these are: {', '.join(receivers)}")
    known = json.loads(path.read_text()) if path.exists() else {}
    for id in receivers if options.id == "all" else [options.id]:
        known.pop(id, None)
        if DRILLS[options.behaviour]:
            known[id] = DRILLS[options.behaviour]
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(known))
    fresh.replace(path)
    print("; ".join(f"{id} is {behaviour}" for id, behaviour in known.items()) or "everybody behaves as usual")


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
    "follow": (
        lambda hub, o: hub.call("GET", f"/operator/messages/{o.transaction}", withBody="true" if o.body else None),
        show_message),
    "participants": (
        lambda hub, o: hub.call("GET", "/operator/participants"),
        lambda found: table(found["participants"], ["id", "name", "lane", "failures", "webhook"])),
    "webhook": (set_webhook, show_members),
    "readings": (
        lambda hub, o: hub.call(
            "GET", f"/operator/readings/{o.meter}/{o.day}", asOf=o.as_of, receiver=o.receiver),
        show_readings),
    "dead-letters": (
        dead_letters,
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
    command = commands.add_parser("follow")
    command.add_argument("transaction")
    command.add_argument("--body", action="store_true", help="the archived message too")
    commands.add_parser("participants")
    command = commands.add_parser("webhook", help="where a receiver's messages are posted")
    command.add_argument("id")
    command.add_argument("url")
    command = commands.add_parser("readings", help="the versions of a meter point's readings of a day")
    command.add_argument("meter")
    command.add_argument("day")
    command.add_argument("--as-of", help="which of them held at this time")
    command.add_argument("--receiver", help="as this receiver had seen it by then")
    command = commands.add_parser("drill", help="how a receiver of the simulation behaves")
    command.add_argument("id")
    command.add_argument("behaviour", choices=DRILLS)
    commands.add_parser("dead-letters").add_argument("--participant")
    command = commands.add_parser("redrive")
    command.add_argument("--participant")
    command.add_argument("--delivery", action="append")
    command = commands.add_parser("resend")
    command.add_argument("transaction", nargs="?")
    command.add_argument("--receiver")
    command.add_argument("--from", dest="start", metavar="TIME")
    command.add_argument("--to", dest="end", metavar="TIME")
    command.add_argument("--meter")
    commands.add_parser("refusals").add_argument("--day")
    options = parser.parse_args()
    if options.command == "drill":
        return drill(pathlib.Path(options.setup), options)
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

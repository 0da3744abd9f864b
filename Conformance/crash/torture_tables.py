#!/usr/bin/env python3
"""Kills a server whose tables are being written, again and again, and audits every acknowledgement.

  torture_tables.py [--kills 20] [--seed 1] [--binary .build/release/apus]

Promise under test: what was acknowledged is kept and what was deleted stays deleted; a counter counts every
acknowledged addition once; of several conditional puts one wins; a transaction happens whole or not at all, and once
per token however often it is repeated; indexes hold what the table holds; the stream tells every change once, so
that replaying it makes the table. An operation whose answer was cut off may have happened or not; anything else is a
fault.
"""

import argparse
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from torture import Process  # noqa: E402
from wire import Refused, Wire  # noqa: E402

TABLE, PLAIN, INDEX = "torture", "plain", "by-owner"
ACCOUNTS, BALANCE = 8, 1000
COUNTERS = 3
OWNERS = 5


def text(value):
    return {"S": str(value)}


def number(value):
    return {"N": str(value)}


class Ledger:
    """What clients know: what was acknowledged, and what nobody knows."""

    def __init__(self):
        self.lock = threading.Lock()
        self.operations = 0
        self.faults = []
        # Each item by its key: the values that it may have now, None for none.
        self.items = {}
        # The same in a table without index and stream.
        self.plain = {}
        self.counted = {f"counter-{n}": [0, 0] for n in range(COUNTERS)}
        self.tokens = {}
        self.winners = {}
        self.candidates = {}
        self.pairs = {}
        self.next_slot = 0

    def acknowledge(self):
        with self.lock:
            self.operations += 1


def write_items(wire, ledger, name, stop):
    """Puts items of its own, gives them to other owners, deletes some of them."""
    chance, count, keys = random.Random(name), 0, []
    while not stop.is_set():
        kind = chance.randrange(4) if keys else 0
        if kind in (0, 1):
            key, before = f"item-{name}-{count}", None
            keys.append(key)
        else:
            key = chance.choice(keys)
            before = ledger.items[key][0]
        value = f"owner-{chance.randrange(OWNERS)}/{count}"
        count += 1
        owner, _, mark = value.partition("/")
        if kind == 3:
            value = None
        with ledger.lock:
            ledger.items[key] = [before, value]
        if kind == 3:
            wire.call("DeleteItem", TableName=TABLE, Key={"p": text(key)})
            keys.remove(key)
        elif kind == 2:
            wire.call("UpdateItem", TableName=TABLE, Key={"p": text(key)},
                      UpdateExpression="SET #o = :o, mark = :m", ExpressionAttributeNames={"#o": "owner"},
                      ExpressionAttributeValues={":o": text(owner), ":m": text(mark)})
        else:
            wire.call("PutItem", TableName=TABLE, Item={
                "p": text(key), "owner": text(owner), "mark": text(mark), "padding": text("x" * 200)})
        with ledger.lock:
            ledger.items[key] = [value]
            ledger.operations += 1


def write_plain(wire, ledger, name, stop):
    """Puts the same few items of its own again and again."""
    count = 0
    while not stop.is_set():
        key, value = f"{name}-{count % 5}", str(count)
        count += 1
        with ledger.lock:
            ledger.plain[key] = [ledger.plain.get(key, [None])[0], value]
        wire.call("PutItem", TableName=PLAIN, Item={"p": text(key), "mark": text(value), "padding": text("x" * 900)})
        with ledger.lock:
            ledger.plain[key] = [value]
            ledger.operations += 1


def count(wire, ledger, name, stop):
    chance = random.Random(name)
    while not stop.is_set():
        counter = f"counter-{chance.randrange(COUNTERS)}"
        with ledger.lock:
            ledger.counted[counter][1] += 1
        wire.call("UpdateItem", TableName=TABLE, Key={"p": text(counter)}, UpdateExpression="ADD n :one",
                  ExpressionAttributeValues={":one": number(1)})
        with ledger.lock:
            ledger.counted[counter][1] -= 1
            ledger.counted[counter][0] += 1
            ledger.operations += 1


def compete(wire, ledger, name, stop):
    """Several of these put into the same slots, each of which is for the first alone."""
    while not stop.is_set():
        with ledger.lock:
            slot = f"slot-{ledger.next_slot // 2}"
            ledger.next_slot += 1
            ledger.candidates.setdefault(slot, set()).add(name)
        try:
            wire.call("PutItem", TableName=TABLE, Item={"p": text(slot), "mark": text(name)},
                      ConditionExpression="attribute_not_exists(p)")
        except Refused as refusal:
            if not refusal.code.endswith("ConditionalCheckFailedException"):
                raise
            with ledger.lock:
                ledger.candidates[slot].discard(name)
                ledger.operations += 1
            continue
        with ledger.lock:
            if slot in ledger.winners:
                ledger.faults.append(f"{slot} was given to {name} and to {ledger.winners[slot]}")
            ledger.winners[slot] = name
            ledger.operations += 1


def transaction(token, mark):
    """Moves one from an account to another, counts itself, and leaves a pair of items."""
    chance = random.Random(mark)
    source, target = chance.sample(range(ACCOUNTS), 2)

    def add(key, amount):
        return {"Update": {
            "TableName": TABLE, "Key": {"p": text(key)}, "UpdateExpression": "ADD n :n",
            "ExpressionAttributeValues": {":n": number(amount)}}}

    def put(half):
        return {"Put": {"TableName": TABLE, "Item": {
            "p": text(f"pair-{mark}-{half}"), "owner": text("owner-0"), "mark": text(mark)}}}

    return {"ClientRequestToken": token, "TransactItems": [
        put("a"), add(f"account-{source}", -1), add(f"account-{target}", 1), add("transactions", 1), put("b")]}


def transact(wire, ledger, name, stop):
    count = 0
    while not stop.is_set():
        mark = f"{name}-{count}"
        count += 1
        request = transaction(f"token-{mark}", mark)
        with ledger.lock:
            ledger.pairs[mark] = None
        wire.call("TransactWriteItems", **request)
        with ledger.lock:
            ledger.pairs[mark] = True
            ledger.operations += 1


def guarded(work, port, ledger, name, stop):
    """A cut connection ends the work quietly: the kill did it. An error answer is a fault."""
    try:
        work(Wire(port, "dynamodb"), ledger, name, stop)
    except OSError:
        pass
    except Refused as refusal:
        if refusal.status != 503:
            with ledger.lock:
                ledger.faults.append(f"{work.__name__}: {refusal}")


def prepare(wire):
    wire.call(
        "CreateTable", TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "owner", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{
            "IndexName": INDEX, "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"})
    wire.call(
        "CreateTable", TableName=PLAIN, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}])
    for account in range(ACCOUNTS):
        wire.call("PutItem", TableName=TABLE, Item={"p": text(f"account-{account}"), "n": number(BALANCE)})


def round_of_load(process, ledger, round_number, seconds):
    stop, threads = threading.Event(), []
    for work, many in ((write_items, 4), (write_plain, 2), (count, 3), (compete, 4), (transact, 4)):
        for worker in range(many):
            threads.append(threading.Thread(target=guarded, args=(
                work, process.port, ledger, f"{work.__name__[0]}{round_number}x{worker}", stop)))
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    process.kill()
    stop.set()
    for thread in threads:
        thread.join(timeout=60)


def repeat_doubtful(wire, ledger):
    """What a client does that got no answer: the same transaction with the same token."""
    for mark in [mark for mark, known in ledger.pairs.items() if known is None]:
        wire.call("TransactWriteItems", **transaction(f"token-{mark}", mark))
        ledger.pairs[mark] = True
        ledger.operations += 1


def scan(wire, table=TABLE, **which):
    items, start = [], {}
    while True:
        answer = wire.call("Scan", TableName=table, **which, **start)
        items += answer["Items"]
        if "LastEvaluatedKey" not in answer:
            return items
        start = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}


def audit(wire, ledger):
    faults = list(ledger.faults)
    items = {item["p"]["S"]: item for item in scan(wire)}
    for key, values in ledger.items.items():
        item = items.get(key)
        found = item and f"{item['owner']['S']}/{item['mark']['S']}"
        if found not in values:
            faults.append(f"{key} is {found}, not one of {values}")
    faults += [f"{key} was never put" for key in items if key.startswith("item-") and key not in ledger.items]
    for counter, (least, more) in ledger.counted.items():
        found = int(items.get(counter, {}).get("n", {"N": "0"})["N"])
        if not least <= found <= least + more:
            faults.append(f"{counter} is {found}, not {least} to {least + more}")
    for slot, names in ledger.candidates.items():
        found = items.get(slot, {}).get("mark", {}).get("S")
        winner = ledger.winners.get(slot)
        if found != winner and (winner is not None or found not in names | {None}):
            faults.append(f"{slot} holds {found}, was given to {winner}, tried by {names}")
    for mark in ledger.pairs:
        halves = [half for half in "ab" if f"pair-{mark}-{half}" in items]
        if len(halves) != 2:
            faults.append(f"transaction {mark} left {len(halves)} of 2 items")
    total = sum(int(items[f"account-{account}"]["n"]["N"]) for account in range(ACCOUNTS))
    if total != ACCOUNTS * BALANCE:
        faults.append(f"the accounts hold {total}, not {ACCOUNTS * BALANCE}")
    counted = int(items.get("transactions", {}).get("n", {"N": "0"})["N"])
    if counted != len(ledger.pairs):
        faults.append(f"{counted} transactions were counted, {len(ledger.pairs)} were made")
    plain = {item["p"]["S"]: item["mark"]["S"] for item in scan(wire, PLAIN)}
    faults += [f"{key} is {plain.get(key)}, not one of {values}"
               for key, values in ledger.plain.items() if plain.get(key) not in values]
    return faults[:20] + audit_index(wire, items) + audit_stream(wire, items)


def audit_stream(wire, items):
    """Replays the stream from its beginning."""
    stream = wire.call("DescribeTable", TableName=TABLE)["Table"]["LatestStreamArn"]
    reader = Wire(wire.connection.port, "dynamodbstreams")
    shard = reader.call("DescribeStream", StreamArn=stream)["StreamDescription"]["Shards"][0]["ShardId"]
    place = reader.call("GetShardIterator", StreamArn=stream, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
    iterator, state, faults, last = place["ShardIterator"], {}, [], ""
    while True:
        page = reader.call("GetRecords", ShardIterator=iterator)
        if not page["Records"]:
            break
        iterator = page["NextShardIterator"]
        for record in page["Records"]:
            change = record["dynamodb"]
            key = change["Keys"]["p"]["S"]
            if change["SequenceNumber"] <= last:
                faults.append(f"record {change['SequenceNumber']} follows {last}")
            last = change["SequenceNumber"]
            if state.get(key) != change.get("OldImage"):
                faults.append(f"the stream tells {key} from {change.get('OldImage')}, it was {state.get(key)}"[:300])
            state[key] = change.get("NewImage")
    state = {key: item for key, item in state.items() if item is not None}
    if state != items:
        faults.append(f"the stream makes another table: {sorted(set(state) ^ set(items))[:5] or 'other contents'}")
    return faults[:10]


def audit_index(wire, items):
    indexed = {item["p"]["S"]: item for item in scan(wire, IndexName=INDEX)}
    owned = {key: item for key, item in items.items() if "owner" in item}
    faults = []
    if indexed != owned:
        faults.append(f"the index differs from the table in {set(indexed) ^ set(owned) or 'contents'}"[:300])
    queried = {}
    for owner in range(OWNERS):
        start = {}
        while start is not None:
            answer = wire.call(
                "Query", TableName=TABLE, IndexName=INDEX, KeyConditionExpression="#o = :o", **start,
                ExpressionAttributeNames={"#o": "owner"}, ExpressionAttributeValues={":o": text(f"owner-{owner}")})
            queried.update({item["p"]["S"]: item for item in answer["Items"]})
            last = answer.get("LastEvaluatedKey")
            start = {"ExclusiveStartKey": last} if last else None
    if queried != owned:
        faults.append("queries of the index do not find what the table holds")
    table = wire.call("DescribeTable", TableName=TABLE)["Table"]
    counts = table["ItemCount"], table["GlobalSecondaryIndexes"][0]["ItemCount"]
    if counts != (len(items), len(owned)):
        faults.append(f"DescribeTable counts {counts}, there are {(len(items), len(owned))}")
    return faults


def run(binary, kills, seed):
    chance = random.Random(seed)
    directory = tempfile.mkdtemp(prefix="apus-torture-tables-")
    process, ledger, began = Process(binary, directory), Ledger(), time.monotonic()
    process.start()
    prepare(Wire(process.port, "dynamodb"))
    for number_of_kill in range(kills):
        round_of_load(process, ledger, number_of_kill, chance.uniform(0.1, 1.0))
        process.start()
        repeat_doubtful(Wire(process.port, "dynamodb"), ledger)
        if number_of_kill % 5 == 4:
            print(f"{number_of_kill + 1} kills, {ledger.operations} acknowledged operations, "
                  f"{time.monotonic() - began:.0f} s", flush=True)
    faults = audit(Wire(process.port, "dynamodb"), ledger)
    process.process.terminate()
    process.process.wait(timeout=30)
    verified = subprocess.run([binary, "verify", "--data", directory], capture_output=True, text=True)
    if verified.returncode != 0:
        faults.append(f"apus verify: {verified.stdout} {verified.stderr}")
    if not faults:
        shutil.rmtree(directory)
    return ledger.operations, faults, directory


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--binary", default=str(pathlib.Path(__file__).resolve().parents[2] / ".build/release/apus"))
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    operations, faults, directory = run(options.binary, options.kills, options.seed)
    for fault in faults:
        print("FAULT:", fault)
    print(f"{options.kills} kills, {operations} acknowledged operations, {len(faults)} faults"
          + (f"; data kept in {directory}" if faults else ""))
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()

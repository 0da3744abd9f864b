"""Plain puts and gets take a shorter way through the server; whatever they say, they are answered as on the long one."""

import http.client
import json

import pytest

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0")


@pytest.fixture
def call(server, name):
    connection = http.client.HTTPConnection(server.endpoint.split("//")[1])

    def call(operation, body):
        connection.request("POST", "/", body, {
            "X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0",
            "Authorization": AUTHORIZATION})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(), answer.getheader("Content-Type")

    server.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "N"}],
        KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}, {"AttributeName": "s", "KeyType": "RANGE"}])
    return call


KEY = {"p": {"S": "a"}, "s": {"N": "1"}}
ITEMS = [
    KEY, {**KEY, "z": {"L": [{"M": {"b": {"B": "AAE="}, "a": {"NULL": True}}}]}, "x": {"SS": ["b", "a"]}},
    {**KEY, "x": {"S": "x" * 30_000}}, {"p": {"S": "a"}}, {"p": {"N": "1"}, "s": {"N": "1"}},
    {"p": {"S": ""}, "s": {"N": "1"}}, {"p": {"S": "p" * 2049}, "s": {"N": "1"}}, {**KEY, "v": {}}, {**KEY, "v": {"N": "x"}},
    {**KEY, "v": {"S": "a", "N": "1"}}, {**KEY, "v": {"NS": ["1", "1.0"]}}, {**KEY, "n": {"N": "1e126"}}, {}]


@pytest.mark.parametrize("item", ITEMS)
def test_an_item_is_put_and_read_both_ways_alike(call, name, item):
    def both(operation, members):
        body = {"TableName": name, **members}
        short = call(operation, json.dumps(body))
        assert short == call(operation, json.dumps({**body, "ReturnConsumedCapacity": "NONE"}))
        return short

    status, _, _ = both("PutItem", {"Item": item})
    found = both("GetItem", {"Key": {k: v for k, v in item.items() if k in KEY}})
    if status == 200:
        answer = json.loads(found[1])["Item"]
        assert answer == {**item, **({"x": {"SS": ["a", "b"]}} if "SS" in item.get("x", {}) else {})}


@pytest.mark.parametrize("table", ["nothing", "", "x" * 1100, "arn:aws:dynamodb:eu-central-1:000000000000:table/none"])
def test_a_table_that_is_not_there_is_told_both_ways_alike(call, table):
    for operation, members in (("PutItem", {"Item": KEY}), ("GetItem", {"Key": KEY})):
        body = {"TableName": table, **members}
        short = call(operation, json.dumps(body))
        assert short[0] == 400
        assert short == call(operation, json.dumps({**body, "ReturnConsumedCapacity": "NONE"}))


def test_a_put_counts_items_and_bytes_whatever_way_it_takes(server, call, name):
    for way in ({}, {"ReturnConsumedCapacity": "NONE"}):
        for size in (10, 1000, 20):
            body = {"TableName": name, "Item": {**KEY, "x": {"S": "x" * size}}, **way}
            assert call("PutItem", json.dumps(body))[0] == 200
        table = server.client("dynamodb").describe_table(TableName=name)["Table"]
        assert (table["ItemCount"], table["TableSizeBytes"]) == (1, 26)


def test_a_table_that_is_only_written_is_written_as_it_is_after_each_change(call, server, name):
    def put(item):
        status, body, _ = call("PutItem", json.dumps({"TableName": name, "Item": item}))
        return status

    table = server.client("dynamodb")
    assert [put(KEY), put(KEY)] == [200, 200]
    table.update_table(
        TableName=name, AttributeDefinitions=[
            {"AttributeName": "p", "AttributeType": "S"}, {"AttributeName": "s", "AttributeType": "N"},
            {"AttributeName": "g", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": {
            "IndexName": "by-g", "KeySchema": [{"AttributeName": "g", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"}}}])
    assert [put({**KEY, "g": {"S": "x"}}), put({**KEY, "g": {"N": "1"}})] == [200, 400]
    found = table.query(
        TableName=name, IndexName="by-g", KeyConditionExpression="g = :g",
        ExpressionAttributeValues={":g": {"S": "x"}})["Items"]
    assert found == [{**KEY, "g": {"S": "x"}}]
    table.delete_table(TableName=name)
    assert put(KEY) == 400
    table.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "other", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "other", "KeyType": "HASH"}])
    assert [put(KEY), put({"other": {"S": "a"}})] == [400, 200]

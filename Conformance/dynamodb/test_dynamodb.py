"""DynamoDB with boto3: client and resource API, paginators, batches, transactions, a restart."""

import datetime
import json
from decimal import Decimal

import boto3
import botocore.exceptions
import pytest
from boto3.dynamodb.conditions import Attr, Key


def resource(server):
    return boto3.resource(
        "dynamodb", endpoint_url=server.endpoint, region_name="eu-central-1", aws_access_key_id="test",
        aws_secret_access_key="test")


def make_table(server, name):
    table = resource(server).create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[
            {"AttributeName": "meter", "AttributeType": "S"}, {"AttributeName": "at", "AttributeType": "N"},
            {"AttributeName": "owner", "AttributeType": "S"}],
        KeySchema=[
            {"AttributeName": "meter", "KeyType": "HASH"}, {"AttributeName": "at", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[{
            "IndexName": "by-owner", "KeySchema": [{"AttributeName": "owner", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "ALL"}}])
    table.wait_until_exists()
    return table


def test_items_of_every_type_come_back(server, name):
    table = make_table(server, name)
    item = {
        "meter": "m1", "at": 1, "text": "Zähler", "number": Decimal("-1.2345678901234567890123456789012345678e-5"),
        "list": [1, "two", None, True], "map": {"a": {"b": Decimal("-0.5")}}, "strings": {"a", "b"},
        "numbers": {1, 2}, "bytes": b"\x00\xff", "sets": {b"a", b"b"}}
    table.put_item(Item=item)
    found = table.get_item(Key={"meter": "m1", "at": 1}, ConsistentRead=True)["Item"]
    assert found["number"] == item["number"]
    assert found["list"] == item["list"]
    assert found["map"] == item["map"]
    assert found["strings"] == item["strings"] and found["numbers"] == item["numbers"]
    assert found["bytes"].value == item["bytes"]
    assert {each.value for each in found["sets"]} == item["sets"]


def test_batch_writer_and_paginators(server, name):
    table = make_table(server, name)
    with table.batch_writer() as batch:
        for at in range(120):
            batch.put_item(Item={"meter": f"m{at % 3}", "at": at, "owner": "me" if at % 2 else "you", "kwh": at})
    client = server.client("dynamodb")
    pages = list(client.get_paginator("query").paginate(
        TableName=name, KeyConditionExpression="meter = :m", ExpressionAttributeValues={":m": {"S": "m1"}},
        PaginationConfig={"PageSize": 7}))
    assert [int(i["at"]["N"]) for page in pages for i in page["Items"]] == list(range(1, 120, 3))
    scanned = [i for page in client.get_paginator("scan").paginate(
        TableName=name, PaginationConfig={"PageSize": 11}) for i in page["Items"]]
    assert len(scanned) == 120
    mine = table.query(IndexName="by-owner", KeyConditionExpression=Key("owner").eq("me"),
                       FilterExpression=Attr("kwh").gte(100))
    assert mine["Count"] == 10 and mine["ScannedCount"] == 60
    described = client.describe_table(TableName=name)["Table"]
    assert described["ItemCount"] == 120 and described["GlobalSecondaryIndexes"][0]["ItemCount"] == 120


def test_conditions_of_the_resource_api(server, name):
    table = make_table(server, name)
    table.put_item(Item={"meter": "m", "at": 1, "n": 1}, ConditionExpression=Attr("meter").not_exists())
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        table.put_item(Item={"meter": "m", "at": 1}, ConditionExpression=Attr("meter").not_exists())
    assert refused.value.response["Error"] == {
        "Code": "ConditionalCheckFailedException", "Message": "The conditional request failed"}
    updated = table.update_item(
        Key={"meter": "m", "at": 1}, UpdateExpression="SET #n = #n + :one, l = list_append(if_not_exists(l, :e), :l)",
        ConditionExpression=Attr("n").between(1, 5) & ~Attr("x").exists(), ExpressionAttributeNames={"#n": "n"},
        ExpressionAttributeValues={":one": 1, ":e": [], ":l": ["x"]}, ReturnValues="ALL_NEW")
    assert updated["Attributes"] == {"meter": "m", "at": 1, "n": 2, "l": ["x"]}
    table.delete_item(Key={"meter": "m", "at": 1}, ConditionExpression=Attr("n").is_in([2, 3]))
    assert "Item" not in table.get_item(Key={"meter": "m", "at": 1})


def test_transactions_are_cancelled_with_reasons(server, name):
    make_table(server, name)
    client = server.client("dynamodb")
    key = {"meter": {"S": "m"}, "at": {"N": "1"}}
    put = {"Put": {"TableName": name, "Item": key, "ConditionExpression": "attribute_not_exists(meter)"}}
    client.transact_write_items(TransactItems=[put])
    other = {"Put": {"TableName": name, "Item": {"meter": {"S": "m"}, "at": {"N": "2"}}}}
    with pytest.raises(client.exceptions.TransactionCanceledException) as refused:
        client.transact_write_items(TransactItems=[put, other])
    assert [reason["Code"] for reason in refused.value.response["CancellationReasons"]] == [
        "ConditionalCheckFailed", "None"]
    assert refused.value.response["Error"]["Message"] == (
        "Transaction cancelled, please refer cancellation reasons for specific reasons [ConditionalCheckFailed, None]")
    found = client.transact_get_items(TransactItems=[{"Get": {"TableName": name, "Key": key}}])
    assert found["Responses"] == [{"Item": key}]


def test_errors_have_the_codes_of_aws(server, name):
    client = server.client("dynamodb")
    with pytest.raises(client.exceptions.ResourceNotFoundException) as refused:
        client.get_item(TableName=name, Key={"a": {"S": "b"}})
    assert refused.value.response["Error"]["Message"] == "Requested resource not found"
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        client.put_item(TableName=name, Item={"a": {"N": "x"}})
    assert refused.value.response["Error"]["Code"] == "ValidationException"
    with pytest.raises(botocore.exceptions.ClientError) as refused:
        client.list_backups()
    assert refused.value.response["Error"]["Code"] == "NotImplemented"


def test_items_expire_with_the_clock(server, name):
    table = make_table(server, name)
    client = server.client("dynamodb")
    client.update_time_to_live(
        TableName=name, TimeToLiveSpecification={"Enabled": True, "AttributeName": "until"})
    now = json.loads(server.get("/_apus/clock"))["now"]
    seconds = int(datetime.datetime.fromisoformat(now.replace("Z", "+00:00")).timestamp())
    table.put_item(Item={"meter": "m", "at": 1, "until": seconds + 30})
    assert "Item" in table.get_item(Key={"meter": "m", "at": 1})
    server.advance("PT40S")
    assert "Item" not in table.get_item(Key={"meter": "m", "at": 1})


def test_tags_and_cli(server, name):
    make_table(server, name)
    client = server.client("dynamodb")
    arn = client.describe_table(TableName=name)["Table"]["TableArn"]
    client.tag_resource(ResourceArn=arn, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    client.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert client.list_tags_of_resource(ResourceArn=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    server.cli("dynamodb", "put-item", "--table-name", name, "--item", '{"meter":{"S":"c"},"at":{"N":"1"}}')
    found = server.cli("dynamodb", "get-item", "--table-name", name, "--key", '{"meter":{"S":"c"},"at":{"N":"1"}}')
    assert found == {"Item": {"meter": {"S": "c"}, "at": {"N": "1"}}}


def test_everything_survives_a_kill(own_server):
    server = own_server()
    table = make_table(server, "kept")
    for at in range(40):
        table.put_item(Item={"meter": "m", "at": at, "owner": "o"})
    client = server.client("dynamodb")
    client.update_table(
        TableName="kept", AttributeDefinitions=[{"AttributeName": "late", "AttributeType": "S"}],
        GlobalSecondaryIndexUpdates=[{"Create": {
            "IndexName": "late", "KeySchema": [{"AttributeName": "late", "KeyType": "HASH"}],
            "Projection": {"ProjectionType": "KEYS_ONLY"}}}])
    server.kill()
    server.start()
    table = resource(server).Table("kept")
    assert table.query(KeyConditionExpression=Key("meter").eq("m"))["Count"] == 40
    assert table.query(IndexName="by-owner", KeyConditionExpression=Key("owner").eq("o"))["Count"] == 40
    assert table.query(IndexName="by-owner", KeyConditionExpression=Key("owner").eq("o"), Limit=3)["Count"] == 3
    assert server.client("dynamodb").describe_table(TableName="kept")["Table"]["ItemCount"] == 40


def test_limits_endpoints_and_backups_are_described(server, name):
    client = server.client("dynamodb")
    client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}])
    found = client.describe_continuous_backups(TableName=name)["ContinuousBackupsDescription"]
    assert found["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"] == "DISABLED"
    assert client.describe_limits()["TableMaxReadCapacityUnits"] > 0
    assert client.describe_endpoints()["Endpoints"][0]["CachePeriodInMinutes"] > 0

"""Discovery of schemas from the traffic of a bus, by boto3 against the binary."""

import json
import os

import botocore.exceptions
import pytest


def bus(server, name):
    return server.client("events").create_event_bus(Name=name)["EventBusArn"]


def put(server, bus, *details, source="shop.web", kind="Order Placed"):
    answer = server.client("events").put_events(Entries=[
        {"EventBusName": bus, "Source": source, "DetailType": kind, "Detail": json.dumps(detail)}
        for detail in details])
    assert answer["FailedEntryCount"] == 0


def versions(schemas, name):
    try:
        listed = schemas.list_schema_versions(RegistryName="discovered-schemas", SchemaName=name)
    except botocore.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "NotFoundException"
        return []
    return [version["SchemaVersion"] for version in listed["SchemaVersions"]]


def component(schemas, name, title):
    found = schemas.describe_schema(RegistryName="discovered-schemas", SchemaName=name)
    return json.loads(found["Content"])["components"]["schemas"][title]


def test_a_bus_is_discovered(server):
    name, source = "b-" + os.urandom(4).hex(), "s" + os.urandom(4).hex()
    schemas, events = server.client("schemas"), server.client("events")
    arn = bus(server, name)
    made = schemas.create_discoverer(SourceArn=arn, Description="of a test", Tags={"a": "b"})
    assert made["State"] == "STARTED" and made["DiscovererId"] == f"events-event-bus-{name}"
    rule = events.describe_rule(Name=f"Schemas-events-event-bus-{name}", EventBusName=name)
    assert rule["ManagedBy"] == "schemas.amazonaws.com"
    with pytest.raises(events.exceptions.ManagedRuleException):
        events.disable_rule(Name=rule["Name"], EventBusName=name)
    put(server, name, {"id": 1, "lines": [{"sku": "a"}]}, source=source)
    schema = f"{source}@OrderPlaced"
    assert versions(schemas, schema) == ["1"]
    put(server, name, *[{"id": number, "lines": []} for number in range(10)], source=source)
    assert versions(schemas, schema) == ["1"]
    put(server, name, {"id": 1, "lines": [], "note": "x"}, source=source)
    assert versions(schemas, schema) == ["2", "1"]
    assert component(schemas, schema, "OrderPlaced")["required"] == ["id", "lines"]
    exported = schemas.export_schema(
        RegistryName="discovered-schemas", SchemaName=schema, Type="JSONSchemaDraft4")
    assert json.loads(exported["Content"])["definitions"]["Lines"]["required"] == ["sku"]
    schemas.stop_discoverer(DiscovererId=made["DiscovererId"])
    put(server, name, {"other": 1}, source=source)
    assert versions(schemas, schema) == ["2", "1"]
    schemas.start_discoverer(DiscovererId=made["DiscovererId"])
    put(server, name, {"other": 1}, source=source)
    assert versions(schemas, schema) == ["3", "2", "1"]
    schemas.update_discoverer(DiscovererId=made["DiscovererId"], Description="new", CrossAccount=False)
    found = schemas.describe_discoverer(DiscovererId=made["DiscovererId"])
    assert found["Description"] == "new" and found["CrossAccount"] is False and found["Tags"] == {"a": "b"}
    assert made["DiscovererId"] in [
        discoverer["DiscovererId"] for page in schemas.get_paginator("list_discoverers").paginate()
        for discoverer in page["Discoverers"]]
    schemas.delete_discoverer(DiscovererId=made["DiscovererId"])
    with pytest.raises(events.exceptions.ResourceNotFoundException):
        events.describe_rule(Name=rule["Name"], EventBusName=name)
    events.delete_event_bus(Name=name)


def test_examples(server):
    event = {"source": "a", "detail-type": "b c", "detail": {"n": 1, "at": "2026-01-01T00:00:00Z"}}
    answer = server.client("schemas").get_discovered_schema(Type="OpenApi3", Events=[json.dumps(event)])
    found = json.loads(answer["Content"])["components"]["schemas"]["BC"]
    assert found["properties"] == {
        "n": {"type": "integer"}, "at": {"type": "string", "format": "date-time"}}


def test_kills_lose_no_discoverer_and_no_schema(own_server):
    """What an acknowledged event taught is known after a kill, and discovery goes on."""
    server = own_server()
    schemas = server.client("schemas")
    schemas.create_discoverer(SourceArn="arn:aws:events:eu-central-1:000000000000:event-bus/default")
    for number in range(3):
        put(server, "default", {"id": 1, **{f"m{n}": 1 for n in range(number)}})
        server.kill()
        server.start()
        schemas = server.client("schemas")
        assert versions(schemas, "shop.web@OrderPlaced")[0] == str(number + 1)
        put(server, "default", {"id": 1, **{f"m{n}": 1 for n in range(number)}})
        assert versions(schemas, "shop.web@OrderPlaced")[0] == str(number + 1)
    [discoverer] = schemas.list_discoverers()["Discoverers"]
    assert discoverer["State"] == "STARTED"
    assert component(schemas, "shop.web@OrderPlaced", "OrderPlaced")["required"] == ["id"]


def test_objects_of_a_bucket_follow_the_provided_schema(own_server, tmp_path):
    """What S3 sends is what `aws.events` says, by our own command."""
    import subprocess
    server = own_server()
    s3, sqs, events = (server.client(name) for name in ("s3", "sqs", "events"))
    s3.create_bucket(Bucket="bucket-of-schemas", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_bucket_notification_configuration(
        Bucket="bucket-of-schemas", NotificationConfiguration={"EventBridgeConfiguration": {}})
    url = sqs.create_queue(QueueName="q")["QueueUrl"]
    events.put_rule(Name="r", EventPattern=json.dumps({"source": ["aws.s3"]}))
    events.put_targets(Rule="r", Targets=[
        {"Id": "q", "Arn": "arn:aws:sqs:eu-central-1:000000000000:q"}])
    s3.put_object(Bucket="bucket-of-schemas", Key="k", Body=b"x")
    s3.delete_object(Bucket="bucket-of-schemas", Key="k")
    taken = []
    for _ in range(10):
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2)
        taken += [json.loads(message["Body"]) for message in found.get("Messages", [])]
        for message in found.get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if len(taken) == 2:
            break
    assert sorted(event["detail-type"] for event in taken) == ["Object Created", "Object Deleted"]
    import conftest
    for event in taken:
        path = tmp_path / "event.json"
        path.write_text(json.dumps(event))
        schema = "aws.s3@" + event["detail-type"].replace(" ", "")
        result = subprocess.run(
            [str(conftest.BINARY), "schemas", "validate", "--registry", "aws.events", "--schema", schema,
             "--endpoint", server.endpoint, str(path)],
            capture_output=True, text=True, timeout=60, env={**os.environ, "AWS_REGION": "eu-central-1"})
        assert result.returncode == 0, result.stdout + result.stderr
        assert result.stdout.strip() == "valid (version 1)"

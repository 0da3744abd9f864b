"""Streams of tables with boto3: read by hand, and by functions, through kills and failures."""

import importlib.util
import json
import pathlib

import pytest

# How users make functions, as the tests of Lambda have it.
_spec = importlib.util.spec_from_file_location(
    "functions", pathlib.Path(__file__).resolve().parents[1] / "lambda/conftest.py")
_module = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_module)
Functions = _module.Functions


def make_table(client, name, view="NEW_AND_OLD_IMAGES"):
    made = client.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "p", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "p", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": view})
    return made["TableDescription"]["LatestStreamArn"]


def put(client, table, key, number):
    client.put_item(TableName=table, Item={"p": {"S": key}, "n": {"N": str(number)}})


def collector(marks, failing="False"):
    return {"app.py": f"""
import json
def handler(event, context):
    with open({str(marks)!r}, 'a') as out:
        out.write(json.dumps(event) + '\\n')
    if {failing}: raise ValueError('no')
"""}


def batches(server, marks, count, step="PT0.1S"):
    """The batches that arrived, once they hold so many records."""
    for _ in range(80):
        server.advance(step)
        lines = marks.read_text().splitlines() if marks.exists() else []
        found = [json.loads(line)["Records"] for line in lines]
        if sum(map(len, found)) >= count:
            return found
    raise AssertionError(f"{sum(map(len, found))} of {count} records arrived")


def numbers(found):
    return [int(record["dynamodb"]["NewImage"]["n"]["N"]) for batch in found for record in batch]


def test_a_stream_is_read_shard_by_shard(server, name):
    dynamodb, streams = server.client("dynamodb"), server.client("dynamodbstreams")
    arn = make_table(dynamodb, name)
    assert dynamodb.describe_table(TableName=name)["Table"]["StreamSpecification"] == {
        "StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}
    for number in range(3):
        put(dynamodb, name, "a", number)
    assert [s["StreamArn"] for s in streams.list_streams(TableName=name)["Streams"]] == [arn]
    described = streams.describe_stream(StreamArn=arn)["StreamDescription"]
    assert described["StreamStatus"] == "ENABLED" and described["KeySchema"] == [
        {"AttributeName": "p", "KeyType": "HASH"}]
    iterator = streams.get_shard_iterator(
        StreamArn=arn, ShardId=described["Shards"][0]["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    page = streams.get_records(ShardIterator=iterator)
    assert [record["eventName"] for record in page["Records"]] == ["INSERT", "MODIFY", "MODIFY"]
    assert page["Records"][1]["dynamodb"]["OldImage"] == {"p": {"S": "a"}, "n": {"N": "0"}}
    dynamodb.delete_item(TableName=name, Key={"p": {"S": "a"}})
    page = streams.get_records(ShardIterator=page["NextShardIterator"])
    assert [record["eventName"] for record in page["Records"]] == ["REMOVE"]
    with pytest.raises(streams.exceptions.ResourceNotFoundException):
        streams.describe_stream(StreamArn=arn + "9")
    listed = server.cli("dynamodbstreams", "list-streams", "--table-name", name)
    assert listed["Streams"][0]["StreamArn"] == arn


def test_a_function_gets_the_changes_in_their_order(server, name, tmp_path):
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    for number in range(5):
        put(dynamodb, name, "a", number)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    made = functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON", BatchSize=4)
    assert (made["BatchSize"], made["MaximumRetryAttempts"], made["StartingPosition"]) == (4, -1, "TRIM_HORIZON")
    for number in range(5, 20):
        put(dynamodb, name, f"k{number}", number)
    found = batches(server, marks, 20)
    assert numbers(found) == list(range(20)) and max(map(len, found)) == 4
    record = found[0][0]
    assert record["eventSource"] == "aws:dynamodb" and record["eventSourceARN"] == arn
    assert record["awsRegion"] == "eu-central-1" and record["eventVersion"] == "1.1"
    assert record["dynamodb"]["Keys"] == {"p": {"S": "a"}} and record["dynamodb"]["SizeBytes"]


def test_from_the_latest_change_on(server, name, tmp_path):
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    put(dynamodb, name, "a", 1)
    server.advance("PT5S")
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="LATEST")
    put(dynamodb, name, "a", 2)
    assert numbers(batches(server, marks, 1)) == [2]


def test_a_batch_that_fails_holds_up_what_follows_until_it_is_given_up(server, name, tmp_path):
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(
        marks, "any(r['dynamodb']['NewImage']['n']['N'] == '2' for r in event['Records'])"))
    for number in range(4):
        put(dynamodb, name, f"k{number}", number)
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON", MaximumRetryAttempts=2,
        BatchSize=1)
    found = batches(server, marks, 6, "PT2S")
    assert numbers(found) == [0, 1, 2, 2, 2, 3]


def test_only_what_failed_and_follows_comes_again(server, name, tmp_path):
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    marks = tmp_path / "marks"
    functions.make(name, {"app.py": f"""
import json, os
def handler(event, context):
    first = not os.path.exists({str(marks)!r})
    with open({str(marks)!r}, 'a') as out:
        out.write(json.dumps(event) + '\\n')
    failed = event['Records'][2:3] if first else []
    return {{'batchItemFailures': [{{'itemIdentifier': r['dynamodb']['SequenceNumber']}} for r in failed]}}
"""})
    for number in range(5):
        put(dynamodb, name, f"k{number}", number)
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON",
        FunctionResponseTypes=["ReportBatchItemFailures"])
    found = batches(server, marks, 8, "PT2S")
    assert [numbers([batch]) for batch in found] == [[0, 1, 2, 3, 4], [2, 3, 4]]


def test_filters_choose_records(server, name, tmp_path):
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON",
        FilterCriteria={"Filters": [{"Pattern": json.dumps(
            {"eventName": ["INSERT"], "dynamodb": {"Keys": {"p": {"S": ["b"]}}}})}]})
    for key in "abc":
        put(dynamodb, name, key, ord(key))
    assert numbers(batches(server, marks, 1)) == [ord("b")]


def test_a_mapping_goes_on_where_it_was_when_the_server_was_killed(own_server, name, tmp_path):
    server = own_server("--clock", "virtual")
    dynamodb, functions = server.client("dynamodb"), Functions(server)
    arn = make_table(dynamodb, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, StartingPosition="TRIM_HORIZON")
    put(dynamodb, name, "a", 1)
    assert numbers(batches(server, marks, 1)) == [1]
    server.kill()
    server.start()
    dynamodb = server.client("dynamodb")
    put(dynamodb, name, "a", 2)
    assert numbers(batches(server, marks, 2)) == [1, 2]


def test_a_template_connects_a_table_with_a_function(server, name, tmp_path):
    marks = tmp_path / "marks"
    template = f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::DynamoDB::Table
    Properties:
      BillingMode: PAY_PER_REQUEST
      AttributeDefinitions: [{{AttributeName: p, AttributeType: S}}]
      KeySchema: [{{AttributeName: p, KeyType: HASH}}]
      StreamSpecification: {{StreamViewType: NEW_IMAGE}}
  Reader:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        import json
        def handler(event, context):
            with open({str(marks)!r}, 'a') as out:
                out.write(json.dumps(event) + chr(10))
      Events:
        Changes:
          Type: DynamoDB
          Properties: {{Stream: !GetAtt Orders.StreamArn, StartingPosition: TRIM_HORIZON, BatchSize: 5}}
Outputs:
  Table: {{Value: !Ref Orders}}
"""
    cfn, dynamodb = server.client("cloudformation"), server.client("dynamodb")
    cfn.create_stack(StackName=name, TemplateBody=template, Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    for _ in range(60):
        server.advance("PT1S")
        stack = cfn.describe_stacks(StackName=name)["Stacks"][0]
        if not stack["StackStatus"].endswith("IN_PROGRESS"):
            break
    assert stack["StackStatus"] == "CREATE_COMPLETE", [
        event.get("ResourceStatusReason") for event in cfn.describe_stack_events(StackName=name)["StackEvents"]]
    put(dynamodb, stack["Outputs"][0]["OutputValue"], "a", 7)
    assert numbers(batches(server, marks, 1)) == [7]

"""Queues that feed functions, from end to end."""

import json
import os

import pytest
from botocore.exceptions import ClientError


def queue(server, name, **attributes):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "30", **attributes})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return sqs, url, arn


def collector(marks):
    return {"app.py": f"""
import json
def handler(event, context):
    with open({str(marks)!r}, 'a') as out:
        out.write(json.dumps(event) + '\\n')
"""}


def records(server, marks, count):
    """What arrived, once so many messages have; the clock is moved only to let work be done."""
    for _ in range(50):
        server.advance("PT0.1S")
        lines = marks.read_text().splitlines() if marks.exists() else []
        found = [record for line in lines for record in json.loads(line)["Records"]]
        if len(found) >= count:
            return found
    raise AssertionError(f"{len(found)} of {count} messages arrived")


def test_messages_reach_the_function_as_aws_spells_them(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    made = functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    assert made["State"] == "Creating" and made["BatchSize"] == 10 and made["StateTransitionReason"] == "USER_INITIATED"
    assert made["FunctionResponseTypes"] == [] and made["MaximumBatchingWindowInSeconds"] == 0
    sqs.send_message(QueueUrl=url, MessageBody="reading 1", MessageAttributes={
        "unit": {"DataType": "String", "StringValue": "kWh"}})
    record, = records(server, marks, 1)
    assert record["body"] == "reading 1" and record["eventSource"] == "aws:sqs" and record["eventSourceARN"] == arn
    assert record["awsRegion"] == "eu-central-1" and record["messageId"] and record["receiptHandle"]
    assert set(record["attributes"]) == {
        "ApproximateReceiveCount", "SentTimestamp", "SenderId", "ApproximateFirstReceiveTimestamp"}
    assert record["messageAttributes"] == {"unit": {
        "stringValue": "kWh", "stringListValues": [], "binaryListValues": [], "dataType": "String"}}
    server.advance("PT60S")
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert left["ApproximateNumberOfMessages"] == "0" and left["ApproximateNumberOfMessagesNotVisible"] == "0"
    assert functions.client.get_event_source_mapping(UUID=made["UUID"])["State"] == "Enabled"


def test_messages_that_come_while_batches_are_under_way_share_one(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name)
    marks, gates = tmp_path / "marks", [tmp_path / "first", tmp_path / "second"]
    for gate in gates:
        os.mkfifo(gate)
    functions.make(name, {"app.py": f"""
import json, os
def handler(event, context):
    gate = os.path.join({str(tmp_path)!r}, event['Records'][0]['body'])
    if os.path.exists(gate):
        open(gate).read()
    with open({str(marks)!r}, 'a') as out:
        out.write(json.dumps(event) + '\\n')
"""})
    functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    writers = []
    for gate in gates:
        sqs.send_message(QueueUrl=url, MessageBody=gate.name)
        # Opens once the function has opened its end.
        writers.append(open(gate, "w"))
    for number in range(10):
        sqs.send_message(QueueUrl=url, MessageBody=f"later {number}")
    for writer in writers:
        writer.close()
    assert len(records(server, marks, 12)) == 12
    assert sorted(len(json.loads(line)["Records"]) for line in marks.read_text().splitlines()) == [1, 1, 10]


def test_many_messages_all_arrive_once(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    for start in range(0, 300, 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[
            {"Id": str(i), "MessageBody": str(start + i)} for i in range(10)])
    functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    assert sorted(int(r["body"]) for r in records(server, marks, 300)) == list(range(300))


def test_a_group_of_a_fifo_queue_keeps_its_order(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name[:70] + ".fifo", FifoQueue="true", ContentBasedDeduplication="true")
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    for number in range(60):
        sqs.send_message(QueueUrl=url, MessageBody=str(number), MessageGroupId=str(number % 3))
    found = records(server, marks, 60)
    for group in "012":
        own = [int(r["body"]) for r in found if r["attributes"]["MessageGroupId"] == group]
        assert own == sorted(own) and len(own) == 20


def test_only_messages_that_failed_come_again(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name)
    marks = tmp_path / "marks"
    functions.make(name, {"app.py": f"""
def handler(event, context):
    with open({str(marks)!r}, 'a') as out:
        for record in event['Records']: out.write(record['body'] + '\\n')
    return {{'batchItemFailures': [{{'itemIdentifier': r['messageId']}} for r in event['Records']
        if r['body'] == 'bad' and r['attributes']['ApproximateReceiveCount'] == '1']}}
"""})
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name, FunctionResponseTypes=["ReportBatchItemFailures"])
    sqs.send_message_batch(QueueUrl=url, Entries=[
        {"Id": str(i), "MessageBody": body} for i, body in enumerate(["good", "bad", "fine"])])
    server.advance("PT1S")
    server.advance("PT31S")
    server.advance("PT60S")
    seen = marks.read_text().split()
    assert sorted(seen) == ["bad", "bad", "fine", "good"]


def test_a_filter_drops_what_it_does_not_match(server, functions, name, tmp_path):
    sqs, url, arn = queue(server, name)
    marks = tmp_path / "marks"
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(
        EventSourceArn=arn, FunctionName=name,
        FilterCriteria={"Filters": [{"Pattern": json.dumps({"body": {"kind": ["wanted"]}})}]})
    for body in ['{"kind":"other"}', "text", '{"kind":"wanted","n":1}']:
        sqs.send_message(QueueUrl=url, MessageBody=body)
    record, = records(server, marks, 1)
    assert json.loads(record["body"])["n"] == 1
    server.advance("PT120S")
    left = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert left["ApproximateNumberOfMessages"] == "0" and left["ApproximateNumberOfMessagesNotVisible"] == "0"


def test_a_second_mapping_of_the_same_pair_is_refused(server, functions, name):
    _, _, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    made = functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    with pytest.raises(ClientError) as caught:
        functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    assert caught.value.response["Error"] == {
        "Code": "ResourceConflictException",
        "Message": f'An event source mapping with SQS arn (" {arn} ") and function (" {name} ") already exists. '
                   f'Please update or delete the existing mapping with UUID {made["UUID"]}'}


def test_a_large_batch_needs_a_window(server, functions, name):
    _, _, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    with pytest.raises(ClientError, match="Maximum batch window in seconds must be greater than 0 if maximum batch "
                                          "size is greater than 10"):
        functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name, BatchSize=11)


def test_a_mapping_survives_a_restart(own_server, make_functions, name, tmp_path):
    server = own_server("--clock", "virtual")
    sqs, url, arn = queue(server, name)
    marks = tmp_path / "marks"
    functions = make_functions(server)
    functions.make(name, collector(marks))
    functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    server.kill()
    server.start()
    sqs = server.client("sqs")
    sqs.send_message(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], MessageBody="after")
    assert records(server, marks, 1)[0]["body"] == "after"


@pytest.mark.parametrize("setting,value", [
    ("ParallelizationFactor", 2), ("MaximumRetryAttempts", 1), ("MaximumRecordAgeInSeconds", 60),
    ("BisectBatchOnFunctionError", True), ("TumblingWindowInSeconds", 5), ("StartingPosition", "LATEST"),
    ("KMSKeyArn", "arn:aws:kms:eu-central-1:000000000000:key/1"), ("MetricsConfig", {"Metrics": ["EventCount"]}),
])
def test_a_setting_that_queues_do_not_have_is_refused_by_name(server, functions, name, setting, value):
    _, _, arn = queue(server, name)
    functions.make(name, {"app.py": "def handler(e, c): pass\n"})
    with pytest.raises(ClientError, match=f"{setting} is not supported by this server for queues."):
        functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name, **{setting: value})
    if setting == "StartingPosition":
        return
    made = functions.client.create_event_source_mapping(EventSourceArn=arn, FunctionName=name)
    with pytest.raises(ClientError, match=f"{setting} is not supported by this server for queues."):
        functions.client.update_event_source_mapping(UUID=made["UUID"], **{setting: value})

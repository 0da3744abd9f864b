"""Pipes, by boto3 and the AWS CLI against the binary."""

import json
import os
import time

import botocore.exceptions
import pytest

ROLE = "arn:aws:iam::000000000000:role/pipes"


@pytest.fixture
def name():
    """Names of pipes are short."""
    return "p-" + os.urandom(6).hex()


@pytest.fixture
def pipes(server):
    return server.client("pipes")


def make_queue(server, name, **attributes):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return sqs, url, arn


def create(server, name, source, target, **settings):
    pipes = server.client("pipes")
    made = pipes.create_pipe(Name=name, Source=source, Target=target, RoleArn=ROLE, **settings)
    assert made["CurrentState"] == "CREATING"
    server.advance("PT1S")
    return pipes.describe_pipe(Name=name)


def take(server, sqs, url, count=1):
    """Receives until so many bodies have come."""
    bodies = []
    for _ in range(50):
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            bodies.append(message["Body"])
        if len(bodies) >= count:
            break
        server.advance("PT1S")
        time.sleep(0.05)
    return bodies


def test_a_pipe_lives_its_life(server, pipes, name):
    sqs, source_url, source = make_queue(server, name + "-in")
    _, target_url, target = make_queue(server, name + "-out")
    pipe = create(server, name, source, target, Description="d", Tags={"a": "1"}, SourceParameters={
        "FilterCriteria": {"Filters": [{"Pattern": json.dumps({"body": {"kind": ["order"]}})}]},
        "SqsQueueParameters": {"BatchSize": 2}},
        TargetParameters={"InputTemplate": '{"kind": <$.body.kind>, "pipe": "<aws.pipes.pipe-name>"}'})
    assert pipe["CurrentState"] == pipe["DesiredState"] == "RUNNING"
    assert pipe["SourceParameters"]["SqsQueueParameters"] == {"BatchSize": 2}
    for kind in ("order", "other"):
        sqs.send_message(QueueUrl=source_url, MessageBody=json.dumps({"kind": kind}))
    assert [json.loads(body) for body in take(server, sqs, target_url)] == [{"kind": "order", "pipe": name}]
    pipes.stop_pipe(Name=name)
    server.advance("PT1S")
    assert pipes.describe_pipe(Name=name)["CurrentState"] == "STOPPED"
    pipes.update_pipe(
        Name=name, RoleArn=ROLE, DesiredState="RUNNING", TargetParameters={"InputTemplate": "plain <$.body.kind>"})
    server.advance("PT1S")
    sqs.send_message(QueueUrl=source_url, MessageBody='{"kind": "order"}')
    assert take(server, sqs, target_url) == ["plain order"]
    assert [p["Name"] for p in pipes.list_pipes(NamePrefix=name, CurrentState="RUNNING")["Pipes"]] == [name]
    pipes.tag_resource(resourceArn=pipe["Arn"], tags={"b": "2"})
    pipes.untag_resource(resourceArn=pipe["Arn"], tagKeys=["a"])
    assert pipes.list_tags_for_resource(resourceArn=pipe["Arn"])["tags"] == {"b": "2"}
    with pytest.raises(pipes.exceptions.ConflictException):
        pipes.start_pipe(Name=name)
    pipes.delete_pipe(Name=name)
    server.advance("PT1S")
    with pytest.raises(pipes.exceptions.NotFoundException) as error:
        pipes.describe_pipe(Name=name)
    assert error.value.response["Error"]["Message"] == f"Pipe {name} does not exist."


@pytest.mark.parametrize("settings, code, text", [
    ({"Source": "arn:aws:kinesis:eu-central-1:000000000000:stream/s"}, "NotImplemented", "kinesis"),
    ({"Target": "arn:aws:states:eu-central-1:000000000000:stateMachine:s"}, "NotImplemented", "states"),
    ({"SourceParameters": {"SqsQueueParameters": {"BatchSize": 11}}}, "ValidationException", "BatchSize"),
    ({"LogConfiguration": {"Level": "TRACE"}}, "NotImplemented", "LogConfiguration"),
])
def test_what_cannot_be_is_refused(pipes, name, settings, code, text):
    arn = "arn:aws:sqs:eu-central-1:000000000000:"
    with pytest.raises(botocore.exceptions.ClientError) as error:
        pipes.create_pipe(**{"Name": name, "Source": arn + "a", "Target": arn + "b", "RoleArn": ROLE, **settings})
    assert error.value.response["Error"]["Code"] == code
    assert text in error.value.response["Error"]["Message"]


def test_a_stream_goes_through_a_function_to_a_bus(server, name):
    """Table, enrichment by a real function, bus, rule and queue."""
    sqs, url, arn = make_queue(server, name)
    template = {"Transform": "AWS::Serverless-2016-10-31", "Resources": {
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {
            "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "k", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "k", "AttributeType": "S"}],
            "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}},
        "Enrich": {"Type": "AWS::Serverless::Function", "Properties": {
            "Runtime": "python3.12", "Handler": "index.handler", "InlineCode": (
                "def handler(records, context):\n"
                "    return [{'key': r['dynamodb']['NewImage']['k']['S'], 'seen': True} for r in records]\n")}},
        "Rule": {"Type": "AWS::Events::Rule", "Properties": {
            "EventPattern": {"source": [name]}, "Targets": [{"Id": "1", "Arn": arn, "InputPath": "$.detail"}]}},
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": {"Service": "pipes.amazonaws.com"}, "Action": "sts:AssumeRole"}]}}},
        "Pipe": {"Type": "AWS::Pipes::Pipe", "Properties": {
            "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]}, "Source": {"Fn::GetAtt": ["Table", "StreamArn"]},
            "SourceParameters": {"DynamoDBStreamParameters": {"StartingPosition": "TRIM_HORIZON", "BatchSize": 5}},
            "Enrichment": {"Fn::GetAtt": ["Enrich", "Arn"]},
            "Target": {"Fn::Sub": "arn:aws:events:${AWS::Region}:${AWS::AccountId}:event-bus/default"},
            "TargetParameters": {"EventBridgeEventBusParameters": {"Source": name, "DetailType": "change"}}}}},
        "Outputs": {"Table": {"Value": {"Ref": "Table"}}}}
    formation = server.client("cloudformation")
    formation.create_stack(StackName=name, TemplateBody=json.dumps(template), Capabilities=[
        "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    server.advance("PT20S")
    stack = formation.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", formation.describe_stack_events(StackName=name)
    table = stack["Outputs"][0]["OutputValue"]
    server.client("dynamodb").put_item(TableName=table, Item={"k": {"S": "a"}})
    assert [json.loads(body) for body in take(server, sqs, url)] == [{"key": "a", "seen": True}]
    formation.delete_stack(StackName=name)
    server.advance("PT20S")
    assert server.client("pipes").list_pipes(TargetPrefix="arn:aws:events")["Pipes"] == []


def test_the_command_line_makes_a_pipe(server, name):
    _, _, source = make_queue(server, name + "-in")
    _, _, target = make_queue(server, name + "-out")
    made = server.cli("pipes", "create-pipe", "--name", name, "--source", source, "--target", target, "--role-arn", ROLE)
    assert made["Arn"].endswith(f"pipe/{name}")
    server.advance("PT1S")
    assert server.cli("pipes", "describe-pipe", "--name", name)["CurrentState"] == "RUNNING"
    server.cli("pipes", "delete-pipe", "--name", name)


def test_a_pipe_goes_on_after_a_kill(own_server):
    server = own_server()
    sqs, source_url, source = make_queue(server, "in")
    _, _, target = make_queue(server, "out")
    server.client("pipes").create_pipe(
        Name="p", Source=source, Target=target, RoleArn=ROLE, TargetParameters={"InputTemplate": "<$.body>"})
    for number in range(20):
        sqs.send_message(QueueUrl=source_url, MessageBody=str(number))
    server.kill()
    server.start()
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName="out")["QueueUrl"]
    seen, until = set(), time.time() + 90
    while len(seen) < 20 and time.time() < until:
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages", []):
            seen.add(message["Body"])
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert seen == {str(number) for number in range(20)}
    assert server.client("pipes").describe_pipe(Name="p")["CurrentState"] == "RUNNING"

"""Schedules, by boto3 and the AWS CLI against the binary."""

import datetime
import json
import os

import botocore.exceptions
import pytest

ROLE = "arn:aws:iam::000000000000:role/scheduler"


@pytest.fixture
def name():
    """Names of schedules are short."""
    return "s-" + os.urandom(6).hex()


@pytest.fixture
def scheduler(server):
    return server.client("scheduler")


def make_queue(server, name, **attributes):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return sqs, url, arn


def take(sqs, url):
    taken = []
    while messages := sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        taken += messages
    return taken


def bodies(sqs, url):
    return [message["Body"] for message in take(sqs, url)]


def create(scheduler, name, expression, arn, **settings):
    target = {"Arn": arn, "RoleArn": ROLE, "Input": "<aws.scheduler.scheduled-time>", **settings.pop("Target", {})}
    settings.setdefault("FlexibleTimeWindow", {"Mode": "OFF"})
    return scheduler.create_schedule(Name=name, ScheduleExpression=expression, Target=target, **settings)


def now(server):
    return datetime.datetime.fromisoformat(server.advance("PT0S")["now"]).replace(microsecond=0)


def test_a_schedule_lives_its_life(server, scheduler, name):
    sqs, url, arn = make_queue(server, name)
    made = create(scheduler, name, "rate(1 hour)", arn, Description="d")
    assert made["ScheduleArn"] == f"arn:aws:scheduler:eu-central-1:000000000000:schedule/default/{name}"
    schedule = scheduler.get_schedule(Name=name)
    assert schedule["State"] == "ENABLED" and schedule["GroupName"] == "default"
    assert schedule["Target"]["RetryPolicy"] == {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}
    assert isinstance(schedule["CreationDate"], datetime.datetime)
    server.advance("PT2H")
    assert len(bodies(sqs, url)) == 3
    scheduler.update_schedule(
        Name=name, ScheduleExpression="rate(1 hour)", State="DISABLED", FlexibleTimeWindow={"Mode": "OFF"},
        Target=schedule["Target"])
    server.advance("PT2H")
    assert bodies(sqs, url) == []
    listed = scheduler.list_schedules(NamePrefix=name, State="DISABLED")["Schedules"]
    assert [entry["Name"] for entry in listed] == [name]
    scheduler.delete_schedule(Name=name)
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException) as error:
        scheduler.get_schedule(Name=name)
    assert error.value.response["Error"]["Message"] == f"Schedule {name} does not exist."


def test_a_one_time_schedule_of_a_zone_acts_once(server, scheduler, name):
    sqs, url, arn = make_queue(server, name)
    local = now(server).astimezone(datetime.timezone(datetime.timedelta(hours=9))) + datetime.timedelta(minutes=10)
    create(
        scheduler, name, f"at({local:%Y-%m-%dT%H:%M:%S})", arn, ScheduleExpressionTimezone="Asia/Tokyo",
        ActionAfterCompletion="DELETE")
    server.advance("PT9M")
    assert bodies(sqs, url) == []
    server.advance("PT2M")
    assert bodies(sqs, url) == [f"{local.astimezone(datetime.timezone.utc):%Y-%m-%dT%H:%M:%SZ}"]
    with pytest.raises(scheduler.exceptions.ResourceNotFoundException):
        scheduler.get_schedule(Name=name)


def test_groups_hold_schedules_and_tags(server, scheduler, name):
    sqs, url, arn = make_queue(server, name)
    group = scheduler.create_schedule_group(Name=name, Tags=[{"Key": "a", "Value": "1"}])["ScheduleGroupArn"]
    for number in range(5):
        create(scheduler, f"s{number}", "rate(1 day)", arn, GroupName=name, State="DISABLED")
    pages = list(scheduler.get_paginator("list_schedules").paginate(
        GroupName=name, PaginationConfig={"PageSize": 2}))
    assert [len(page["Schedules"]) for page in pages] == [2, 2, 1]
    scheduler.tag_resource(ResourceArn=group, Tags=[{"Key": "b", "Value": "2"}])
    scheduler.untag_resource(ResourceArn=group, TagKeys=["a"])
    assert scheduler.list_tags_for_resource(ResourceArn=group)["Tags"] == [{"Key": "b", "Value": "2"}]
    assert scheduler.get_schedule_group(Name=name)["State"] == "ACTIVE"
    names = [g["Name"] for page in scheduler.get_paginator("list_schedule_groups").paginate()
             for g in page["ScheduleGroups"]]
    assert name in names and "default" in names
    scheduler.delete_schedule_group(Name=name)
    server.advance("PT1S")
    for call in (lambda: scheduler.get_schedule_group(Name=name), lambda: scheduler.list_schedules(GroupName=name)):
        with pytest.raises(scheduler.exceptions.ResourceNotFoundException) as error:
            call()
        assert error.value.response["Error"]["Message"] == f"Schedule group {name} does not exist."


@pytest.mark.parametrize("settings, code, text", [
    ({"ScheduleExpression": "cron(0 1 * * * *)"}, "ValidationException", "Invalid Schedule Expression cron(0 1 * * * *)."),
    ({"ScheduleExpressionTimezone": "Nowhere/Town"}, "ValidationException", "Nowhere/Town"),
    ({"GroupName": "nowhere"}, "ResourceNotFoundException", "Schedule group nowhere does not exist."),
    ({"KmsKeyArn": "arn:aws:kms:eu-central-1:000000000000:key/k"}, "NotImplemented", "KmsKeyArn"),
])
def test_what_cannot_be_is_refused(scheduler, name, settings, code, text):
    settings = {"ScheduleExpression": "rate(1 day)", **settings}
    with pytest.raises(botocore.exceptions.ClientError) as error:
        create(scheduler, name, settings.pop("ScheduleExpression"), "arn:aws:sqs:eu-central-1:000000000000:q", **settings)
    assert error.value.response["Error"]["Code"] == code
    assert text in error.value.response["Error"]["Message"]


def test_a_repeated_call_succeeds_once_more(scheduler, name):
    arn = "arn:aws:sqs:eu-central-1:000000000000:q"
    settings = {"ClientToken": "t-" + name, "State": "DISABLED"}
    first = create(scheduler, name, "rate(1 day)", arn, **settings)
    assert create(scheduler, name, "rate(1 day)", arn, **settings)["ScheduleArn"] == first["ScheduleArn"]
    with pytest.raises(scheduler.exceptions.ConflictException):
        create(scheduler, name, "rate(1 day)", arn, State="DISABLED")


def test_a_universal_target_writes_to_a_table(server, scheduler, name):
    dynamodb = server.client("dynamodb")
    dynamodb.create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=[{"AttributeName": "k", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "k", "AttributeType": "S"}])
    create(
        scheduler, name, "rate(1 day)", "arn:aws:scheduler:::aws-sdk:dynamodb:putItem", Target={"Input": json.dumps(
            {"TableName": name, "Item": {"k": {"S": "<aws.scheduler.execution-id>"}}})})
    server.advance("PT1S")
    assert dynamodb.scan(TableName=name)["Count"] == 1
    scheduler.delete_schedule(Name=name)


def test_a_dead_letter_has_the_attributes_of_aws(server, scheduler, name):
    sqs, url, arn = make_queue(server, name)
    create(scheduler, name, "rate(1 day)", arn + "-gone", Target={
        "Input": "hello", "DeadLetterConfig": {"Arn": arn}, "RetryPolicy": {"MaximumRetryAttempts": 0}})
    server.advance("PT1S")
    [letter] = take(sqs, url)
    assert letter["Body"] == "hello"
    attributes = {key: value["StringValue"] for key, value in letter["MessageAttributes"].items()}
    assert attributes["ERROR_CODE"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert attributes["TARGET_ARN"] == arn + "-gone"
    assert {"ERROR_MESSAGE", "EXECUTION_ID", "IS_PAYLOAD_TRUNCATED", "RETRY_ATTEMPTS", "SCHEDULED_TIME",
            "SCHEDULE_ARN"} < set(attributes)
    scheduler.delete_schedule(Name=name)


def test_the_command_line_makes_a_schedule(server, name):
    target = json.dumps({"Arn": "arn:aws:sqs:eu-central-1:000000000000:q", "RoleArn": ROLE})
    made = server.cli(
        "scheduler", "create-schedule", "--name", name, "--schedule-expression", "rate(1 day)", "--target", target,
        "--flexible-time-window", '{"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5}', "--state", "DISABLED")
    assert made["ScheduleArn"].endswith(f"schedule/default/{name}")
    assert server.cli("scheduler", "get-schedule", "--name", name)["FlexibleTimeWindow"]["MaximumWindowInMinutes"] == 5
    server.cli("scheduler", "delete-schedule", "--name", name)


def test_a_serverless_function_runs_on_its_schedule(server, name):
    sqs, url, _ = make_queue(server, name)
    template = f"""
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      InlineCode: |
        import json, os, urllib.request
        def handler(event, context):
            request = urllib.request.Request(os.environ["AWS_ENDPOINT_URL"], method="POST", headers={{
                "X-Amz-Target": "AmazonSQS.SendMessage", "Content-Type": "application/x-amz-json-1.0",
                "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0"}},
                data=json.dumps({{"QueueUrl": "{url}", "MessageBody": event["at"]}}).encode())
            urllib.request.urlopen(request).read()
      Events:
        Tick:
          Type: ScheduleV2
          Properties:
            ScheduleExpression: rate(1 day)
            Input: '{{"at": "<aws.scheduler.scheduled-time>"}}'
"""
    formation = server.client("cloudformation")
    formation.create_stack(
        StackName=name, TemplateBody=template, Capabilities=["CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND"])
    server.advance("PT10S")
    stack = formation.describe_stacks(StackName=name)["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE", formation.describe_stack_events(StackName=name)
    server.advance("PT10S")
    assert len(bodies(sqs, url)) == 1
    formation.delete_stack(StackName=name)
    server.advance("PT10S")


def test_schedules_outlive_a_kill(own_server):
    server = own_server("--clock", "virtual")
    sqs, url, arn = make_queue(server, "q")
    create(server.client("scheduler"), "s", "rate(1 minute)", arn)
    server.advance("PT1S")
    assert len(bodies(sqs, url)) == 1
    server.kill()
    server.start()
    server.advance("PT3M")
    sqs = server.client("sqs")
    assert len(bodies(sqs, sqs.get_queue_url(QueueName="q")["QueueUrl"])) == 3

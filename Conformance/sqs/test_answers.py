"""Queues of templates, and what clients of other languages send."""
import json

import botocore.exceptions
import pytest


def error(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    found = caught.value.response
    return found["Error"]["Code"], found["Error"]["Message"], found["ResponseMetadata"]["HTTPStatusCode"]


def test_a_queue_is_used_by_its_name(server, name):
    sqs = server.client("sqs")
    sqs.create_queue(QueueName=name)
    sqs.send_message(QueueUrl=name, MessageBody="x")
    assert [message["Body"] for message in sqs.receive_message(QueueUrl=name)["Messages"]] == ["x"]
    assert error(sqs.get_queue_attributes, QueueUrl="http://no-queue-here", AttributeNames=["All"]) == (
        "AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.", 400)


def test_a_template_may_spell_names_and_tags_as_numbers(server, name):
    cloudformation = server.client("cloudformation")
    number = int(name[-8:], 16) + 10**10
    cloudformation.create_stack(StackName=name, TemplateBody=json.dumps({"Resources": {"Queue": {
        "Type": "AWS::SQS::Queue",
        "Properties": {"QueueName": number, "Tags": [{"Key": 1, "Value": 2}]}}}}))
    cloudformation.get_waiter("stack_create_complete").wait(
        StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName=str(number))["QueueUrl"]
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"]["1"] == "2"
    cloudformation.delete_stack(StackName=name)

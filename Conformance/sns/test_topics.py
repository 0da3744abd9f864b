"""Topics and subscriptions by boto3 and the AWS CLI."""

import json

import botocore.exceptions
import pytest


def error(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    found = caught.value.response
    return found["Error"]["Code"], found["Error"]["Message"], found["ResponseMetadata"]["HTTPStatusCode"]


def test_a_topic_lives(server, name):
    sns = server.client("sns")
    topic = sns.create_topic(Name=name, Tags=[{"Key": "a", "Value": "b"}])["TopicArn"]
    assert topic in [entry["TopicArn"] for page in sns.get_paginator("list_topics").paginate()
                     for entry in page["Topics"]]
    sns.set_topic_attributes(TopicArn=topic, AttributeName="DisplayName", AttributeValue="Readings")
    attributes = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
    assert attributes["DisplayName"] == "Readings"
    assert json.loads(attributes["Policy"])["Id"] == "__default_policy_ID"
    assert sns.list_tags_for_resource(ResourceArn=topic)["Tags"] == [{"Key": "a", "Value": "b"}]
    sns.delete_topic(TopicArn=topic)
    assert error(sns.get_topic_attributes, TopicArn=topic) == ("NotFound", "Topic does not exist", 404)


def test_the_cli_publishes(server, name):
    topic = server.cli("sns", "create-topic", "--name", name)["TopicArn"]
    answer = server.cli("sns", "publish", "--topic-arn", topic, "--message", "hello")
    assert len(answer["MessageId"]) == 36
    fifo = server.cli("sns", "create-topic", "--name", name + ".fifo", "--attributes",
                      "FifoTopic=true,ContentBasedDeduplication=true")["TopicArn"]
    answer = server.cli("sns", "publish", "--topic-arn", fifo, "--message", "hello", "--message-group-id", "g")
    assert len(answer["SequenceNumber"]) == 20


def test_errors_are_spelled_as_aws_does(server, name):
    sns = server.client("sns")
    assert error(sns.publish, TopicArn="a:b", Message="m") == (
        "InvalidParameter", "Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements, not 2", 400)
    topic = sns.create_topic(Name=name)["TopicArn"]
    code, text, status = error(sns.subscribe, TopicArn=topic, Protocol="firehose", Endpoint="arn:aws:firehose:eu-central-1:000000000000:deliverystream/s")
    assert (code, status) == ("NotImplemented", 501)
    assert "firehose" in text
    code, text, _ = error(sns.publish, TopicArn=topic, Message="m", MessageAttributes={
        "a": {"DataType": "String", "StringValue": ""}})
    assert code == "ParameterValueInvalid"
    code, _, _ = error(sns.publish_batch, TopicArn=topic, PublishBatchRequestEntries=[])
    assert code == "EmptyBatchRequest"


def test_a_queue_subscription_copies_messages(server, name):
    sqs = server.client("sqs")
    try:
        queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    except botocore.exceptions.ClientError as failure:
        if failure.response["Error"]["Code"] == "NotImplemented":
            pytest.skip("SQS does not make queues yet")
        raise
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, ReturnSubscriptionArn=True)
    sns.publish(TopicArn=topic, Message="m")
    body = json.loads(sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=1)["Messages"][0]["Body"])
    assert body["Message"] == "m"
    sns.set_subscription_attributes(SubscriptionArn=subscription["SubscriptionArn"],
                                    AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.publish(TopicArn=topic, Message="raw", MessageAttributes={
        "store": {"DataType": "Binary", "BinaryValue": b"\x02\x03\x04"}})
    message = sqs.receive_message(QueueUrl=queue, MessageAttributeNames=["All"], WaitTimeSeconds=1)["Messages"][0]
    assert message["Body"] == "raw"
    assert message["MessageAttributes"]["store"]["BinaryValue"] == b"\x02\x03\x04"
    listed = sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]
    assert [entry["Endpoint"] for entry in listed] == [arn]


def test_a_fifo_topic_keeps_order_and_drops_repetitions(server, name):
    sqs = server.client("sqs")
    try:
        queue = sqs.create_queue(QueueName=name + ".fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    except botocore.exceptions.ClientError as failure:
        if failure.response["Error"]["Code"] == "NotImplemented":
            pytest.skip("SQS does not make queues yet")
        raise
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns = server.client("sns")
    topic = sns.create_topic(Name=name + ".fifo", Attributes={"FifoTopic": "true"})["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    entries = [{"Id": str(number), "Message": str(number), "MessageGroupId": "g",
                "MessageDeduplicationId": str(number)} for number in range(10)]
    first = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)["Successful"]
    again = sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=entries)["Successful"]
    assert [entry["MessageId"] for entry in first] == [entry["MessageId"] for entry in again]
    messages = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1)["Messages"]
    assert [message["Body"] for message in messages] == [str(number) for number in range(10)]

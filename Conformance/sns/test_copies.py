"""Copies of messages to many queues, by boto3."""

import json
import time


def arn(server, url):
    return server.client("sqs").get_queue_attributes(
        QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def received(sqs, url, count):
    found, end = [], time.monotonic() + 60
    while len(found) < count and time.monotonic() < end:
        found += sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, AttributeNames=["All"],
            MessageAttributeNames=["All"]).get("Messages", [])
        time.sleep(0.02)
    return found


def test_every_queue_gets_every_message_once_whatever_its_kind(server, name):
    sqs, sns = server.client("sqs"), server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    attributes = {"raw": {"RawMessageDelivery": "true"}, "plain": {}, "filtered": {
        "RawMessageDelivery": "true", "FilterPolicy": json.dumps({"kind": ["water"]})},
        "late": {"RawMessageDelivery": "true"}}
    urls = {}
    for kind in attributes:
        urls[kind] = sqs.create_queue(
            QueueName=f"{name}-{kind}", Attributes={"DelaySeconds": "1" if kind == "late" else "0"})["QueueUrl"]
        sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=arn(server, urls[kind]), Attributes=attributes[kind])
    texts = [f"message {n} \u00e4\"" for n in range(6)]
    for n, text in enumerate(texts):
        sns.publish(TopicArn=topic, Message=text, MessageAttributes={
            "kind": {"DataType": "String", "StringValue": "water" if n % 2 else "gas"}})
    server.advance("PT2S")
    for kind, wanted in (("raw", texts), ("late", texts), ("filtered", texts[1::2])):
        messages = received(sqs, urls[kind], len(wanted))
        assert sorted(message["Body"] for message in messages) == wanted, kind
        assert all(message["MessageAttributes"]["kind"]["DataType"] == "String" for message in messages)
    envelopes = [json.loads(message["Body"]) for message in received(sqs, urls["plain"], 6)]
    assert sorted(envelope["Message"] for envelope in envelopes) == texts
    for envelope in envelopes:
        assert envelope["UnsubscribeURL"].split("SubscriptionArn=")[1].startswith(topic + ":")
        assert len(envelope["Signature"]) == 344 and envelope["MessageAttributes"]["kind"]["Type"] == "String"


def test_many_queues_get_many_messages_and_the_path_of_each_is_known(server, name):
    sqs, sns = server.client("sqs"), server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    urls = [sqs.create_queue(QueueName=f"{name}-{n}")["QueueUrl"] for n in range(40)]
    arns = [arn(server, url) for url in urls]
    for each in arns:
        sns.subscribe(
            TopicArn=topic, Protocol="sqs", Endpoint=each, Attributes={"RawMessageDelivery": "true"})
    ids = [sns.publish(TopicArn=topic, Message=str(n))["MessageId"] for n in range(10)]
    for url in urls:
        assert sorted(m["Body"] for m in received(sqs, url, 10)) == [str(n) for n in range(10)]
    answer = server.get(f"/_apus/why/{ids[-1]}").decode()
    assert all(each in answer for each in arns)

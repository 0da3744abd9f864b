"""Archive and replay of FIFO topics over restarts and kills."""

import json


def receive(server, url, count):
    sqs = server.client("sqs")
    found = []
    for _ in range(100):
        page = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
        found += [json.loads(message["Body"]) for message in page]
        for message in page:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if len(found) >= count or not page:
            break
    return found


def test_a_replay_goes_on_after_the_server_was_killed(own_server):
    server = own_server()
    sns, sqs = server.client("sns"), server.client("sqs")
    topic = sns.create_topic(Name="t.fifo", Attributes={
        "FifoTopic": "true", "ArchivePolicy": json.dumps({"MessageRetentionPeriod": "1"})})["TopicArn"]
    for start in range(0, 400, 10):
        sns.publish_batch(TopicArn=topic, PublishBatchRequestEntries=[
            {"Id": str(number), "Message": str(number), "MessageGroupId": str(number % 7),
             "MessageDeduplicationId": str(number)} for number in range(start, start + 10)])
    begins = sns.get_topic_attributes(TopicArn=topic)["Attributes"]["BeginningArchiveTime"]
    server.kill()
    server.start()
    sns, sqs = server.client("sns"), server.client("sqs")
    url = sqs.create_queue(QueueName="q.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    subscription = sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={
        "ReplayPolicy": json.dumps({"PointType": "Timestamp", "StartingPoint": begins})},
        ReturnSubscriptionArn=True)["SubscriptionArn"]
    server.kill()
    server.start()
    found = receive(server, server.endpoint + "/000000000000/q.fifo", 400)
    assert sorted(int(body["Message"]) for body in found) == list(range(400))
    for group in range(7):
        numbers = [int(body["Message"]) for body in found if int(body["Message"]) % 7 == group]
        assert numbers == sorted(numbers)
    assert all(body["MessageAttributes"]["Replayed"]["Value"] == "true" for body in found)
    attributes = server.client("sns").get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert attributes["ReplayStatus"] == "Completed"

"""SQS with boto3 (JSON), the AWS CLI, and the query protocol of old clients."""

import concurrent.futures
import re
import urllib.parse
import urllib.request

import botocore.exceptions
import pytest


def query(server, path, **parameters):
    """A call of the query protocol, as clients before 2023 make it."""
    body = urllib.parse.urlencode({"Version": "2012-11-05", **parameters}).encode()
    request = urllib.request.Request(server.endpoint + path, data=body, headers={
        "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request, "
                         "SignedHeaders=host, Signature=0"})
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_message_goes_through_with_its_attributes(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    assert url == f"{server.endpoint}/000000000000/{name}"
    sqs.send_message(QueueUrl=url, MessageBody="grüße 🚀 \"quoted\"", MessageAttributes={
        "kind": {"DataType": "String", "StringValue": "reading"},
        "blob": {"DataType": "Binary", "BinaryValue": b"\x00\xff"}})
    message = sqs.receive_message(
        QueueUrl=url, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"])["Messages"][0]
    assert message["Body"] == "grüße 🚀 \"quoted\""
    assert message["MessageAttributes"]["blob"]["BinaryValue"] == b"\x00\xff"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert "Messages" not in sqs.receive_message(QueueUrl=url)


def test_errors_carry_the_codes_that_clients_match(server, name):
    sqs = server.client("sqs")
    with pytest.raises(sqs.exceptions.QueueDoesNotExist) as error:
        sqs.get_queue_url(QueueName=name)
    assert error.value.response["Error"]["Code"] == "AWS.SimpleQueueService.NonExistentQueue"
    assert error.value.response["Error"]["Message"] == "The specified queue does not exist."
    with pytest.raises(botocore.exceptions.ClientError) as error:
        sqs.receive_message(QueueUrl=sqs.create_queue(QueueName=name)["QueueUrl"], MaxNumberOfMessages=11)
    assert error.value.response["Error"]["Message"] == (
        "Value 11 for parameter MaxNumberOfMessages is invalid. Reason: Must be between 1 and 10, if provided.")


def test_the_query_protocol_speaks_xml(server, name):
    status, text = query(server, "/", Action="CreateQueue", QueueName=name, **{
        "Attribute.1.Name": "VisibilityTimeout", "Attribute.1.Value": "7"})
    assert status == 200 and f"/000000000000/{name}</QueueUrl>" in text
    # Old clients post to the queue's own path and leave the URL out.
    status, text = query(server, f"/000000000000/{name}", Action="SendMessage", MessageBody="a&b<c>")
    assert status == 200 and "<MessageId>" in text
    status, text = query(server, f"/000000000000/{name}", Action="ReceiveMessage", **{"AttributeName.1": "All"})
    assert "<Body>a&amp;b&lt;c&gt;</Body>" in text
    assert re.search(r"<Attribute><Name>ApproximateReceiveCount</Name><Value>1</Value></Attribute>", text)
    status, text = query(server, "/", Action="GetQueueUrl", QueueName=name + "-none")
    assert status == 400 and "<Code>AWS.SimpleQueueService.NonExistentQueue</Code>" in text


def test_the_command_line_creates_sends_and_receives(server, name):
    url = server.cli("sqs", "create-queue", "--queue-name", name)["QueueUrl"]
    server.cli("sqs", "send-message", "--queue-url", url, "--message-body", "from the shell")
    answer = server.cli("sqs", "receive-message", "--queue-url", url, "--attribute-names", "All")
    assert answer["Messages"][0]["Body"] == "from the shell"


def test_in_flight_and_delayed_messages_survive_a_restart(own_server, name):
    server = own_server("--clock", "virtual")
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    for body in ("held", "waiting"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    sqs.send_message(QueueUrl=url, MessageBody="delayed", DelaySeconds=900)
    held = sqs.receive_message(QueueUrl=url)["Messages"][0]
    server.kill()
    server.start()
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    counts = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (counts["ApproximateNumberOfMessages"], counts["ApproximateNumberOfMessagesNotVisible"],
            counts["ApproximateNumberOfMessagesDelayed"]) == ("1", "1", "1")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "waiting"
    sqs.delete_message(QueueUrl=url, ReceiptHandle=held["ReceiptHandle"])
    server.advance("PT15M")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "delayed"


def test_concurrent_receivers_never_share_a_group(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name[:70] + ".fifo", Attributes={
        "FifoQueue": "true", "ContentBasedDeduplication": "true"})["QueueUrl"]
    for number in range(60):
        sqs.send_message(QueueUrl=url, MessageBody=str(number), MessageGroupId=str(number % 6))

    def receive(_):
        return sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=3, MessageSystemAttributeNames=["MessageGroupId"]).get("Messages", [])

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(receive, range(8)))
    owners = {}
    for index, answer in enumerate(answers):
        for message in answer:
            assert owners.setdefault(message["Attributes"]["MessageGroupId"], index) == index


def test_queue_urls_follow_the_host_of_the_request(server, name):
    other = server.endpoint.replace("127.0.0.1", "localhost")
    import boto3
    sqs = boto3.Session().client(
        "sqs", endpoint_url=other, region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")
    assert sqs.create_queue(QueueName=name)["QueueUrl"].startswith(other)


def test_the_account_is_a_twelve_digit_access_key(server, name):
    sqs = server.client("sqs", aws_access_key_id="123456789012")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    assert "/123456789012/" in url
    with pytest.raises(botocore.exceptions.ClientError):
        server.client("sqs").get_queue_url(QueueName=name)

"""Every operation of SQS on both of its protocols: boto3 speaks JSON, the forms below what clients before 2023 spoke."""

import json
import urllib.error
import urllib.parse
import urllib.request
import xml.etree.ElementTree

import botocore.exceptions
import pytest

NAMESPACE = "{http://queue.amazonaws.com/doc/2012-11-05/}"


class Forms:
    """A client of the query protocol: flat names in, XML out."""

    def __init__(self, server):
        self.endpoint = server.endpoint

    def __call__(self, action, **parameters):
        named = {name.replace("__", "."): value for name, value in parameters.items()}
        body = urllib.parse.urlencode({"Action": action, "Version": "2012-11-05", **named}).encode()
        request = urllib.request.Request(self.endpoint + "/", data=body, headers={
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request, "
                             "SignedHeaders=host, Signature=0"})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, xml.etree.ElementTree.fromstring(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, xml.etree.ElementTree.fromstring(error.read())

    def ok(self, action, **parameters):
        status, answer = self(action, **parameters)
        assert status == 200, xml.etree.ElementTree.tostring(answer)
        return answer


def texts(answer, name):
    return [element.text for element in answer.iter(NAMESPACE + name)]


@pytest.fixture
def forms(server):
    return Forms(server)


def test_queues_through_forms(forms, server, name):
    url = texts(forms.ok("CreateQueue", QueueName=name, Attribute__1__Name="DelaySeconds", Attribute__1__Value="1",
                         Tag__1__Key="team", Tag__1__Value="a"), "QueueUrl")[0]
    assert url.startswith(server.endpoint)
    assert texts(forms.ok("GetQueueUrl", QueueName=name), "QueueUrl") == [url]
    assert url in texts(forms.ok("ListQueues", QueueNamePrefix=name), "QueueUrl")
    forms.ok("SetQueueAttributes", QueueUrl=url, Attribute__1__Name="VisibilityTimeout", Attribute__1__Value="9",
             Attribute__2__Name="DelaySeconds", Attribute__2__Value="0")
    answer = forms.ok("GetQueueAttributes", QueueUrl=url, AttributeName__1="VisibilityTimeout")
    assert texts(answer, "Name") == ["VisibilityTimeout"] and texts(answer, "Value") == ["9"]
    forms.ok("TagQueue", QueueUrl=url, Tag__1__Key="cost", Tag__1__Value="1")
    forms.ok("UntagQueue", QueueUrl=url, TagKey__1="team")
    answer = forms.ok("ListQueueTags", QueueUrl=url)
    assert (texts(answer, "Key"), texts(answer, "Value")) == (["cost"], ["1"])
    forms.ok("AddPermission", QueueUrl=url, Label="l", AWSAccountId__1="111111111111", ActionName__1="SendMessage")
    policy = json.loads(texts(forms.ok("GetQueueAttributes", QueueUrl=url, AttributeName__1="Policy"), "Value")[0])
    assert policy["Statement"][0]["Sid"] == "l"
    forms.ok("RemovePermission", QueueUrl=url, Label="l")
    forms.ok("PurgeQueue", QueueUrl=url)
    status, answer = forms("PurgeQueue", QueueUrl=url)
    assert status == 403
    assert texts(answer, "Code") == ["AWS.SimpleQueueService.PurgeQueueInProgress"]
    forms.ok("DeleteQueue", QueueUrl=url)
    status, answer = forms("CreateQueue", QueueName=name)
    assert (status, texts(answer, "Code")) == (400, ["AWS.SimpleQueueService.QueueDeletedRecently"])


def test_messages_through_forms(forms, name):
    url = texts(forms.ok("CreateQueue", QueueName=name), "QueueUrl")[0]
    sent = forms.ok("SendMessage", QueueUrl=url, MessageBody="a", MessageAttribute__1__Name="Foo",
                    MessageAttribute__1__Value__DataType="String", MessageAttribute__1__Value__StringValue="Bar")
    assert texts(sent, "MD5OfMessageAttributes") == ["ae7155c6026991b6d54b11589678bf9c"]
    batch = forms.ok("SendMessageBatch", QueueUrl=url, SendMessageBatchRequestEntry__1__Id="x",
                     SendMessageBatchRequestEntry__1__MessageBody="b", SendMessageBatchRequestEntry__2__Id="y",
                     SendMessageBatchRequestEntry__2__MessageBody="")
    assert texts(batch, "Id") == ["x", "y"] and texts(batch, "Code") == ["MissingParameter"]
    received = forms.ok("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages="10", AttributeName__1="All",
                        MessageAttributeName__1="All")
    assert texts(received, "Body") == ["a", "b"] and texts(received, "StringValue") == ["Bar"]
    first, second = texts(received, "ReceiptHandle")
    forms.ok("ChangeMessageVisibility", QueueUrl=url, ReceiptHandle=first, VisibilityTimeout="0")
    forms.ok("ChangeMessageVisibilityBatch", QueueUrl=url, ChangeMessageVisibilityBatchRequestEntry__1__Id="x",
             ChangeMessageVisibilityBatchRequestEntry__1__ReceiptHandle=second,
             ChangeMessageVisibilityBatchRequestEntry__1__VisibilityTimeout="0")
    received = forms.ok("ReceiveMessage", QueueUrl=url, MaxNumberOfMessages="10")
    first, second = texts(received, "ReceiptHandle")
    forms.ok("DeleteMessage", QueueUrl=url, ReceiptHandle=first)
    deleted = forms.ok("DeleteMessageBatch", QueueUrl=url, DeleteMessageBatchRequestEntry__1__Id="x",
                       DeleteMessageBatchRequestEntry__1__ReceiptHandle=second)
    assert texts(deleted, "Id") == ["x"]
    status, answer = forms("DeleteMessage", QueueUrl=url, ReceiptHandle="junk")
    assert (status, texts(answer, "Code")) == (404, ["ReceiptHandleIsInvalid"]) or status == 400


def test_dead_letters_through_forms(forms, server, name):
    grave = texts(forms.ok("CreateQueue", QueueName=name + "-dlq"), "QueueUrl")[0]
    arn = f"arn:aws:sqs:eu-central-1:000000000000:{name}-dlq"
    policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 1})
    source = texts(forms.ok("CreateQueue", QueueName=name, Attribute__1__Name="RedrivePolicy",
                            Attribute__1__Value=policy), "QueueUrl")[0]
    assert texts(forms.ok("ListDeadLetterSourceQueues", QueueUrl=grave), "QueueUrl") == [source]
    forms.ok("SendMessage", QueueUrl=source, MessageBody="poison")
    for _ in range(2):
        forms.ok("ReceiveMessage", QueueUrl=source, VisibilityTimeout="0")
    handle = texts(forms.ok("StartMessageMoveTask", SourceArn=arn), "TaskHandle")[0]
    server.advance("PT1S")
    listed = forms.ok("ListMessageMoveTasks", SourceArn=arn)
    assert texts(listed, "Status") == ["COMPLETED"]
    assert texts(listed, "ApproximateNumberOfMessagesMoved") == ["1"]
    status, answer = forms("CancelMessageMoveTask", TaskHandle=handle)
    assert (status, texts(answer, "Code")) == (400, ["InvalidParameterValue"])
    assert texts(forms.ok("ReceiveMessage", QueueUrl=source), "Body") == ["poison"]


def test_every_operation_with_boto3(server, name):
    sqs = server.client("sqs")
    grave = sqs.create_queue(QueueName=name + "-dlq")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=grave, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    source = sqs.create_queue(QueueName=name, tags={"team": "a"}, Attributes={
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": "1"}),
        "VisibilityTimeout": "0"})["QueueUrl"]
    assert sqs.list_queues(QueueNamePrefix=name)["QueueUrls"] == [source, grave]
    assert sqs.list_queue_tags(QueueUrl=source)["Tags"] == {"team": "a"}
    sqs.tag_queue(QueueUrl=source, Tags={"b": "c"})
    sqs.untag_queue(QueueUrl=source, TagKeys=["team"])
    assert sqs.list_queue_tags(QueueUrl=source)["Tags"] == {"b": "c"}
    sqs.add_permission(QueueUrl=source, Label="l", AWSAccountIds=["111111111111"], Actions=["*"])
    sqs.remove_permission(QueueUrl=source, Label="l")
    assert "Policy" not in sqs.get_queue_attributes(QueueUrl=source, AttributeNames=["All"])["Attributes"]
    sqs.send_message_batch(QueueUrl=source, Entries=[{"Id": str(i), "MessageBody": f"m{i}"} for i in range(10)])
    received = sqs.receive_message(QueueUrl=source, MaxNumberOfMessages=10, VisibilityTimeout=30)["Messages"]
    assert [message["Body"] for message in received] == [f"m{i}" for i in range(10)]
    entries = [{"Id": str(i), "ReceiptHandle": message["ReceiptHandle"]} for i, message in enumerate(received)]
    sqs.change_message_visibility_batch(
        QueueUrl=source, Entries=[{**entry, "VisibilityTimeout": 0} for entry in entries[:5]])
    sqs.delete_message_batch(QueueUrl=source, Entries=entries[5:])
    with pytest.raises(sqs.exceptions.MessageNotInflight):
        sqs.change_message_visibility(
            QueueUrl=source, ReceiptHandle=entries[0]["ReceiptHandle"], VisibilityTimeout=1)
    assert "Messages" not in sqs.receive_message(QueueUrl=source, MaxNumberOfMessages=10)
    assert sqs.list_dead_letter_source_queues(QueueUrl=grave)["queueUrls"] == [source]
    sqs.start_message_move_task(SourceArn=arn)
    server.advance("PT1S")
    task = sqs.list_message_move_tasks(SourceArn=arn)["Results"][0]
    assert (task["Status"], task["ApproximateNumberOfMessagesMoved"]) == ("COMPLETED", 5)
    with pytest.raises(sqs.exceptions.ResourceNotFoundException):
        sqs.start_message_move_task(SourceArn=arn + "-none")
    sqs.purge_queue(QueueUrl=source)
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=source)
    sqs.delete_queue(QueueUrl=source)
    with pytest.raises(sqs.exceptions.QueueDeletedRecently):
        sqs.create_queue(QueueName=name)


def test_a_long_poll_ends_with_the_message_it_waited_for(server, name):
    import concurrent.futures
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        polling = pool.submit(sqs.receive_message, QueueUrl=url, WaitTimeSeconds=20)
        sqs.send_message(QueueUrl=url, MessageBody="x")
        assert polling.result(timeout=10)["Messages"][0]["Body"] == "x"


@pytest.mark.parametrize("characters", ["\x00", "\x1f", "\ufffe"])
def test_characters_that_xml_cannot_carry_are_refused(server, name, characters):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    with pytest.raises(sqs.exceptions.InvalidMessageContents):
        sqs.send_message(QueueUrl=url, MessageBody=characters)


def test_a_mebibyte_goes_through_and_one_byte_more_does_not(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    body = "ä" * 524_288
    sqs.send_message(QueueUrl=url, MessageBody=body)
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == body
    with pytest.raises(botocore.exceptions.ClientError):
        sqs.send_message(QueueUrl=url, MessageBody=body + "x")

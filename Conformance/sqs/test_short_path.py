"""Plain sends take a way of their own through the server, which must answer like the long one; and a client that goes
away must not take messages with it."""

import http.client
import json
import re
import socket
import time
import urllib.request

import pytest

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/sqs/aws4_request, SignedHeaders=host, Signature=0")
HEADERS = {"Content-Type": "application/x-amz-json-1.0", "Authorization": AUTHORIZATION}


def post(server, operation, body, **extra):
    """Status, header fields but those that differ by nature, and the body without ids."""
    connection = http.client.HTTPConnection(server.endpoint.split("//")[1], timeout=30)
    connection.request("POST", "/", body, {**HEADERS, "X-Amz-Target": f"AmazonSQS.{operation}", **extra})
    answer = connection.getresponse()
    headers = sorted((k.lower(), v) for k, v in answer.getheaders() if k.lower() not in ("x-amzn-requestid", "date"))
    text = re.sub(r'"MessageId":"[0-9a-f-]{36}"', '"MessageId":"*"', answer.read().decode())
    connection.close()
    return answer.status, headers, text


BODIES = [
    '{"QueueUrl":"URL","MessageBody":"plain"}',
    '{"MessageBody":"other order","QueueUrl":"URL"}',
    '{"QueueUrl":"URL","MessageBody":"\\u00e4\\n\\"quoted\\" \\ud83d\\ude00"}',
    '{"QueueUrl":"URL","MessageBody":"delayed","DelaySeconds":1}',
    '{"QueueUrl":"URL","MessageBody":"too late","DelaySeconds":901}',
    '{"QueueUrl":"URL","MessageBody":"typed","MessageAttributes":{"n":{"DataType":"Number","StringValue":"7"}}}',
    '{"QueueUrl":"URL","MessageBody":"bad","MessageAttributes":{"n":{"DataType":"Number","StringValue":"x"}}}',
    '{"QueueUrl":"URL","MessageBody":"unknown member","Other":{"a":[1,2]}}',
    '{"QueueUrl":"URL","MessageBody":""}',
    '{"QueueUrl":"URL","MessageBody":null}',
    '{"QueueUrl":"URL","MessageBody":7}',
    '{"QueueUrl":"URL"}',
    '{"QueueUrl":"URL","MessageBody":"\\u0001"}',
    '{"QueueUrl":"URL","MessageBody":"grouped","MessageGroupId":"g"}',
    '{"QueueUrl":"URL","MessageBody":"fifo only","MessageDeduplicationId":"d"}',
    '{"QueueUrl":"URL-gone","MessageBody":"no such queue"}',
    '{"QueueUrl":"URL","MessageBody":"cut',
    "[]", "", "\xff",
]


@pytest.mark.parametrize("body", BODIES)
def test_both_ways_answer_with_the_same_bytes(server, name, body):
    url = server.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    # The first call makes the queue known; a coding, even one that says nothing, is declined by the short way.
    post(server, "SendMessage", json.dumps({"QueueUrl": url, "MessageBody": "first"}))
    text = body.replace("URL", url).encode("latin-1")
    short = post(server, "SendMessage", text)
    long = post(server, "SendMessage", text, **{"Content-Encoding": "identity"})
    assert short == long


def receives(server):
    """How many receives were answered so far."""
    with urllib.request.urlopen(server.endpoint + "/_apus/metrics") as answer:
        counts = re.findall(
            r'apus_request_seconds_count\{service="sqs",operation="ReceiveMessage"\} (\d+)', answer.read().decode())
    return int(counts[0]) if counts else 0


def test_a_client_that_goes_away_ends_its_long_poll_and_takes_no_message(server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    host, port = server.endpoint.split("//")[1].split(":")
    before = receives(server)
    body = json.dumps({"QueueUrl": url, "WaitTimeSeconds": 20}).encode()
    poll = socket.create_connection((host, int(port)))
    poll.sendall(
        f"POST / HTTP/1.1\r\nHost: {host}:{port}\r\nContent-Type: application/x-amz-json-1.0\r\n"
        f"X-Amz-Target: AmazonSQS.ReceiveMessage\r\nAuthorization: {AUTHORIZATION}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n".encode() + body)
    poll.close()
    deadline = time.monotonic() + 10
    while receives(server) == before and time.monotonic() < deadline:
        pass
    assert receives(server) == before + 1
    sqs.send_message(QueueUrl=url, MessageBody="for the living")
    assert sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "for the living"

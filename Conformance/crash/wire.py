"""The thinnest possible client: one kept-alive connection, JSON in and out, so that load is the server's, not ours."""

import http.client
import json

AUTHORIZATION = (
    "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/{service}/aws4_request, "
    "SignedHeaders=host, Signature=0")
TARGETS = {
    "sqs": ("AmazonSQS", "1.0"), "dynamodb": ("DynamoDB_20120810", "1.0"), "events": ("AWSEvents", "1.1"),
    "dynamodbstreams": ("DynamoDBStreams_20120810", "1.0")}


class Refused(Exception):
    """The server answered with an error."""

    def __init__(self, status, body):
        super().__init__(f"{status}: {body[:200]}")
        self.status = status
        self.code = json.loads(body or "{}").get("__type", "") if body[:1] in ("{", "") else body


class Wire:
    """Calls of JSON services over one connection. A lost connection raises OSError: the outcome is unknown."""

    def __init__(self, port, service):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        prefix, version = TARGETS[service]
        self.prefix = prefix
        self.headers = {
            "Content-Type": f"application/x-amz-json-{version}",
            "Authorization": AUTHORIZATION.format(service=service)}

    def call(self, operation, **input):
        try:
            self.connection.request(
                "POST", "/", json.dumps(input), {**self.headers, "X-Amz-Target": f"{self.prefix}.{operation}"})
            answer = self.connection.getresponse()
            body = answer.read().decode()
        except http.client.HTTPException as error:
            raise OSError(str(error)) from error
        if answer.status != 200:
            raise Refused(answer.status, body)
        return json.loads(body or "{}")

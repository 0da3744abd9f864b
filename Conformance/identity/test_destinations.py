"""Targets that answer, under `--auth enforce`: rules call them in the role that the target names."""

import http.server
import json
import threading

import pytest

from identity.conftest import allow, policy, trust

ACCOUNT = "000000000000"


@pytest.fixture
def endpoint():
    """A web endpoint that keeps the bodies it gets."""
    calls = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            calls.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", calls
    server.shutdown()
    server.server_close()


def dead_letters(enforcing, url):
    enforcing.server.advance("PT1S")
    found = enforcing.client("sqs").receive_message(
        QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages", [])
    return [message["MessageAttributes"]["ERROR_CODE"]["StringValue"] for message in found]


def dead_queue(enforcing):
    sqs = enforcing.client("sqs")
    url, arn = sqs.create_queue(QueueName="dead")["QueueUrl"], f"arn:aws:sqs:eu-central-1:{ACCOUNT}:dead"
    statement = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage",
                 "Resource": arn}
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    return url, arn


def make_role(enforcing, name):
    iam = enforcing.client("iam")
    return iam.create_role(
        RoleName=name, AssumeRolePolicyDocument=trust({"Service": "events.amazonaws.com"}))["Role"]["Arn"]


def test_an_api_destination_is_called_in_a_role_that_may(enforcing, endpoint):
    url, calls = endpoint
    events = enforcing.client("events")
    dead, dead_arn = dead_queue(enforcing)
    connection = events.create_connection(Name="c", AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "k"}})["ConnectionArn"]
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection, HttpMethod="POST", InvocationEndpoint=url)["ApiDestinationArn"]
    events.put_rule(Name="r", EventPattern='{"source":["s"]}')

    def put(target, number):
        events.put_targets(Rule="r", Targets=[{
            "Id": "1", "Arn": destination, "InputPath": "$.detail", "DeadLetterConfig": {"Arn": dead_arn}, **target}])
        events.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": json.dumps({"n": number})}])
        return dead_letters(enforcing, dead)

    role = make_role(enforcing, "caller")
    assert put({}, 1) == ["NO_PERMISSIONS"]
    assert put({"RoleArn": role}, 2) == ["NO_PERMISSIONS"]
    enforcing.client("iam").put_role_policy(
        RoleName="caller", PolicyName="p", PolicyDocument=policy(allow("events:InvokeApiDestination", destination)))
    assert put({"RoleArn": role}, 3) == []
    assert calls == [{"n": 3}]


def test_a_method_that_asks_who_calls_is_called_in_a_role_that_may(enforcing):
    events, api = enforcing.client("events"), enforcing.client("apigateway")
    dead, dead_arn = dead_queue(enforcing)
    made = api.create_rest_api(name="a")["id"]
    root = api.get_resources(restApiId=made)["items"][0]["id"]
    api.put_method(restApiId=made, resourceId=root, httpMethod="POST", authorizationType="AWS_IAM")
    api.put_integration(restApiId=made, resourceId=root, httpMethod="POST", type="MOCK",
                        requestTemplates={"application/json": '{"statusCode": 200}'})
    api.put_method_response(restApiId=made, resourceId=root, httpMethod="POST", statusCode="200")
    api.put_integration_response(restApiId=made, resourceId=root, httpMethod="POST", statusCode="200")
    api.create_deployment(restApiId=made, stageName="live")
    method = f"arn:aws:execute-api:eu-central-1:{ACCOUNT}:{made}/live/POST/"
    events.put_rule(Name="r", EventPattern='{"source":["s"]}')

    def put(**target):
        events.put_targets(Rule="r", Targets=[{
            "Id": "1", "Arn": method, "DeadLetterConfig": {"Arn": dead_arn}, **target}])
        events.put_events(Entries=[{"Source": "s", "DetailType": "d", "Detail": "{}"}])
        return dead_letters(enforcing, dead)

    role = make_role(enforcing, "caller")
    assert put() == ["ERROR_FROM_TARGET"]
    assert put(RoleArn=role) == ["ERROR_FROM_TARGET"]
    enforcing.client("iam").put_role_policy(
        RoleName="caller", PolicyName="p", PolicyDocument=policy(allow("execute-api:Invoke", method)))
    assert put(RoleArn=role) == []

"""The AWS CLI on the services that other tests of it leave out: tables, roles, logs, buses, functions."""

import json
import zipfile

import pytest

TRUST = json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}]})


def test_tables_with_pages_and_waiters(live_server, name):
    def dynamodb(*arguments):
        return live_server.cli("dynamodb", *arguments)

    dynamodb("create-table", "--table-name", name, "--billing-mode", "PAY_PER_REQUEST",
             "--attribute-definitions", "AttributeName=id,AttributeType=S",
             "--key-schema", "AttributeName=id,KeyType=HASH")
    dynamodb("wait", "table-exists", "--table-name", name)
    dynamodb("batch-write-item", "--request-items", json.dumps({name: [
        {"PutRequest": {"Item": {"id": {"S": str(number)}, "value": {"N": str(number)}}}} for number in range(25)]}))
    found = dynamodb("scan", "--table-name", name, "--page-size", "4", "--query", "Items[].value.N")
    assert sorted(map(int, found)) == list(range(25))
    page = dynamodb("scan", "--table-name", name, "--max-items", "7")
    rest = dynamodb("scan", "--table-name", name, "--starting-token", page["NextToken"])
    assert len(page["Items"]) == 7 and len(rest["Items"]) == 18
    with pytest.raises(AssertionError, match="ConditionalCheckFailedException"):
        dynamodb("delete-item", "--table-name", name, "--key", '{"id": {"S": "1"}}',
                 "--condition-expression", "#v > :v", "--expression-attribute-names", '{"#v": "value"}',
                 "--expression-attribute-values", '{":v": {"N": "1"}}')


def test_roles_and_credentials(live_server, name):
    arn = live_server.cli(
        "iam", "create-role", "--role-name", name, "--assume-role-policy-document", TRUST)["Role"]["Arn"]
    live_server.cli("iam", "wait", "role-exists", "--role-name", name)
    found = live_server.cli("iam", "get-role", "--role-name", name, "--query", "Role.Arn", "--output", "text")
    assert found.strip() == arn
    session = live_server.cli("sts", "assume-role", "--role-arn", arn, "--role-session-name", "cli")["Credentials"]
    who = live_server.cli("sts", "get-caller-identity", environment={
        "AWS_ACCESS_KEY_ID": session["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": session["SecretAccessKey"],
        "AWS_SESSION_TOKEN": session["SessionToken"]})
    assert who["Arn"] == f"arn:aws:sts::000000000000:assumed-role/{name}/cli"


def test_functions_and_their_logs(live_server, name, tmp_path):
    archive = tmp_path / "code.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("app.py", "def handler(event, context):\n    print('saw', event)\n    return event\n")
    live_server.cli("lambda", "create-function", "--function-name", name, "--runtime", "python3.12",
                    "--handler", "app.handler", "--role", "arn:aws:iam::000000000000:role/runner",
                    "--zip-file", f"fileb://{archive}")
    live_server.cli("lambda", "wait", "function-active-v2", "--function-name", name)
    out = tmp_path / "out"
    answer = live_server.cli(
        "lambda", "invoke", "--function-name", name, "--payload", '{"value": 1}', str(out))
    assert answer["StatusCode"] == 200 and json.loads(out.read_text()) == {"value": 1}
    lines = live_server.cli("logs", "filter-log-events", "--log-group-name", f"/aws/lambda/{name}",
                            "--filter-pattern", "saw")["events"]
    assert [line["message"].strip() for line in lines] == ["saw {'value': 1}"]


def test_a_bus_and_its_rules(live_server, name):
    live_server.cli("events", "create-event-bus", "--name", name)
    live_server.cli("events", "put-rule", "--event-bus-name", name, "--name", "all",
                    "--event-pattern", '{"source": ["m"]}')
    url = live_server.cli("sqs", "create-queue", "--queue-name", name)["QueueUrl"]
    live_server.cli("events", "put-targets", "--event-bus-name", name, "--rule", "all",
                    "--targets", f"Id=queue,Arn=arn:aws:sqs:eu-central-1:000000000000:{name}")
    put = live_server.cli("events", "put-events", "--entries", json.dumps(
        [{"Source": "m", "DetailType": "reading", "Detail": '{"value": 1}', "EventBusName": name}]))
    assert put["FailedEntryCount"] == 0
    page = live_server.cli("sqs", "receive-message", "--queue-url", url, "--wait-time-seconds", "5")
    assert json.loads(page["Messages"][0]["Body"])["detail"] == {"value": 1}


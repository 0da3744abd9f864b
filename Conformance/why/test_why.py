"""`apus why` and its API tell the path of events and messages, over kills too."""

import io
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
import zipfile

import conftest
import pytest

ACCOUNT = "000000000000"


def arn(service, resource):
    return f"arn:aws:{service}:{conftest.REGION}:{ACCOUNT}:{resource}"


def why(server, identifier, *flags, **variables):
    """Runs the command; answers its exit code and what it said."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
    done = subprocess.run(
        [str(conftest.BINARY), "why", identifier, "--endpoint", server.endpoint, *flags],
        capture_output=True, text=True, timeout=60, env={**environment, **variables})
    return done.returncode, done.stdout + done.stderr


def path(server, identifier):
    return json.loads(server.get(f"/_apus/why/{identifier}"))


def places(answer):
    def collect(node):
        yield node
        for inner in node.get("then", []):
            yield from collect(inner)
    return [place for node in answer["path"] for place in collect(node)]


def until(condition, seconds=30):
    """Waits for what happens behind an answer."""
    end = time.monotonic() + seconds
    while not (found := condition()) and time.monotonic() < end:
        time.sleep(0.05)
    return found


def test_an_event_is_followed_from_bus_to_queue_and_explained_over_kills(own_server):
    server = own_server()
    sqs, sns, events = server.client("sqs"), server.client("sns"), server.client("events")
    dead = sqs.create_queue(QueueName="dead")["QueueUrl"]
    queue = sqs.create_queue(QueueName="q", Attributes={
        "VisibilityTimeout": "1",
        "RedrivePolicy": json.dumps({"deadLetterTargetArn": arn("sqs", "dead"), "maxReceiveCount": 1})})["QueueUrl"]
    topic = sns.create_topic(Name="t")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "q"))
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn("sqs", "dead"), Attributes={
        "FilterPolicy": '{"total":[{"numeric":[">",100]}]}', "FilterPolicyScope": "MessageBody"})
    for name, pattern in (("all", {"source": ["shop"]}), ("big", {"detail": {"total": [{"numeric": [">", 100]}]}})):
        events.put_rule(Name=name, EventPattern=json.dumps(pattern))
        events.put_targets(Rule=name, Targets=[{
            "Id": "t", "Arn": topic, "InputPath": "$.detail"}])
    event = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": '{"total":7}'}])["Entries"][0]["EventId"]
    server.kill()
    server.start()
    assert until(lambda: any(place.get("who") == arn("sqs", "q") for place in places(path(server, event))))
    told = places(path(server, event))
    misses = {place["who"].split(":")[-1].split("/")[-1]: place for place in told if place["state"] == "notMatched"}
    assert (misses["big"]["field"], misses["big"]["found"]) == ("detail.total", "[7]")
    assert [place["field"] for place in told if "subscription" in place["what"] and "field" in place] == ["total"]
    sqs = server.client("sqs")
    message = sqs.receive_message(QueueUrl=queue)["Messages"][0]
    in_flight = [place for place in places(path(server, message["MessageId"])) if place["state"] == "waiting"]
    assert "in flight" in in_flight[0]["what"] and "until" in in_flight[0]
    server.kill()
    server.start()
    sqs = server.client("sqs")
    time.sleep(1.1)
    assert "Messages" not in sqs.receive_message(QueueUrl=queue)
    server.kill()
    server.start()
    code, said = why(server, event)
    assert code == 0 and "received 1 time" in said and arn("sqs", "dead") in said
    publication = next(place["id"] for place in told if place.get("who") == topic)
    for identifier in (publication, message["MessageId"], event.upper()):
        assert path(server, identifier)["path"] == path(server, event)["path"]


def test_what_a_function_did_with_a_message_is_told(own_server):
    server = own_server()
    sqs, functions = server.client("sqs"), server.client("lambda")
    queue = sqs.create_queue(QueueName="q", Attributes={"VisibilityTimeout": "2"})["QueueUrl"]
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as files:
        files.writestr("f.py", "import json\ndef handle(event, _):\n"
                       "    if 'bad' in json.dumps(event): raise ValueError('no luck')\n")
    functions.create_function(
        FunctionName="f", Runtime="python3.12", Handler="f.handle", Role=f"arn:aws:iam::{ACCOUNT}:role/r", Timeout=2,
        Code={"ZipFile": archive.getvalue()})
    functions.get_waiter("function_active_v2").wait(FunctionName="f")
    # One at a time, since a batch fails as a whole.
    functions.create_event_source_mapping(EventSourceArn=arn("sqs", "q"), FunctionName="f", BatchSize=1)
    good = sqs.send_message(QueueUrl=queue, MessageBody="good")["MessageId"]
    bad = sqs.send_message(QueueUrl=queue, MessageBody="bad")["MessageId"]
    assert until(lambda: path(server, good)["ends"] == {"done": 1})
    assert until(lambda: any(place.get("code") == "ValueError" for place in places(path(server, bad))))
    server.kill()
    server.start()
    assert path(server, good)["ends"] == {"done": 1}
    failed = next(place for place in places(path(server, bad)) if place.get("code") == "ValueError")
    assert failed["message"] == "no luck"
    run = server.client("lambda").invoke(FunctionName="f", InvocationType="Event", Payload=b'"bad"')
    request = run["ResponseMetadata"]["RequestId"]
    assert until(lambda: any(place.get("code") == "ValueError" for place in places(path(server, request))))
    waiting = next(place for place in places(path(server, request)) if place["state"] == "waiting")
    assert "run 2 of the function" in waiting["what"] and "until" in waiting


def test_a_dead_endpoint_is_told_with_its_attempts_over_a_kill(own_server):
    server = own_server()
    events = server.client("events")
    connection = events.create_connection(
        Name="c", AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "x", "ApiKeyValue": "y"}})["ConnectionArn"]
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection, InvocationEndpoint="http://127.0.0.1:9/",
        HttpMethod="POST")["ApiDestinationArn"]
    events.put_rule(Name="r", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "t", "Arn": destination, "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/r"}])
    event = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": "{}"}])["Entries"][0]["EventId"]
    def attempts():
        return [place for place in places(path(server, event)) if place["state"] == "failed"]
    assert until(attempts)
    server.kill()
    server.start()
    assert attempts()
    waiting = next(place for place in places(path(server, event)) if place["state"] == "waiting")
    assert "until" in waiting and waiting["who"] == destination


def test_unknown_ids_and_servers_that_do_not_answer_are_said_plainly(server):
    code, said = why(server, "2b0e8a1c-8d1e-4d5c-9f0e-1d2c3b4a5968")
    assert code == 1 and "was not given out by this server" in said
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get("/_apus/why/nothing")
    assert refused.value.code == 404
    done = subprocess.run(
        [str(conftest.BINARY), "why", "x", "--endpoint", "http://127.0.0.1:9"], capture_output=True, text=True)
    assert done.returncode == 2 and "does not answer" in done.stderr


def test_the_command_prints_what_the_server_answers_as_json(server, name):
    queue = server.client("sqs").create_queue(QueueName=name)["QueueUrl"]
    message = server.client("sqs").send_message(QueueUrl=queue, MessageBody="m")["MessageId"]
    code, said = why(server, message, "--json")
    assert code == 0 and json.loads(said) == path(server, message)
    assert json.loads(said)["ends"] == {"waiting": 1}


def test_a_server_that_enforces_permissions_asks_for_one(own_server):
    root = {"AWS_ACCESS_KEY_ID": "AKIAROOTROOTROOTROOT", "AWS_SECRET_ACCESS_KEY": "secret/secret"}
    server = own_server("--auth", "enforce", environment={
        "APUS_ROOT_ACCESS_KEY_ID": root["AWS_ACCESS_KEY_ID"],
        "APUS_ROOT_SECRET_ACCESS_KEY": root["AWS_SECRET_ACCESS_KEY"]})
    keys = {"aws_access_key_id": root["AWS_ACCESS_KEY_ID"], "aws_secret_access_key": root["AWS_SECRET_ACCESS_KEY"]}
    sqs, events, iam = (server.client(service, **keys) for service in ("sqs", "events", "iam"))
    sqs.create_queue(QueueName="q", Attributes={"Policy": json.dumps({"Version": "2012-10-17", "Statement": [
        {"Sid": "NoEvents", "Effect": "Deny", "Principal": {"Service": "events.amazonaws.com"},
         "Action": "sqs:SendMessage", "Resource": "*"}]})})
    events.put_rule(Name="r", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="r", Targets=[{"Id": "t", "Arn": arn("sqs", "q")}])
    event = events.put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": "{}"}])["Entries"][0]["EventId"]
    code, said = why(server, event, "--json", **root)
    assert code == 0, said
    denied = next(place for place in places(json.loads(said)) if place["state"] == "lost")
    assert denied["code"] == "NO_PERMISSIONS" and 'statement "NoEvents"' in denied["statement"]
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    eve = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    code, said = why(server, event, **eve)
    assert code == 1 and "not authorized to perform: apus:Why" in said
    iam.put_user_policy(UserName="eve", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "apus:Why", "Resource": arn("events", "*")}]}))
    code, said = why(server, event, "--json", **eve)
    assert code == 0, said
    whos = [place.get("who", "") for place in places(json.loads(said))]
    assert arn("events", "event-bus/default") in whos and arn("sqs", "q") not in whos
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(f"/_apus/why/{event}")
    assert refused.value.code == 403
    code, said = why(server, event, AWS_ACCESS_KEY_ID=eve["AWS_ACCESS_KEY_ID"], AWS_SECRET_ACCESS_KEY="wrong")
    assert code == 1 and "signature" in said


def test_a_server_without_a_journal_says_that_it_has_none(own_server):
    server = own_server("--journal-megabytes", "0")
    event = server.client("events").put_events(Entries=[
        {"Source": "shop", "DetailType": "order", "Detail": "{}"}])["Entries"][0]["EventId"]
    assert "keeps no journal" in path(server, event)["note"]

"""Versions, aliases, policies, settings and the errors around them."""

import hashlib
import base64
import io
import json
import os
import time
import urllib.request
import zipfile

import pytest
from botocore.exceptions import ClientError

CODE = {"app.py": "def handler(e, c): return c.function_version\n"}


def failure(call, *arguments, **options):
    with pytest.raises(ClientError) as caught:
        call(*arguments, **options)
    return caught.value.response


def test_versions_and_weighted_aliases(functions, name):
    client = functions.client
    functions.make(name, CODE)
    one = client.publish_version(FunctionName=name)
    assert one["Version"] == "1" and one["FunctionArn"].endswith(f"function:{name}:1") and one["State"] == "Active"
    assert client.publish_version(FunctionName=name)["Version"] == "1"
    client.update_function_configuration(FunctionName=name, Environment={"Variables": {"STAGE": "b"}})
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert client.publish_version(FunctionName=name)["Version"] == "2"
    alias = client.create_alias(FunctionName=name, Name="live", FunctionVersion="1", Description="d",
                                RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    assert alias["AliasArn"].endswith(f"function:{name}:live") and alias["FunctionVersion"] == "1"
    seen = {functions.invoke(name, {}, Qualifier="live")[1] for _ in range(40)}
    assert seen == {"1", "2"}
    assert failure(client.get_function, FunctionName=name, Qualifier="gone")["Error"]["Message"].endswith(
        f"function:{name}:gone")
    answer = failure(client.delete_function, FunctionName=name, Qualifier="1")
    assert answer["Error"]["Code"] == "ResourceConflictException"


def test_the_code_can_be_fetched_again(functions, name, make_archive):
    functions.make(name, CODE)
    found = functions.client.get_function(FunctionName=name)
    assert found["Code"]["RepositoryType"] == "S3" and found["Configuration"]["LastUpdateStatus"] == "Successful"
    data = urllib.request.urlopen(found["Code"]["Location"]).read()
    assert base64.b64encode(hashlib.sha256(data).digest()).decode() == found["Configuration"]["CodeSha256"]
    assert zipfile.ZipFile(io.BytesIO(data)).read("app.py").decode() == CODE["app.py"]


def test_new_code_runs_after_an_update(functions, name, make_archive):
    functions.make(name, CODE)
    functions.invoke(name, {})
    functions.client.update_function_code(
        FunctionName=name, ZipFile=make_archive({"app.py": "def handler(e, c): return 'new'\n"}))
    functions.client.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert functions.invoke(name, {})[1] == "new"


def test_what_is_not_there_is_named(functions, name):
    answer = failure(functions.client.get_function, FunctionName=name)
    arn = f"arn:aws:lambda:eu-central-1:000000000000:function:{name}"
    assert answer["Error"] == {"Code": "ResourceNotFoundException", "Message": f"Function not found: {arn}"}
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 404
    other = f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
    assert failure(functions.client.get_function, FunctionName=other)["Error"]["Message"] == (
        "Functions from 'us-east-1' are not reachable in this region ('eu-central-1')")


@pytest.mark.parametrize("data", [b"no zip", b"PK\x05\x06" + b"\0" * 10])
def test_a_broken_archive_is_refused(functions, name, data):
    answer = failure(functions.client.create_function, FunctionName=name, Runtime="python3.12", Handler="a.b",
                     Role="arn:aws:iam::000000000000:role/r", Code={"ZipFile": data})
    assert answer["Error"] == {
        "Code": "InvalidParameterValueException",
        "Message": "Could not unzip uploaded file. Please check your file, then try to upload again."}


def test_an_environment_beyond_4_kilobytes_is_refused(functions, name, make_archive):
    answer = failure(functions.client.create_function, FunctionName=name, Runtime="python3.12", Handler="a.b",
                     Role="arn:aws:iam::000000000000:role/r", Code={"ZipFile": make_archive(CODE)},
                     Environment={"Variables": {"LARGE_VAR": "x" * 4096}})
    assert answer["Error"]["Message"] == (
        "Lambda was unable to configure your environment variables because the environment variables you have "
        'provided exceeded the 4KB limit. String measured: {"LARGE_VAR":"' + "x" * 4096 + '"}')


def test_policies_are_made_of_statements(functions, name):
    functions.make(name, CODE)
    client = functions.client
    client.add_permission(FunctionName=name, StatementId="s1", Action="lambda:InvokeFunction",
                          Principal="sns.amazonaws.com", SourceArn="arn:aws:sns:eu-central-1:000000000000:t")
    policy = json.loads(client.get_policy(FunctionName=name)["Policy"])
    arn = f"arn:aws:lambda:eu-central-1:000000000000:function:{name}"
    assert policy == {"Version": "2012-10-17", "Id": "default", "Statement": [{
        "Sid": "s1", "Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "lambda:InvokeFunction", "Resource": arn,
        "Condition": {"ArnLike": {"AWS:SourceArn": "arn:aws:sns:eu-central-1:000000000000:t"}}}]}
    client.remove_permission(FunctionName=name, StatementId="s1")
    assert failure(client.get_policy, FunctionName=name)["Error"]["Code"] == "ResourceNotFoundException"


def test_layers_are_found_by_functions(functions, name, make_archive):
    client = functions.client
    layer = client.publish_layer_version(
        LayerName=name, Content={"ZipFile": make_archive({"python/shared.py": "VALUE = 42\n"})})
    assert layer["Version"] == 1 and layer["LayerVersionArn"].endswith(f":layer:{name}:1")
    functions.make(name, {"app.py": "import shared\ndef handler(e, c): return shared.VALUE\n"},
                   Layers=[layer["LayerVersionArn"]])
    assert functions.invoke(name, {})[1] == 42


def test_a_failed_event_reaches_its_destination(server, functions, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = f"arn:aws:sqs:eu-central-1:000000000000:{name}"
    functions.make(name, {"app.py": "def handler(e, c): raise ValueError('no')\n"})
    functions.client.put_function_event_invoke_config(
        FunctionName=name, MaximumRetryAttempts=0, DestinationConfig={"OnFailure": {"Destination": arn}})
    functions.invoke(name, {"x": 1}, InvocationType="Event")
    server.advance("PT5S")
    message, = sqs.receive_message(QueueUrl=url)["Messages"]
    record = json.loads(message["Body"])
    assert record["requestContext"]["condition"] == "RetriesExhausted"
    assert record["requestContext"]["approximateInvokeCount"] == 1 and record["requestPayload"] == {"x": 1}
    assert record["responseContext"] == {
        "statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"}
    assert record["responsePayload"]["errorType"] == "ValueError"


def test_what_a_function_writes_is_in_its_log_group(server, functions, name):
    functions.make(name, {"app.py": "def handler(e, c): print('found me')\n"})
    functions.invoke(name, {})
    server.advance("PT1S")
    events = server.client("logs").filter_log_events(logGroupName=f"/aws/lambda/{name}")["events"]
    texts = [event["message"] for event in events]
    assert texts[0].startswith("START RequestId") and "found me" in texts and texts[-1].startswith("REPORT RequestId")


def test_no_worker_outlives_a_server_that_is_killed(own_server, make_functions, name):
    server = own_server("--clock", "virtual", "--ephemeral")
    functions = make_functions(server)
    functions.make(name, {"app.py": """
import os, subprocess
child = subprocess.Popen(["sleep", "1000"])
def handler(e, c): return [os.getpid(), child.pid]
"""})
    _, pids = functions.invoke(name, {})
    assert all(os.path.exists(f"/proc/{pid}") for pid in pids)
    server.kill()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and any(alive(pid) for pid in pids):
        time.sleep(0.02)
    assert not any(alive(pid) for pid in pids)


def alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_server_that_is_stopped_ends_its_workers_at_once(own_server, make_functions, name):
    server = own_server("--clock", "virtual", "--ephemeral")
    functions = make_functions(server)
    functions.make(name, {"app.py": "import os\ndef handler(e, c): return os.getpid()\n"})
    _, pid = functions.invoke(name, {})
    begin = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - begin < 5 and not alive(pid)

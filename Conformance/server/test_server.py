"""What the server does besides answering the services' APIs."""

import json
import os
import pathlib
import re
import socket
import stat
import subprocess
import urllib.error
import urllib.request

import botocore.exceptions
import conftest
import pytest


def serve(*arguments, environment=None):
    return subprocess.run(
        [str(conftest.BINARY), "serve", *arguments], capture_output=True, text=True, timeout=30,
        env={"PATH": os.environ["PATH"], **(environment or {})})


def test_an_open_server_refuses_to_listen_to_the_world():
    result = serve("--host", "0.0.0.0", "--ephemeral")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1 and "--auth enforce" in result.stderr


def test_an_unknown_setting_stops_the_start():
    result = serve("--ephemeral", environment={"APUS_ATUH": "enforce"})
    assert result.returncode == 1 and "'atuh' is not known" in result.stderr


def test_a_mistyped_security_setting_stops_the_start():
    result = serve("--auth", "enforced", "--ephemeral")
    assert result.returncode == 1 and "'auth' does not take 'enforced'" in result.stderr


def test_a_taken_port_is_named():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = serve("--ephemeral", "--port", str(port))
    assert result.returncode == 1 and str(port) in result.stderr


def test_a_second_process_on_the_same_data_is_refused(own_server):
    server = own_server()
    result = serve("--port", "0", "--data", server.data)
    assert result.returncode == 1 and server.data in result.stderr


def test_settings_come_from_file_environment_and_flags_in_this_order(own_server, tmp_path):
    file = tmp_path / "apus.json"
    file.write_text(json.dumps({"clock": "virtual", "region": "eu-west-1", "log_level": "error"}))
    server = own_server("--ephemeral", "--config", file, environment={"APUS_CLOCK": "system"})
    assert json.loads(server.get("/_apus/clock"))["mode"] == "system"


def test_health_is_told_to_people_and_to_container_tools(server):
    for path in ("/_apus/health", "/_localstack/health"):
        assert json.loads(server.get(path))["services"]["sqs"] == "running"


def test_metrics_are_text_for_prometheus(server, name):
    server.client("sqs").create_queue(QueueName=name)
    text = server.get("/_apus/metrics").decode()
    assert 'apus_requests_total{service="sqs",operation="CreateQueue",outcome="ok"}' in text
    assert re.search(r'apus_store_closures_by_label_total{label="[a-zA-Z.]+"} [1-9]', text), text
    assert re.search(r"apus_store_commits_total [1-9]", text)


def test_the_clock_goes_forward_only(server):
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(urllib.request.Request(
            server.endpoint + "/_apus/clock", data=b'{"set": "2001-01-01T00:00:00Z"}', method="POST"))
    assert error.value.code == 400


def test_a_stopped_server_leaves_a_sound_store(own_server, name):
    server = own_server()
    server.client("sqs").create_queue(QueueName=name)
    assert server.stop() == 0
    result = subprocess.run([str(conftest.BINARY), "verify", "--data", server.data], capture_output=True, text=True)
    assert result.returncode == 0 and "No fault" in result.stdout


def test_a_flipped_bit_in_the_store_is_found(own_server, name):
    server = own_server()
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    for _ in range(200):
        sqs.send_message(QueueUrl=url, MessageBody="x" * 500)
    server.stop()
    file = pathlib.Path(server.data) / "apus.db"
    content = bytearray(file.read_bytes())
    # One bit of a page's header, in the part of the file that holds the messages.
    page = content.index(b"x" * 400) // 4096 * 4096
    content[page] ^= 0x10
    file.write_bytes(content)
    result = subprocess.run([str(conftest.BINARY), "verify", "--data", server.data], capture_output=True, text=True)
    assert result.returncode != 0


@pytest.fixture
def enforced(own_server):
    return own_server("--auth", "enforce")


def root_key(server):
    file = pathlib.Path(server.data) / "root-credentials.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = json.loads(file.read_text())
    return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


def test_the_root_key_signs_and_others_are_refused(enforced, name):
    sqs = enforced.client("sqs", **root_key(enforced))
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody="signed")
    with pytest.raises(botocore.exceptions.ClientError) as error:
        enforced.client("sqs").list_queues()
    assert error.value.response["Error"]["Code"] in ("InvalidClientTokenId", "UnrecognizedClientException")
    wrong = {**root_key(enforced), "aws_secret_access_key": "wrong"}
    with pytest.raises(botocore.exceptions.ClientError) as error:
        enforced.client("sqs", **wrong).list_queues()
    assert error.value.response["Error"]["Code"] in ("SignatureDoesNotMatch", "InvalidSignatureException")


def test_the_root_key_stays_over_a_restart(enforced, name):
    key = root_key(enforced)
    enforced.restart()
    assert root_key(enforced) == key
    enforced.client("sqs", **key).create_queue(QueueName=name)


def test_an_unknown_operation_is_named(server):
    request = urllib.request.Request(server.endpoint, data=b"{}", headers={
        "X-Amz-Target": "AmazonSQS.NoSuchThing", "Content-Type": "application/x-amz-json-1.0"})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=10)
    assert error.value.code == 400 and b"UnknownOperation" in error.value.read()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"QueueName": 5}', b"\xff\xfe", b'{"QueueName":' + b"[" * 5000])
def test_a_malformed_body_is_the_callers_fault(server, body):
    request = urllib.request.Request(server.endpoint, data=body, headers={
        "X-Amz-Target": "AmazonSQS.CreateQueue", "Content-Type": "application/x-amz-json-1.0"})
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=10)
    assert error.value.code == 400

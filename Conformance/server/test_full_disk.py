"""A disk that fills up under load: an error for who comes then, and nothing lost of what was acknowledged."""

import os
import subprocess
import tempfile

import botocore.exceptions
import pytest

import conftest

BODY = "x" * 100_000


@pytest.fixture
def small_disk():
    """A disk of 24 MB of its own, and a way to make it larger."""
    if os.geteuid() != 0:
        pytest.skip("only root can make a disk to fill")
    place = tempfile.mkdtemp(prefix="apus-small-disk-")
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "apus-test", place], capture_output=True)
    if made.returncode != 0:
        pytest.skip("this machine lets nobody mount a disk: " + made.stderr.decode().strip())
    yield place, lambda: subprocess.run(["mount", "-o", "remount,size=96m", place], check=True)
    subprocess.run(["umount", "--lazy", place], check=True)
    os.rmdir(place)


def bodies(sqs, url):
    found = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=600).get("Messages"):
        found += [message["Body"] for message in messages]
    return found


def test_a_full_disk_refuses_and_loses_nothing(own_server, small_disk, name):
    place, enlarge = small_disk
    server = own_server("--clock", "virtual", data=os.path.join(place, "data"))
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    acknowledged = []
    refused = None
    for number in range(400):
        try:
            sqs.send_message(QueueUrl=url, MessageBody=f"{number} {BODY}")
            acknowledged.append(f"{number} {BODY}")
        except botocore.exceptions.ClientError as error:
            refused = error.response
            break
    assert refused, "24 MB held 40 MB"
    assert refused["ResponseMetadata"]["HTTPStatusCode"] == 503, refused
    assert "disk" in refused["Error"]["Message"].lower() or "space" in refused["Error"]["Message"].lower(), refused
    # What can be read still is.
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url

    enlarge()
    sqs.send_message(QueueUrl=url, MessageBody="after")
    server.kill()
    server.start()
    sqs = server.client("sqs")
    url = sqs.get_queue_url(QueueName=name)["QueueUrl"]
    found = bodies(sqs, url)
    missing = set(acknowledged + ["after"]) - set(found)
    assert not missing, f"{len(missing)} acknowledged messages are gone"
    assert len(found) == len(set(found))

"""AsyncAws, the PHP clients that Debian ships, in programs that send several requests at once."""

import json
import pathlib

HERE = pathlib.Path(__file__).resolve().parent / "php"
TRUST = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Principal": {"AWS": "000000000000"}, "Action": "sts:AssumeRole"}]}


def test_queues_of_a_php_program(run, live_server, name):
    assert run("php", HERE / "queues.php", live_server.endpoint, name) == "done\n"


def test_topics_of_a_php_program_with_credentials_of_a_role(run, live_server, name):
    role = live_server.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(TRUST))["Role"]
    assert run("php", HERE / "topics.php", live_server.endpoint, name, role["Arn"]) == "done\n"

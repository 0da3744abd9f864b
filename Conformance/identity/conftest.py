"""A server that checks signatures and policies."""

import json
import pathlib

import botocore.exceptions
import pytest


class Enforcing:
    """A server with `--auth enforce`, and the clients of those who may use it."""

    def __init__(self, make):
        self.server = make("--auth", "enforce", "--clock", "virtual")
        self.load_root()

    def load_root(self):
        self.root_key = json.loads((pathlib.Path(self.server.data) / "root-credentials.json").read_text())

    def restart(self):
        self.server.restart()

    def client(self, service, key=None, **options):
        key = key or self.root_key
        return self.server.client(
            service, aws_access_key_id=key["AccessKeyId"], aws_secret_access_key=key["SecretAccessKey"],
            aws_session_token=key.get("SessionToken"), **options)

    def user(self, name, *statements):
        """Makes a user with a key and a policy of the statements."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        if statements:
            iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy(*statements))
        return iam.create_access_key(UserName=name)["AccessKey"]


def policy(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action, resource="*", **more):
    return {"Effect": "Allow", "Action": action, "Resource": resource, **more}


def trust(principal, action="sts:AssumeRole", **more):
    return policy({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def refusal(call, **arguments):
    """The code and the text of the error that a call answers."""
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    found = error.value.response["Error"]
    return found["Code"], found["Message"]


@pytest.fixture
def enforcing(own_server):
    return Enforcing(own_server)

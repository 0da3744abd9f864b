"""Mail, texts and pushes: the mailbox of `apus mail`, and a relay that speaks SMTP."""

import base64
import email
import email.policy
import json
import re
import socketserver
import subprocess
import threading
import time
import urllib.request

import pytest

from conftest import BINARY


def mail(server, *arguments):
    result = subprocess.run(
        [str(BINARY), "mail", "--endpoint", server.endpoint, *arguments], capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    return result.stdout


def messages(server, recipient):
    return [json.loads(line) for line in mail(server, "--json", "--to", recipient).splitlines()]


class Relay:
    """Takes mail by SMTP; refuses what it is told to."""

    def __init__(self):
        self.messages, self.failures, self.credentials = [], [], None
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            def say(self, line):
                self.wfile.write(line.encode() + b"\r\n")

            def handle(self):
                self.say("220 relay")
                envelope = []
                while line := self.rfile.readline().decode().rstrip("\r\n"):
                    word = line[:4].upper()
                    if word == "EHLO":
                        self.say("250-relay")
                        self.say("250 AUTH PLAIN")
                    elif word == "AUTH":
                        owner.credentials = base64.b64decode(line.split()[2]).split(b"\0")[1:]
                        self.say("235 welcome")
                    elif word in ("MAIL", "RCPT"):
                        if word == "RCPT" and owner.failures:
                            self.say(owner.failures.pop(0))
                            return
                        envelope.append(re.search("<(.*)>", line).group(1))
                        self.say("250 ok")
                    elif word == "DATA":
                        self.say("354 go on")
                        data = b""
                        while (part := self.rfile.readline()) != b".\r\n":
                            data += part
                        owner.messages.append((envelope, email.message_from_bytes(data, policy=email.policy.default)))
                        self.say("250 taken")
                    elif word == "QUIT":
                        self.say("221 bye")
                        return

        self.server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.address = f"smtp://user:pass@127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count):
        deadline = time.monotonic() + 20
        while len(self.messages) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.messages) >= count
        return self.messages[count - 1]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def relay():
    relay = Relay()
    yield relay
    relay.stop()


def test_mail_in_the_local_mailbox_survives_a_restart(own_server):
    server = own_server()
    sns = server.client("sns")
    topic = sns.create_topic(Name="news", Attributes={"DisplayName": "News"})["TopicArn"]
    answer = sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    assert answer["SubscriptionArn"] == "pending confirmation"
    link = re.search(r"http\S+ConfirmSubscription\S+", messages(server, "a@example.com")[0]["content"]).group(0)
    assert b"ConfirmSubscriptionResponse" in urllib.request.urlopen(link).read()
    sns.publish(TopicArn=topic, Message="Zähler 漢字", Subject="High")
    server.restart()
    last = messages(server, "a@example.com")[-1]
    assert last["subject"] == "High" and last["content"].startswith("Zähler 漢字\n")
    link = re.search(r"http\S+Unsubscribe\S+", last["content"]).group(0)
    sns = server.client("sns")
    assert len(sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"]) == 1
    urllib.request.urlopen(re.sub(r"http://[^/]+", server.endpoint, link)).read()
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []
    assert "Subject: High" in mail(server)


def test_mail_goes_to_a_relay_that_is_tried_again(own_server, relay):
    server = own_server(environment={"APUS_MAIL_RELAY": relay.address, "APUS_MAIL_FROM": "apus@example.org"})
    sns = server.client("sns")
    topic = sns.create_topic(Name="news", Attributes={"DisplayName": "Zähler"})["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email-json", Endpoint="a@example.com")
    envelope, message = relay.wait(1)
    assert envelope == ["apus@example.org", "a@example.com"] and relay.credentials == [b"user", b"pass"]
    assert message["From"] == "Zähler <apus@example.org>" and message["To"] == "a@example.com"
    urllib.request.urlopen(re.search(r"http\S+Confirm\S+", message.get_content()).group(0)).read()
    relay.failures = ["451 later, please"]
    sns.publish(TopicArn=topic, Message="x" * 5000 + "é", Subject="Grüße aus dem Zählerschrank")
    _, message = relay.wait(2)
    assert message["Subject"] == "Grüße aus dem Zählerschrank"
    assert json.loads(message.get_content())["Message"] == "x" * 5000 + "é"
    assert mail(server) == "Nothing was sent.\n"


def test_mail_that_a_relay_refuses_for_good_is_not_tried_again(own_server, relay):
    server = own_server(environment={"APUS_MAIL_RELAY": relay.address})
    relay.failures = ["550 no such user", "550 no such user"]
    sns = server.client("sns")
    topic = sns.create_topic(Name="news")["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    deadline = time.monotonic() + 10
    while len(relay.failures) == 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="b@example.com")
    time.sleep(2)  # longer than the first pause of a message that is tried again
    assert relay.failures == [] and relay.messages == []


def test_a_relay_that_is_none_stops_the_start(own_server):
    with pytest.raises(AssertionError, match="mail_relay"):
        own_server(environment={"APUS_MAIL_RELAY": "example.com"})


def test_texts_and_pushes_are_recorded(own_server):
    server = own_server()
    sns = server.client("sns")
    sns.publish(PhoneNumber="+491701234567", Message="high reading")
    application = sns.create_platform_application(
        Name="app", Platform="APNS", Attributes={"PlatformCredential": "c", "PlatformPrincipal": "p"})
    endpoint = sns.create_platform_endpoint(
        PlatformApplicationArn=application["PlatformApplicationArn"], Token="t")["EndpointArn"]
    sns.publish(TargetArn=endpoint, Message=json.dumps({"default": "d", "APNS": "{}"}), MessageStructure="json")
    assert messages(server, "+491701234567")[0]["content"] == "high reading"
    assert messages(server, endpoint)[0]["content"] == "{}"
    assert sum("is recorded, not sent" in line for line in server.log) == 2


def test_with_permissions_enforced_mail_needs_a_relay(own_server):
    key = {"APUS_ROOT_ACCESS_KEY_ID": "AKIAROOT", "APUS_ROOT_SECRET_ACCESS_KEY": "secret"}
    server = own_server("--auth", "enforce", environment=key)
    sns = server.client("sns", aws_access_key_id="AKIAROOT", aws_secret_access_key="secret")
    topic = sns.create_topic(Name="news")["TopicArn"]
    with pytest.raises(sns.exceptions.ClientError, match="relay"):
        sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="a@example.com")
    result = subprocess.run(
        [str(BINARY), "mail", "--endpoint", server.endpoint], capture_output=True, text=True, timeout=60)
    assert result.returncode == 1 and "--auth open" in result.stderr

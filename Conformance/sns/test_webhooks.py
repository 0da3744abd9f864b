"""A web endpoint as users write it: confirms, verifies signatures, fails and recovers."""

import base64
import http.server
import json
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request

import pytest


class Endpoint:
    """A local HTTP server that keeps what it gets and answers what it is told."""

    def __init__(self):
        self.requests = []
        self.status = 200
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                owner.requests.append((dict(self.headers), body.decode()))
                self.send_response(owner.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def wait(self, count):
        deadline = time.monotonic() + 10
        while len(self.requests) < count and time.monotonic() < deadline:
            time.sleep(0.01)
        assert len(self.requests) >= count
        return self.requests[count - 1]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def endpoint():
    endpoint = Endpoint()
    yield endpoint
    endpoint.stop()


def verify(message):
    """Checks the signature with openssl and the certificate that the message names."""
    names = ["Message", "MessageId", "SubscribeURL", "Subject", "Timestamp", "Token", "TopicArn", "Type"]
    if message["Type"] == "Notification":
        names = ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"]
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    with urllib.request.urlopen(message["SigningCertURL"], timeout=10) as answer:
        certificate = answer.read()
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("cert", certificate), ("text", text.encode()),
                           ("signature", base64.b64decode(message["Signature"]))):
            with open(f"{folder}/{name}", "wb") as file:
                file.write(data)
        subprocess.run(["openssl", "x509", "-in", f"{folder}/cert", "-pubkey", "-noout", "-out", f"{folder}/key"],
                       check=True)
        digest = {"1": "-sha1", "2": "-sha256"}[message["SignatureVersion"]]
        subprocess.run(["openssl", "dgst", digest, "-verify", f"{folder}/key", "-signature", f"{folder}/signature",
                        f"{folder}/text"], check=True, stdout=subprocess.DEVNULL)


def confirm(sns, endpoint, topic, **attributes):
    answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url, Attributes=attributes,
                           ReturnSubscriptionArn=True)
    headers, body = endpoint.wait(len(endpoint.requests) + 1 if not endpoint.requests else 1)
    message = json.loads(body)
    assert message["Type"] == "SubscriptionConfirmation"
    verify(message)
    with urllib.request.urlopen(message["SubscribeURL"], timeout=10) as page:
        assert answer["SubscriptionArn"] in page.read().decode()
    return answer["SubscriptionArn"]


@pytest.mark.parametrize("version", ["1", "2"])
def test_a_link_in_a_browser_confirms_and_signatures_verify(server, name, endpoint, version):
    sns = server.client("sns")
    topic = sns.create_topic(Name=name, Attributes={"SignatureVersion": version})["TopicArn"]
    subscription = confirm(sns, endpoint, topic)
    attributes = sns.get_subscription_attributes(SubscriptionArn=subscription)["Attributes"]
    assert attributes["PendingConfirmation"] == "false"
    sns.publish(TopicArn=topic, Message="21 °C\nand rising", Subject="weather",
                MessageAttributes={"n": {"DataType": "Number", "StringValue": "1"}})
    headers, body = endpoint.wait(2)
    message = json.loads(body)
    verify(message)
    assert message["Message"] == "21 °C\nand rising"
    assert message["SignatureVersion"] == version
    assert headers["x-amz-sns-message-type"] == "Notification"
    assert headers["x-amz-sns-subscription-arn"] == subscription
    assert headers["Content-Type"] == "text/plain; charset=UTF-8"
    # The link in the message ends the subscription, without credentials.
    with urllib.request.urlopen(message["UnsubscribeURL"], timeout=10) as page:
        assert page.status == 200
    headers, body = endpoint.wait(3)
    assert json.loads(body)["Type"] == "UnsubscribeConfirmation"
    verify(json.loads(body))


def test_a_wrong_token_is_refused(server, name):
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.get(f"/?Action=ConfirmSubscription&TopicArn={topic}&Token=guess")
    assert refused.value.code == 400
    assert b"<Code>InvalidParameter</Code>" in refused.value.read()


def test_a_failing_endpoint_is_tried_again_for_a_minute(server, name, endpoint):
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    confirm(sns, endpoint, topic)
    endpoint.status = 500
    sns.publish(TopicArn=topic, Message="m")
    endpoint.wait(2)
    for count in (3, 4, 5):
        server.advance("PT20S")
        endpoint.wait(count)
    server.advance("PT1H")
    assert len(endpoint.requests) == 5


def test_what_was_not_delivered_survives_a_restart(own_server, name, endpoint):
    server = own_server("--clock", "virtual")
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    confirm(sns, endpoint, topic)
    endpoint.status = 500
    message = sns.publish(TopicArn=topic, Message="m")["MessageId"]
    endpoint.wait(2)
    server.kill()
    endpoint.status = 200
    server.start()
    server.advance("PT1H")
    assert endpoint.requests[-1][0]["x-amz-sns-message-id"] == message
    verify_again = json.loads(endpoint.requests[-1][1])
    verify_again["SigningCertURL"] = server.endpoint + "/" + verify_again["SigningCertURL"].rsplit("/", 1)[1]
    verify(verify_again)


def test_a_guarded_end_needs_credentials(own_server, name, endpoint):
    server = own_server("--ephemeral", "--clock", "virtual")
    sns = server.client("sns")
    topic = sns.create_topic(Name=name)["TopicArn"]
    answer = sns.subscribe(TopicArn=topic, Protocol="http", Endpoint=endpoint.url, ReturnSubscriptionArn=True)
    token = json.loads(endpoint.wait(1)[1])["Token"]
    confirmed = sns.confirm_subscription(TopicArn=topic, Token=token, AuthenticateOnUnsubscribe="true")
    assert confirmed["SubscriptionArn"] == answer["SubscriptionArn"]
    sns.unsubscribe(SubscriptionArn=answer["SubscriptionArn"])

"""Connections of every type prove to real servers, over HTTP and HTTPS, who calls."""

import base64
import http.server
import json
import os
import shutil
import ssl
import subprocess
import threading
import time
import urllib.parse

import conftest
import pytest


class Site:
    """An endpoint and an authorization server in one, over TLS where it has a certificate."""

    def __init__(self, certificate=None):
        self.calls, self.questions = [], []
        self.tokens, self.lifetime, self.refusal = 0, 3600, None
        self.expected = None
        owner = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                status, answer = owner.take(self.path, self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *arguments):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        scheme = "https" if certificate else "http"
        self.url = f"{scheme}://localhost:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, path, headers, body):
        if path.startswith("/token"):
            self.questions.append((dict(headers), urllib.parse.parse_qs(body)))
            if self.refusal:
                return self.refusal, b""
            self.tokens += 1
            self.expected = f"Bearer t{self.tokens}"
            return 200, json.dumps({"access_token": f"t{self.tokens}", "expires_in": self.lifetime}).encode()
        self.calls.append((path, dict(headers), json.loads(body)))
        known = self.expected is None or headers.get("Authorization") == self.expected
        return (200 if known else 401), b"{}"

    def wait(self, count):
        deadline = time.monotonic() + 30
        while len(self.calls) < count and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(self.calls) >= count
        return self.calls[count - 1]

    def stop(self):
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def site():
    site = Site()
    yield site
    site.stop()


def wait_for_state(events, connection, state, seconds=20):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = events.describe_connection(Name=connection)
        if found["ConnectionState"] == state:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def send_to(events, site, connection, name):
    destination = events.create_api_destination(
        Name=name, ConnectionArn=connection["ConnectionArn"], HttpMethod="POST",
        InvocationEndpoint=site.url + "/hook")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{
        "Id": "1", "Arn": destination["ApiDestinationArn"], "InputPath": "$.detail",
        "RoleArn": "arn:aws:iam::000000000000:role/caller"}])


def put(events, name, **detail):
    events.put_events(Entries=[{"Source": name, "DetailType": "t", "Detail": json.dumps(detail)}])


def oauth(site, **more):
    return {"OAuthParameters": {
        "ClientParameters": {"ClientID": "id", "ClientSecret": "secret"},
        "AuthorizationEndpoint": site.url + "/token", "HttpMethod": "POST",
        "OAuthHttpParameters": {"BodyParameters": [{"Key": "audience", "Value": "orders"}]}}, **more}


def test_basic_and_key_prove_by_header(own_server, site):
    events = own_server().client("events")
    basic = events.create_connection(Name="basic", AuthorizationType="BASIC", AuthParameters={
        "BasicAuthParameters": {"Username": "user", "Password": "pass"}})
    send_to(events, site, basic, "basic")
    put(events, "basic", n=1)
    _, headers, body = site.wait(1)
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"user:pass").decode()
    assert body == {"n": 1}
    key = events.create_connection(Name="key", AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "k"},
        "InvocationHttpParameters": {
            "HeaderParameters": [{"Key": "X-Site", "Value": "s", "IsValueSecret": True}],
            "QueryStringParameters": [{"Key": "q", "Value": "1"}],
            "BodyParameters": [{"Key": "pin", "Value": "1234", "IsValueSecret": True}]}})
    send_to(events, site, key, "key")
    put(events, "key", n=2)
    path, headers, body = site.wait(2)
    assert path == "/hook?q=1" and headers["X-Key"] == "k" and headers["X-Site"] == "s"
    assert body == {"n": 2, "pin": "1234"}
    shown = events.describe_connection(Name="key")
    assert "1234" not in json.dumps(shown, default=str)


def test_a_token_lasts_over_a_kill_and_is_renewed_when_it_is_refused(own_server, site):
    server = own_server()
    events = server.client("events")
    made = events.create_connection(
        Name="c", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth(site))
    wait_for_state(events, "c", "AUTHORIZED")
    headers, form = site.questions[0]
    assert headers["Authorization"] == "Basic " + base64.b64encode(b"id:secret").decode()
    assert form == {"audience": ["orders"], "grant_type": ["client_credentials"]}
    send_to(events, site, made, "orders")
    server.kill()
    server.start()
    events = server.client("events")
    put(events, "orders", n=1)
    assert site.wait(1)[1]["Authorization"] == "Bearer t1"
    assert len(site.questions) == 1
    site.expected = "none that was given"
    put(events, "orders", n=2)
    site.wait(3)
    assert [call[1]["Authorization"] for call in site.calls] == ["Bearer t1", "Bearer t1", "Bearer t2"]
    assert [call[2] for call in site.calls] == [{"n": 1}, {"n": 2}, {"n": 2}]


def test_what_was_authorizing_when_it_was_killed_is_authorized_afterwards(own_server, site):
    server = own_server()
    site.refusal = 503
    server.client("events").create_connection(
        Name="c", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth(site))
    server.kill()
    site.refusal = None
    server.start()
    assert wait_for_state(server.client("events"), "c", "AUTHORIZED")["LastAuthorizedTime"]


def test_a_refusal_is_told_and_an_update_heals_it(own_server, site):
    events = own_server().client("events")
    site.refusal = 401
    events.create_connection(
        Name="c", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth(site))
    found = wait_for_state(events, "c", "DEAUTHORIZED")
    assert found["StateReason"] == "The authorization endpoint answered 401."
    site.refusal = None
    events.update_connection(Name="c", AuthParameters={"OAuthParameters": {
        "ClientParameters": {"ClientSecret": "better"}}})
    wait_for_state(events, "c", "AUTHORIZED")
    assert site.questions[-1][0]["Authorization"] == "Basic " + base64.b64encode(b"id:better").decode()
    events.deauthorize_connection(Name="c")
    assert wait_for_state(events, "c", "DEAUTHORIZED").get("AuthParameters", {}) == {}


@pytest.fixture
def certificate(tmp_path):
    """A certificate of its own authority for localhost."""
    paths = str(tmp_path / "cert.pem"), str(tmp_path / "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", paths[0], "-keyout", paths[1]],
        check=True, capture_output=True)
    return paths


def test_an_endpoint_with_an_unknown_certificate_is_not_trusted(own_server, certificate):
    site = Site(certificate)
    try:
        events = own_server().client("events")
        events.create_connection(
            Name="c", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth(site))
        # Connections are tried anew for five seconds, and tokens asked for three times.
        assert wait_for_state(events, "c", "DEAUTHORIZED", seconds=90)["StateReason"]
        assert site.questions == []
    finally:
        site.stop()


BUNDLE = "/etc/ssl/certs/ca-certificates.crt"


@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("unshare") or not os.path.exists(BUNDLE),
    reason="a certificate can be made known to one process only by root on Linux")
def test_tokens_and_events_go_over_tls(own_server, certificate, tmp_path):
    wrapper = tmp_path / "apus"
    wrapper.write_text(
        "#!/bin/sh\nexec unshare -m sh -c 'mount --bind \"$0\" " + BUNDLE + " && exec \"$@\"' "
        f"{certificate[0]} {conftest.BINARY} \"$@\"\n")
    wrapper.chmod(0o755)
    site = Site(certificate)
    try:
        events = own_server(binary=wrapper).client("events")
        made = events.create_connection(
            Name="c", AuthorizationType="OAUTH_CLIENT_CREDENTIALS", AuthParameters=oauth(site))
        wait_for_state(events, "c", "AUTHORIZED")
        send_to(events, site, made, "orders")
        put(events, "orders", n=1)
        assert site.wait(1)[1]["Authorization"] == "Bearer t1"
    finally:
        site.stop()

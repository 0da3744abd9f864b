"""API destinations call a real endpoint, and call again when it is busy."""

import http.server
import json
import threading
import time


def test_an_endpoint_is_called_until_it_takes_the_event(own_server):
    calls = []

    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_PUT(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            calls.append((self.path, self.headers["X-Key"], json.loads(body)))
            self.send_response(503 if len(calls) == 1 else 200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    events = own_server().client("events")
    connection = events.create_connection(
        Name="c", AuthorizationType="API_KEY",
        AuthParameters={"ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"}})
    assert connection["ConnectionState"] == "AUTHORIZED"
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection["ConnectionArn"], HttpMethod="PUT",
        InvocationEndpoint=f"http://127.0.0.1:{endpoint.server_port}/orders/*")
    events.put_rule(Name="r", EventPattern='{"source":["shop"]}')
    events.put_targets(Rule="r", Targets=[{
        "Id": "1", "Arn": destination["ApiDestinationArn"], "InputPath": "$.detail",
        "HttpParameters": {"PathParameterValues": ["$.detail.id"]}}])
    events.put_events(Entries=[{"Source": "shop", "DetailType": "t", "Detail": '{"id": 7}'}])
    deadline = time.monotonic() + 30
    while len(calls) < 2 and time.monotonic() < deadline:
        time.sleep(0.05)
    endpoint.shutdown()
    assert calls == [("/orders/7", "secret", {"id": 7})] * 2

"""Events whose target takes none: tried for a day, also over restarts, then a dead letter that says why."""

import http.server
import json
import threading


def test_a_day_of_attempts_goes_on_over_a_kill(own_server):
    server = own_server("--clock", "virtual")
    events, sqs = server.client("events"), server.client("sqs")
    url = sqs.create_queue(QueueName="dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    connection = events.create_connection(Name="c", AuthorizationType="API_KEY", AuthParameters={
        "ApiKeyAuthParameters": {"ApiKeyName": "X-Key", "ApiKeyValue": "secret"}})
    calls = []

    class Busy(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            calls.append(self.path)
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *arguments):
            pass

    endpoint = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Busy)
    threading.Thread(target=endpoint.serve_forever, daemon=True).start()
    destination = events.create_api_destination(
        Name="d", ConnectionArn=connection["ConnectionArn"], HttpMethod="POST",
        InvocationEndpoint=f"http://127.0.0.1:{endpoint.server_port}/hook")["ApiDestinationArn"]
    rule = events.put_rule(Name="r", EventPattern='{"source":["shop"]}')["RuleArn"]
    events.put_targets(Rule="r", Targets=[{
        "Id": "1", "Arn": destination, "RoleArn": "arn:aws:iam::000000000000:role/caller",
        "DeadLetterConfig": {"Arn": arn}}])
    put = events.put_events(Entries=[{"Source": "shop", "DetailType": "t", "Detail": '{"n": 1}'}])
    server.advance("PT12H")
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    server.kill()
    server.start()
    sqs = server.client("sqs")
    server.advance("PT11H")
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    # A virtual clock begins anew with the server.
    server.advance("PT14H")
    [letter] = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"])["Messages"]
    assert json.loads(letter["Body"])["id"] == put["Entries"][0]["EventId"]
    told = {name: value["StringValue"] for name, value in letter["MessageAttributes"].items()}
    endpoint.shutdown()
    attempts = int(told.pop("RETRY_ATTEMPTS"))
    assert 120 < attempts <= 185 and len(calls) == attempts + 1
    assert told.pop("ERROR_MESSAGE")
    assert told == {
        "RULE_ARN": rule, "TARGET_ARN": destination, "ERROR_CODE": "ERROR_FROM_TARGET",
        "EXHAUSTED_RETRY_CONDITION": "MaximumEventAgeInSeconds"}

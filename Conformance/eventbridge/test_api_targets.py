"""A method of a deployed REST API as the target of a rule."""

import json
import time


def make_api(server, name, queue, account="000000000000"):
    """An API whose method puts what it gets into a queue."""
    api = server.client("apigateway")
    made = api.create_rest_api(name=name)["id"]
    root = api.get_resources(restApiId=made)["items"][0]["id"]
    orders = api.create_resource(restApiId=made, parentId=root, pathPart="orders")["id"]
    order = api.create_resource(restApiId=made, parentId=orders, pathPart="{id}")["id"]
    api.put_method(restApiId=made, resourceId=order, httpMethod="POST", authorizationType="NONE")
    template = ("Action=SendMessage&MessageBody=$util.urlEncode(\"$input.params('id') $input.params('q') "
                "$input.params('X-From') $input.path('$.n')\")")
    api.put_integration(
        restApiId=made, resourceId=order, httpMethod="POST", type="AWS", integrationHttpMethod="POST",
        uri=f"arn:aws:apigateway:eu-central-1:sqs:path/{account}/{queue}",
        credentials=f"arn:aws:iam::{account}:role/api",
        requestParameters={"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"},
        requestTemplates={"application/json": template})
    api.put_method_response(restApiId=made, resourceId=order, httpMethod="POST", statusCode="200")
    api.put_integration_response(restApiId=made, resourceId=order, httpMethod="POST", statusCode="200")
    api.create_deployment(restApiId=made, stageName="live")
    return made


def bodies(sqs, url, count):
    found, deadline = [], time.monotonic() + 20
    while len(found) < count and time.monotonic() < deadline:
        found += sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
    return [message["Body"] for message in found]


def test_an_event_calls_the_method_with_its_values(server, name):
    events, sqs = server.client("events"), server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    api = make_api(server, name, name)
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    target = f"arn:aws:execute-api:eu-central-1:000000000000:{api}/live/POST/orders/*"
    answer = events.put_targets(Rule=name, Targets=[{
        "Id": "1", "Arn": target, "InputPath": "$.detail", "HttpParameters": {
            "PathParameterValues": ["$.detail.id"], "HeaderParameters": {"X-From": "$.source"},
            "QueryStringParameters": {"q": "1"}}}])
    assert answer["FailedEntryCount"] == 0
    events.put_events(Entries=[{"Source": name, "DetailType": "t", "Detail": '{"id": "a 7", "n": 3}'}])
    assert bodies(sqs, url, 1) == [f"a 7 1 {name} 3"]


def test_a_method_that_is_not_there_is_a_dead_letter(server, name):
    events, sqs = server.client("events"), server.client("sqs")
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    api = make_api(server, name, name)
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [name]}))
    events.put_targets(Rule=name, Targets=[{
        "Id": "1", "Arn": f"arn:aws:execute-api:eu-central-1:000000000000:{api}/live/GET/nothing",
        "DeadLetterConfig": {"Arn": arn}}])
    events.put_events(Entries=[{"Source": name, "DetailType": "t", "Detail": "{}"}])
    deadline, messages = time.monotonic() + 20, []
    while not messages and time.monotonic() < deadline:
        messages = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"]).get("Messages", [])
    told = {key: value["StringValue"] for key, value in messages[0]["MessageAttributes"].items()}
    assert told["ERROR_CODE"] == "ERROR_FROM_TARGET" and told["RETRY_ATTEMPTS"] == "0"

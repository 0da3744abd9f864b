"""Integrations beyond functions that are told everything: mocks, web endpoints, services, with their mappings."""

import http.server
import io
import json
import threading
import urllib.error
import urllib.request
import zipfile

import botocore.exceptions
import pytest

ROLE = "arn:aws:iam::000000000000:role/gateway"
REGION = "eu-central-1"


class Echo(http.server.BaseHTTPRequestHandler):
    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length).decode()
        status = int(self.headers.get("X-Status") or 200)
        told = json.dumps({"method": self.command, "path": self.path, "body": body,
                           "headers": {k.lower(): v for k, v in self.headers.items()}}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("X-Backend", "echo")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    do_GET = do_POST = do_PUT = answer

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def echo():
    backend = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=backend.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{backend.server_port}"
    backend.shutdown()


class Api:
    def __init__(self, server, name):
        self.server, self.client = server, server.client("apigateway")
        made = self.client.create_rest_api(name=name)
        self.id, self.root = made["id"], made["rootResourceId"]
        self.resources = {"/": self.root}

    def resource(self, path):
        if path not in self.resources:
            parent, _, part = path.rpartition("/")
            self.resources[path] = self.client.create_resource(
                restApiId=self.id, parentId=self.resource(parent or "/"), pathPart=part)["id"]
        return self.resources[path]

    def method(self, path, verb="POST", *, parameters=None, method=None, responses=None, **integration):
        place = {"restApiId": self.id, "resourceId": self.resource(path), "httpMethod": verb}
        self.client.put_method(**place, authorizationType="NONE", requestParameters=parameters or {}, **(method or {}))
        self.client.put_integration(**place, **integration)
        for response in responses if responses is not None else [{"statusCode": "200"}]:
            headers = {name: False for name in response.get("responseParameters", {})}
            self.client.put_method_response(**place, statusCode=response["statusCode"], responseParameters=headers)
            self.client.put_integration_response(**place, **response)
        return place

    def deploy(self, **more):
        return self.client.create_deployment(restApiId=self.id, stageName="live", **more)["id"]

    def call(self, path, verb="POST", body=b"", **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        headers.setdefault("Content-Type", "application/json")
        request = urllib.request.Request(
            f"{self.server.endpoint}/restapis/{self.id}/live/_user_request_{path}", method=verb,
            data=body if verb != "GET" else None, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read().decode()


@pytest.fixture
def api(server, name):
    return Api(server, name)


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    found = caught.value.response["Error"]
    return found["Code"], found["Message"]


def test_a_mock_answers_with_what_its_templates_say(api):
    api.method("/m/{id}", "POST", type="MOCK", requestTemplates={
        "application/json": '#if($input.params("fail") == "1"){"statusCode": 404}#else{"statusCode": 200}#end'},
        responses=[
            {"statusCode": "200", "responseTemplates": {"application/json":
                '#set($context.responseOverride.header.X-Set = "by template")'
                '{"id": "$context.resourcePath", "stage": "$context.stage", "kind": "$stageVariables.kind"}'},
             "responseParameters": {"method.response.header.X-Fixed": "'text'",
                                    "method.response.header.X-Kind": "stageVariables.kind"}},
            {"statusCode": "404", "selectionPattern": "4\\d\\d", "responseTemplates": {
                "application/json": '#set($context.responseOverride.status = 410)gone'}}])
    api.deploy(variables={"kind": "k"})
    status, headers, body = api.call("/m/7")
    assert (status, json.loads(body)) == (200, {"id": "/m/{id}", "stage": "live", "kind": "k"})
    assert (headers["X-Fixed"], headers["X-Kind"], headers["X-Set"]) == ("text", "k", "by template")
    assert headers["Content-Type"] == "application/json" and headers["x-amzn-RequestId"]
    assert api.call("/m/7?fail=1")[::2] == (410, "gone")
    # Nothing fits a type that no template is for, so the request as it came must name the status.
    assert api.call("/m/7", body=b'{"statusCode": 200}', Content_Type="text/plain")[0] == 200
    assert api.call("/m/7", body=b"x", Content_Type="text/plain")[0] == 500


@pytest.mark.parametrize("behaviour, templates, expected", [
    ("NEVER", {"application/json": '{"statusCode": 200}'}, 415), ("NEVER", {}, 415),
    ("WHEN_NO_TEMPLATES", {"application/json": '{"statusCode": 200}'}, 415), ("WHEN_NO_TEMPLATES", {}, 200),
    ("WHEN_NO_MATCH", {"application/json": '{"statusCode": 200}'}, 200)])
def test_what_no_template_is_for_passes_as_the_integration_says(api, behaviour, templates, expected):
    api.method("/p", type="MOCK", requestTemplates=templates, passthroughBehavior=behaviour)
    api.deploy()
    status, headers, body = api.call("/p", body=b'{"statusCode": 200}', Content_Type="text/csv")
    assert status == expected
    if expected == 415:
        assert json.loads(body) == {"message": "Unsupported Media Type"}
        assert headers["x-amzn-ErrorType"] == "UnsupportedMediaTypeException"


def test_a_web_endpoint_gets_the_request_as_it_came(api, echo):
    api.method("/proxy/{rest+}", "ANY", type="HTTP_PROXY", integrationHttpMethod="ANY",
               uri=echo + "/base/${stageVariables.part}/{rest}", responses=[],
               parameters={"method.request.path.rest": True, "method.request.header.X-In": False},
               requestParameters={"integration.request.path.rest": "method.request.path.rest",
                                  "integration.request.header.X-Out": "method.request.header.X-In",
                                  "integration.request.querystring.added": "'yes'"})
    api.deploy(variables={"part": "north"})
    status, headers, body = api.call("/proxy/a/b?x=1", "PUT", b"payload", X_In="in", X_Status="418")
    told = json.loads(body)
    assert status == 418 and headers["X-Backend"] == "echo"
    assert (told["method"], told["path"], told["body"]) == ("PUT", "/base/north/a/b?x=1&added=yes", "payload")
    assert told["headers"]["x-out"] == "in" and told["headers"]["x-in"] == "in"


def test_a_web_endpoint_gets_what_the_mapping_makes(api, echo):
    api.method("/h", type="HTTP", integrationHttpMethod="POST", uri=echo + "/in",
               parameters={"method.request.querystring.status": False},
               requestParameters={"integration.request.header.X-Status": "method.request.querystring.status",
                                  "integration.request.header.X-Body": "method.request.body.meter.id"},
               requestTemplates={"application/json":
                                 '{"values": [#foreach($v in $input.path("$.values"))"$v"#if($foreach.hasNext),#end#end],'
                                 ' "all": $input.json("$.meter"), "note": "$util.escapeJavaScript($input.path("$.note"))"}'},
               responses=[
                   {"statusCode": "200", "responseTemplates": {"application/json": '{"said": $input.json("$.body")}'},
                    "responseParameters": {"method.response.header.X-From": "integration.response.header.X-Backend",
                                           "method.response.header.X-Path": "integration.response.body.path"}},
                   {"statusCode": "502", "selectionPattern": "5\\d{2}",
                    "responseTemplates": {"application/json": "down"}}])
    api.deploy()
    sent = json.dumps({"values": [1, 2.5], "meter": {"id": "m"}, "note": 'a "b"'}).encode()
    status, headers, body = api.call("/h", body=sent)
    assert status == 200 and headers["X-From"] == "echo" and headers["X-Path"] == "/in"
    assert json.loads(json.loads(body)["said"]) == {"values": ["1", "2.5"], "all": {"id": "m"}, "note": 'a "b"'}
    assert api.call("/h?status=503", body=sent)[::2] == (502, "down")


def test_an_endpoint_that_is_not_there_is_a_network_error(api):
    api.method("/n", type="HTTP_PROXY", integrationHttpMethod="GET", uri="http://127.0.0.1:9/", responses=[])
    api.deploy()
    status, _, body = api.call("/n")
    assert (status, json.loads(body)) == (504, {"message": "Network error communicating with endpoint"})


def service(name, target):
    return f"arn:aws:apigateway:{REGION}:{name}:{target}"


def test_a_queue_gets_a_message(api, server, name):
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=name[-60:])["QueueUrl"]
    form = {"integration.request.header.Content-Type": "'application/x-www-form-urlencoded'"}
    api.method("/path", type="AWS", integrationHttpMethod="POST", credentials=ROLE,
               uri=service("sqs", f"path/000000000000/{name[-60:]}"), requestParameters=form,
               requestTemplates={"application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)"})
    api.method("/action", type="AWS", integrationHttpMethod="POST", credentials=ROLE,
               uri=service("sqs", "action/SendMessage"), parameters={"method.request.querystring.body": True},
               requestParameters={"integration.request.querystring.QueueUrl": f"'{url}'",
                                  "integration.request.querystring.MessageBody": "method.request.querystring.body"})
    api.method("/missing", type="AWS", integrationHttpMethod="POST", credentials=ROLE,
               uri=service("sqs", "path/000000000000/nobody"), requestParameters=form,
               requestTemplates={"application/json": "Action=SendMessage&MessageBody=x"},
               responses=[{"statusCode": "200"}, {"statusCode": "409", "selectionPattern": "4.."}])
    api.deploy()
    status, _, body = api.call("/path", body=b'{"kWh": "1 & 2"}')
    answer = json.loads(body)["SendMessageResponse"]
    assert status == 200 and answer["SendMessageResult"]["MessageId"] and answer["ResponseMetadata"]["RequestId"]
    assert api.call("/action?body=second")[0] == 200
    received = [m["Body"] for _ in range(2)
                for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]
    assert sorted(received) == ["second", '{"kWh": "1 & 2"}']
    status, _, body = api.call("/missing")
    assert status == 409 and json.loads(body)["Error"]["Type"] == "Sender"


def test_a_topic_a_bus_and_a_table_are_called(api, server, name):
    short = name[-50:]
    sns, sqs, ddb = server.client("sns"), server.client("sqs"), server.client("dynamodb")
    topic = sns.create_topic(Name=short)["TopicArn"]
    url = sqs.create_queue(QueueName=short)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    events = server.client("events")
    events.put_rule(Name=short, EventPattern=json.dumps({"source": [short]}))
    events.put_targets(Rule=short, Targets=[{"Id": "q", "Arn": arn, "InputPath": "$.detail"}])
    ddb.create_table(TableName=short, BillingMode="PAY_PER_REQUEST",
                     AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                     KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
    common = {"type": "AWS", "integrationHttpMethod": "POST", "credentials": ROLE}
    api.method("/topic", **common, uri=service("sns", "action/Publish"),
               requestParameters={"integration.request.querystring.TopicArn": f"'{topic}'",
                                  "integration.request.querystring.Message": "method.request.body.text"})
    api.method("/bus", **common, uri=service("events", "action/PutEvents"), requestTemplates={"application/json": (
        '{"Entries": [{"Source": "%s", "DetailType": "t", "Detail": "$util.escapeJavaScript($input.json("$"))'
        '.replaceAll("\\\\\'", "\'")"}]}' % short).replace('$input.json("$"))', '$input.json("$"))')})
    api.method("/item/{id}", **common, uri=service("dynamodb", "action/PutItem"), requestTemplates={
        "application/json": '{"TableName": "%s", "Item": {"id": {"S": "$input.params("id")"}, '
                            '"kWh": {"N": "$input.path("$.kWh")"}}}' % short})
    api.method("/item/{id}", "GET", **common, uri=service("dynamodb", "path/"), requestParameters={
        "integration.request.header.X-Amz-Target": "'DynamoDB_20120810.GetItem'"},
        requestTemplates={"application/json": '{"TableName": "%s", "Key": {"id": {"S": "$input.params("id")"}}}' % short},
        responses=[{"statusCode": "200", "responseTemplates": {"application/json":
                    '#set($item = $input.path("$.Item"))#if($item.id){"kWh": $item.kWh.N}#else none#end'}}])
    api.deploy()
    assert api.call("/topic", body=b'{"text": "by topic"}')[0] == 200
    status, _, body = api.call("/bus", body=b'{"by": "bus"}')
    assert status == 200 and json.loads(body)["FailedEntryCount"] == 0
    received = []
    for _ in range(10):
        server.advance("PT1S")
        received += [m["Body"] for m in
                     sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]
    assert sorted(received) == ["by topic", '{"by":"bus"}']
    assert api.call("/item/a", body=b'{"kWh": 1.5}')[0] == 200
    assert api.call("/item/a", "GET")[::2] == (200, '{"kWh": 1.5}')
    assert api.call("/item/b", "GET")[::2] == (200, " none")


CODE = """
def handler(event, context):
    if event.get("fail"):
        raise ValueError("bad meter: " + event["fail"])
    return {"got": event}
"""


def test_a_function_gets_what_the_mapping_makes(api, server, name):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("app.py", CODE)
    client = server.client("lambda")
    made = client.create_function(FunctionName=name[-60:], Runtime="python3.12", Handler="app.handler", Role=ROLE,
                                  Code={"ZipFile": out.getvalue()}, Timeout=30)
    client.get_waiter("function_active_v2").wait(FunctionName=name[-60:], WaiterConfig={"Delay": 1})
    uri = service("lambda", f"path/2015-03-31/functions/{made['FunctionArn']}/invocations")
    api.method("/f", type="AWS", integrationHttpMethod="POST", uri=uri, requestTemplates={
        "application/json": '{"fail": $input.json("$.fail"), "q": "$input.params().querystring.q"}'},
        responses=[
            {"statusCode": "200", "responseTemplates": {"application/json": '$input.json("$.got.q")'}},
            {"statusCode": "422", "selectionPattern": ".*bad meter.*", "responseTemplates": {
                "application/json": '{"error": "$input.path("$.errorMessage")"}'}}])
    api.method("/later", type="AWS", integrationHttpMethod="POST", uri=uri, requestParameters={
        "integration.request.header.X-Amz-Invocation-Type": "'Event'"},
        responses=[{"statusCode": "202"}])
    api.deploy()
    assert api.call("/f?q=1", body=b'{"fail": ""}')[::2] == (200, '"1"')
    status, _, body = api.call("/f", body=b'{"fail": "x"}')
    assert (status, json.loads(body)) == (422, {"error": "bad meter: x"})
    assert api.call("/later", body=b"{}")[::2] == (202, "")


def test_a_validator_refuses_what_the_method_does_not_take(api):
    client = api.client
    client.create_model(restApiId=api.id, name="Value", contentType="application/json", schema=json.dumps(
        {"type": "number", "minimum": 0}))
    client.create_model(restApiId=api.id, name="Reading", contentType="application/json", schema=json.dumps({
        "type": "object", "required": ["meter", "values"], "additionalProperties": False, "properties": {
            "meter": {"type": "string", "pattern": "^[0-9]{4}$"},
            "values": {"type": "array", "items": {
                "$ref": f"https://apigateway.amazonaws.com/restapis/{api.id}/models/Value"}}}}))
    validator = client.create_request_validator(
        restApiId=api.id, name="all", validateRequestBody=True, validateRequestParameters=True)["id"]
    api.method("/v", type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'},
               parameters={"method.request.querystring.day": True, "method.request.header.X-Sender": True,
                           "method.request.header.X-Note": False},
               method={"requestValidatorId": validator, "requestModels": {"application/json": "Reading"}})
    client.put_gateway_response(restApiId=api.id, responseType="BAD_REQUEST_BODY", responseTemplates={
        "application/json": '{"message": $context.error.messageString, "why": "$util.escapeJavaScript($context.error.validationErrorString)"}'})
    api.deploy()
    good = b'{"meter": "1234", "values": [0, 1.5]}'
    assert api.call("/v?day=1", body=good, X_Sender="s")[0] == 200
    status, headers, body = api.call("/v", body=good)
    assert (status, json.loads(body)) == (
        400, {"message": "Missing required request parameters: [X-Sender, day]"})
    assert headers["x-amzn-ErrorType"] == "BadRequestException"
    for bad in (b"", b"{", b'{"meter": "1234"}', b'{"meter": "12345", "values": []}',
                b'{"meter": "1234", "values": [-1]}', b'{"meter": "1234", "values": [], "more": 1}'):
        status, _, body = api.call("/v?day=1", body=bad, X_Sender="s")
        assert (status, json.loads(body)["message"]) == (400, "Invalid request body"), bad
    assert json.loads(body)["why"] == '[object instance has properties which are not allowed by the schema: ["more"]]'
    assert refusal(client.delete_model, restApiId=api.id, modelName="Reading") == (
        "ConflictException", "Cannot delete model 'Reading', is referenced in method request")


def test_the_gateway_answers_in_the_words_of_the_api(api):
    client = api.client
    api.method("/keyed", "GET", type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'},
               method={"apiKeyRequired": True})
    client.put_gateway_response(
        restApiId=api.id, responseType="DEFAULT_4XX",
        responseParameters={"gatewayresponse.header.Access-Control-Allow-Origin": "'*'",
                            "gatewayresponse.header.X-Path": "method.request.header.X-Asked"})
    client.put_gateway_response(
        restApiId=api.id, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode="404", responseTemplates={
            "application/json": '{"no": "$context.path", "kind": "$context.error.responseType"}'})
    assert api.call("/other", "GET")[0] == 403
    api.deploy()
    status, headers, body = api.call("/keyed", "GET", X_Asked="me")
    assert (status, json.loads(body)) == (403, {"message": "Forbidden"})
    assert headers["Access-Control-Allow-Origin"] == "*" and headers["X-Path"] == "me"
    status, headers, body = api.call("/other", "GET")
    assert (status, json.loads(body)) == (404, {"no": "/live/other", "kind": "MISSING_AUTHENTICATION_TOKEN"})
    assert headers["Access-Control-Allow-Origin"] is None


def test_a_document_says_all_of_it(api):
    body = json.dumps({
        "openapi": "3.0.1", "info": {"title": "t", "version": "1"},
        "paths": {"/r": {"post": {
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Reading"}}}},
            "parameters": [{"in": "query", "name": "q"}],
            "responses": {"200": {"description": "ok", "headers": {"X-Q": {}}}},
            "x-amazon-apigateway-integration": {
                "type": "mock", "requestTemplates": {"application/json": '{"statusCode": 200}'},
                "responses": {"default": {"statusCode": "200",
                                          "responseParameters": {"method.response.header.X-Q": "'q'"},
                                          "responseTemplates": {"application/json": "fine"}}}}}}},
        "components": {"schemas": {
            "Meter": {"type": "string", "maxLength": 4},
            "Reading": {"type": "object", "required": ["meter"],
                        "properties": {"meter": {"$ref": "#/components/schemas/Meter"}}}}},
        "x-amazon-apigateway-request-validators": {"body": {"validateRequestBody": True}},
        "x-amazon-apigateway-request-validator": "body",
        "x-amazon-apigateway-gateway-responses": {"BAD_REQUEST_BODY": {"statusCode": 422}}})
    api.client.put_rest_api(restApiId=api.id, mode="overwrite", body=body)
    api.deploy()
    status, headers, answer = api.call("/r", body=b'{"meter": "1234"}')
    assert (status, answer, headers["X-Q"]) == (200, "fine", "q")
    status, _, answer = api.call("/r", body=b'{"meter": "12345"}')
    assert (status, json.loads(answer)) == (422, {"message": "Invalid request body"})
    assert [m["name"] for m in api.client.get_models(restApiId=api.id)["items"]] == ["Meter", "Reading"]


def test_a_template_makes_methods_with_their_mappings(server, name):
    stack = name[-40:].strip("-").lower()
    cfn = server.client("cloudformation")
    ref = {"Ref": "Api"}
    template = {"Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": stack}},
        "Model": {"Type": "AWS::ApiGateway::Model", "Properties": {
            "RestApiId": ref, "Name": "Thing", "Schema": {"type": "object", "required": ["a"]}}},
        "Validator": {"Type": "AWS::ApiGateway::RequestValidator", "Properties": {
            "RestApiId": ref, "Name": "v", "ValidateRequestBody": True}},
        "Denied": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {
            "RestApiId": ref, "ResponseType": "BAD_REQUEST_BODY", "StatusCode": "418"}},
        "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": ref, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "HttpMethod": "POST",
            "AuthorizationType": "NONE", "RequestValidatorId": {"Ref": "Validator"},
            "RequestModels": {"application/json": {"Ref": "Model"}},
            "MethodResponses": [{"StatusCode": "200", "ResponseParameters": {"method.response.header.X": False}}],
            "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": '{"statusCode": 200}'},
                            "IntegrationResponses": [{
                                "StatusCode": "200", "ResponseParameters": {"method.response.header.X": "'x'"},
                                "ResponseTemplates": {"application/json": "made"}}]}}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": ["Method", "Denied"],
                       "Properties": {"RestApiId": ref, "StageName": "live"}}},
        "Outputs": {"Api": {"Value": ref}}}
    cfn.create_stack(StackName=stack, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    api = Api.__new__(Api)
    api.server, api.id = server, cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"][0]["OutputValue"]
    status, headers, body = api.call("/", body=b'{"a": 1}')
    assert (status, body, headers["X"]) == (200, "made", "x")
    assert api.call("/", body=b"{}")[0] == 418
    cfn.delete_stack(StackName=stack)
    cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})


def test_what_an_integration_cannot_be_is_said(api):
    place = {"restApiId": api.id, "resourceId": api.root, "httpMethod": "GET"}
    api.client.put_method(**place, authorizationType="NONE")

    def put(**more):
        return refusal(api.client.put_integration, **place, **more)

    assert put(type="HTTP", integrationHttpMethod="GET", uri="ftp://x") == (
        "BadRequestException", "Invalid HTTP endpoint specified for URI")
    assert put(type="AWS", integrationHttpMethod="POST", uri=service("sqs", "action/SendMessage")) == (
        "BadRequestException", "Role ARN must be specified for AWS integrations")
    common = {"type": "AWS", "integrationHttpMethod": "POST", "credentials": ROLE}
    for uri, what in ((service("nothing", "action/Do"), "the service nothing"),
                      (service("sqs", "action/Nothing"), "the action sqs:Nothing"),
                      (service("s3", "path/bucket/key"), "paths of s3")):
        assert put(**common, uri=uri) == ("NotImplemented", f"PutIntegration with {what} is not implemented.")
    code, message = put(type="MOCK", requestTemplates={"application/json": "\n#if($x)"})
    assert code == "BadRequestException" and "line 2: #end is missing" in message
    code, message = put(type="MOCK", requestParameters={
        "integration.request.header.X": "method.request.header.Undeclared"})
    assert (code, message) == (
        "BadRequestException", "Invalid mapping expression specified: Validation Result: warnings : [], errors : "
        "[Invalid mapping expression parameter specified: method.request.header.Undeclared]")
    assert put(type="MOCK", contentHandling="CONVERT_TO_TEXT")[0] == "NotImplemented"
    code, message = put(type="HTTP_PROXY", integrationHttpMethod="GET", uri="http://x", connectionType="VPC_LINK")
    assert code == "NotImplemented" and "VPC_LINK" in message

"""REST APIs as boto3 builds them and as plain HTTP clients call them."""

import io
import json
import urllib.error
import urllib.request
import zipfile

import botocore.exceptions
import pytest

from conftest import Server

CODE = """
import json, time
def handler(event, context):
    path = event["path"]
    if path.endswith("/broken"):
        return {"what": "is this"}
    if path.endswith("/raise"):
        raise ValueError("no")
    if path.endswith("/teapot"):
        return {"statusCode": 418, "multiValueHeaders": {"X-Many": ["a", "b"]}, "body": "short and stout"}
    return {"statusCode": 200, "headers": {"Content-Type": "application/json"}, "body": json.dumps(event)}
"""


@pytest.fixture(scope="module")
def server():
    """A server of these tests' own: a day passes on it, which is long where others have left their schedules."""
    server = Server("--clock", "virtual").start()
    yield server
    server.remove()


@pytest.fixture(scope="module")
def function(server):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("app.py", CODE)
    client = server.client("lambda")
    made = client.create_function(
        FunctionName="behind-the-gateway", Runtime="python3.12", Handler="app.handler",
        Role="arn:aws:iam::000000000000:role/runner", Code={"ZipFile": out.getvalue()}, Timeout=30)
    client.get_waiter("function_active_v2").wait(FunctionName="behind-the-gateway", WaiterConfig={"Delay": 1})
    return made["FunctionArn"]


class Api:
    def __init__(self, server, function, name):
        self.server, self.client, self.function = server, server.client("apigateway"), function
        made = self.client.create_rest_api(name=name)
        self.id, self.root = made["id"], made["rootResourceId"]

    def path(self, part, parent=None):
        return self.client.create_resource(restApiId=self.id, parentId=parent or self.root, pathPart=part)["id"]

    def method(self, resource, method="ANY", **options):
        self.client.put_method(
            restApiId=self.id, resourceId=resource, httpMethod=method, authorizationType="NONE", **options)
        self.client.put_integration(
            restApiId=self.id, resourceId=resource, httpMethod=method, type="AWS_PROXY", integrationHttpMethod="POST",
            uri=f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{self.function}/invocations")

    def deploy(self, stage="live"):
        return self.client.create_deployment(restApiId=self.id, stageName=stage)["id"]

    def call(self, path, method="GET", body=None, stage="live", headers=None):
        request = urllib.request.Request(
            f"{self.server.endpoint}/restapis/{self.id}/{stage}/_user_request_{path}", data=body, method=method,
            headers=headers or {})
        return answered(request)


def answered(request):
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


@pytest.fixture
def api(server, function, name):
    return Api(server, function, name)


def test_a_request_reaches_the_function_as_aws_spells_it(api, server):
    api.method(api.path("{proxy+}", api.path("things")), "ANY")
    deployment = api.deploy()
    status, headers, body = api.call(
        "/things/a%20b/c?x=1&x=2&y=", "POST", b'{"kWh": 1}', headers={"Content-Type": "application/json", "X-Own": "o"})
    assert status == 200 and headers["Content-Type"] == "application/json" and headers["x-amzn-RequestId"]
    event = json.loads(body)
    assert event["resource"] == "/things/{proxy+}" and event["path"] == "/things/a b/c"
    assert event["httpMethod"] == "POST" and event["body"] == '{"kWh": 1}' and event["isBase64Encoded"] is False
    assert event["pathParameters"] == {"proxy": "a b/c"}
    assert event["queryStringParameters"] == {"x": "2", "y": ""}
    assert event["multiValueQueryStringParameters"] == {"x": ["1", "2"], "y": [""]}
    assert event["multiValueHeaders"]["X-Own"] == ["o"] and event["stageVariables"] is None
    context = event["requestContext"]
    assert context["stage"] == "live" and context["apiId"] == api.id and context["resourcePath"] == "/things/{proxy+}"
    assert context["path"] == "/live/things/a b/c" and context["accountId"] == "000000000000"
    assert context["identity"]["sourceIp"] == "127.0.0.1" and context["deploymentId"] == deployment
    host = f"{api.id}.execute-api.localhost"
    status, _, body = answered(urllib.request.Request(server.endpoint + "/live/things/by-host", headers={"Host": host}))
    assert status == 200 and json.loads(body)["path"] == "/things/by-host"


def test_text_comes_before_variables(api):
    one, rest = api.path("m"), api.path("n")
    for parent, part in ((one, "fixed"), (one, "{one}"), (rest, "fixed"), (rest, "{rest+}")):
        api.method(api.path(part, parent), "GET")
    api.deploy()
    expected = {"/m/fixed": "/m/fixed", "/m/other": "/m/{one}", "/n/fixed": "/n/fixed", "/n/a/b": "/n/{rest+}"}
    assert {path: json.loads(api.call(path)[2])["resource"] for path in expected} == expected


def test_what_the_function_answers_is_the_answer(api):
    api.method(api.path("{name}"), "GET")
    api.deploy()
    status, headers, body = api.call("/teapot")
    assert (status, body, headers.get_all("X-Many")) == (418, b"short and stout", ["a", "b"])
    for path in ("/broken", "/raise"):
        status, headers, body = api.call(path)
        assert (status, json.loads(body)) == (502, {"message": "Internal server error"})


def test_only_what_is_deployed_answers(api):
    api.method(api.path("now"), "GET")
    assert api.call("/now")[0] == 403
    api.deploy()
    assert api.call("/now")[0] == 200
    later = api.path("later")
    api.method(later, "GET")
    status, headers, body = api.call("/later")
    assert (status, json.loads(body)) == (403, {"message": "Missing Authentication Token"})
    assert headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"
    api.deploy()
    assert api.call("/later")[0] == 200
    assert api.call("/now", "POST", b"")[0] == 403
    assert api.call("/now", stage="other")[0] == 403


def test_keys_pass_as_their_plan_allows(api, server, name):
    resource = api.path("kept")
    api.method(resource, "GET", apiKeyRequired=True)
    api.deploy()
    client = api.client
    key = client.create_api_key(name=name, enabled=True)
    header = {"x-api-key": key["value"]}
    forbidden = (403, {"message": "Forbidden"})

    def call(headers=None):
        status, _, body = api.call("/kept", headers=headers)
        return status, json.loads(body) if status != 200 else None

    assert call() == forbidden and call({"x-api-key": "nobody's"}) == forbidden and call(header) == forbidden
    plan = client.create_usage_plan(
        name=name, apiStages=[{"apiId": api.id, "stage": "live"}], throttle={"rateLimit": 1, "burstLimit": 2},
        quota={"limit": 4, "period": "DAY"})["id"]
    client.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    assert [call(header)[0] for _ in range(2)] == [200, 200]
    assert call(header) == (429, {"message": "Too Many Requests"})
    server.advance("PT5S")
    assert [call(header)[0] for _ in range(2)] == [200, 200]
    server.advance("PT5S")
    assert call(header) == (429, {"message": "Limit Exceeded"})
    today = json.loads(server.get("/_apus/clock"))["now"][:10]
    usage = client.get_usage(usagePlanId=plan, startDate=today, endDate=today)
    assert usage["items"] == {key["id"]: [[4, 0]]}
    server.advance("P1D")
    assert call(header)[0] == 200
    client.update_api_key(apiKey=key["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "false"}])
    assert call(header) == forbidden
    client.update_api_key(apiKey=key["id"], patchOperations=[{"op": "replace", "path": "/enabled", "value": "true"}])
    client.delete_usage_plan_key(usagePlanId=plan, keyId=key["id"])
    assert call(header) == forbidden


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    found = error.value.response["Error"]
    return found["Code"], found["Message"]


def test_errors_speak_as_aws_does(api):
    client = api.client
    assert refusal(client.get_rest_api, restApiId="nothing") == (
        "NotFoundException", "Invalid API identifier specified 000000000000:nothing")
    api.path("a")
    assert refusal(client.create_resource, restApiId=api.id, parentId=api.root, pathPart="a") == (
        "ConflictException", "Another resource with the same parent already has this name: a")
    assert refusal(client.create_deployment, restApiId=api.id) == (
        "BadRequestException", "The REST API doesn't contain any methods")
    assert refusal(client.get_method, restApiId=api.id, resourceId=api.root, httpMethod="GET") == (
        "NotFoundException", "Invalid Method identifier specified")
    code, message = refusal(
        client.put_method, restApiId=api.id, resourceId=api.root, httpMethod="GET",
        authorizationType="COGNITO_USER_POOLS")
    assert code == "NotImplemented" and "COGNITO_USER_POOLS" in message
    api.method(api.root, "GET")
    deployment = api.deploy()
    assert refusal(client.delete_deployment, restApiId=api.id, deploymentId=deployment) == (
        "BadRequestException", "Active stages pointing to this deployment must be moved or deleted")


def test_an_api_is_gone_with_all_that_it_had(api):
    api.method(api.root, "GET")
    api.deploy()
    assert api.call("/")[0] == 200
    api.client.delete_rest_api(restApiId=api.id)
    assert api.call("/")[0] == 403
    assert api.id not in [entry["id"] for entry in api.client.get_rest_apis()["items"]]


def test_a_body_beyond_ten_mebibytes_is_too_long(api):
    api.method(api.root, "POST")
    api.deploy()
    status, _, body = api.call("/", "POST", b"x" * ((10 << 20) + 1))
    assert (status, json.loads(body)) == (413, {"message": "Request Too Long"})


def test_a_template_makes_an_api_with_its_plan(server, function, name):
    cfn = server.client("cloudformation")
    uri = f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{function}/invocations"
    template = {"Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": name}},
        "Path": {"Type": "AWS::ApiGateway::Resource", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "PathPart": "p"}},
        "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ResourceId": {"Ref": "Path"}, "HttpMethod": "GET",
            "AuthorizationType": "NONE", "ApiKeyRequired": True,
            "Integration": {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": uri}}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Method",
                       "Properties": {"RestApiId": {"Ref": "Api"}}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {
            "RestApiId": {"Ref": "Api"}, "DeploymentId": {"Ref": "Deployment"}, "StageName": "live"}},
        "Plan": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {
            "ApiStages": [{"ApiId": {"Ref": "Api"}, "Stage": {"Ref": "Stage"}}],
            "Throttle": {"RateLimit": 100, "BurstLimit": 100}, "Quota": {"Limit": 1000, "Period": "DAY"}}},
        "Key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Enabled": True}},
        "PlanKey": {"Type": "AWS::ApiGateway::UsagePlanKey", "Properties": {
            "KeyId": {"Ref": "Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "Plan"}}}},
        "Outputs": {"Api": {"Value": {"Ref": "Api"}}, "Key": {"Value": {"Ref": "Key"}}}}
    cfn.create_stack(StackName=name, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    outputs = {o["OutputKey"]: o["OutputValue"] for o in cfn.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]}
    client = server.client("apigateway")
    value = client.get_api_key(apiKey=outputs["Key"], includeValue=True)["value"]
    url = f"{server.endpoint}/restapis/{outputs['Api']}/live/_user_request_/p"
    assert answered(urllib.request.Request(url))[0] == 403
    assert answered(urllib.request.Request(url, headers={"x-api-key": value}))[0] == 200
    cfn.delete_stack(StackName=name)
    cfn.get_waiter("stack_delete_complete").wait(StackName=name, WaiterConfig={"Delay": 1})
    assert answered(urllib.request.Request(url, headers={"x-api-key": value}))[0] == 403


def test_an_api_outlives_a_crash(own_server, name):
    server = own_server()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("app.py", CODE)
    client = server.client("lambda")
    made = client.create_function(
        FunctionName="f", Runtime="python3.12", Handler="app.handler", Role="arn:aws:iam::000000000000:role/runner",
        Code={"ZipFile": out.getvalue()})
    client.get_waiter("function_active_v2").wait(FunctionName="f", WaiterConfig={"Delay": 1})
    api = Api(server, made["FunctionArn"], name)
    api.method(api.root, "GET")
    api.deploy()
    server.kill()
    server.start()
    assert api.call("/")[0] == 200

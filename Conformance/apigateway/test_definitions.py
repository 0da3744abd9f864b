"""REST APIs that come from OpenAPI documents and from templates of the serverless transform."""

import json
import urllib.error
import urllib.request

import botocore.exceptions
import pytest

FUNCTION = "arn:aws:lambda:eu-central-1:000000000000:function:f"
URI = f"arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/{FUNCTION}/invocations"
PROXY = {"type": "aws_proxy", "httpMethod": "POST", "uri": URI}
KEY = {"type": "apiKey", "name": "x-api-key", "in": "header"}


def operation(**more):
    return {"responses": {"200": {"description": "fine"}}, "x-amazon-apigateway-integration": PROXY, **more}


def document(paths, **more):
    return json.dumps({"swagger": "2.0", "info": {"title": "meters", "version": "7"}, "paths": paths, **more})


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    found = caught.value.response["Error"]
    return found["Code"], found["Message"]


@pytest.fixture
def client(server):
    return server.client("apigateway")


def paths(client, id):
    items = client.get_resources(restApiId=id, embed=["methods"], limit=500)["items"]
    return {item["path"]: sorted(item.get("resourceMethods", {})) for item in items}


def method(client, id, path, name):
    items = client.get_resources(restApiId=id, embed=["methods"], limit=500)["items"]
    return next(item for item in items if item["path"] == path)["resourceMethods"][name]


def test_a_document_becomes_an_api(client):
    made = client.import_rest_api(body=document({
        "/": {"get": operation(operationId="root")},
        "/meters/{meter}": {"x-amazon-apigateway-any-method": operation(security=[{"key": []}]),
                            "delete": operation(security=[])}},
        securityDefinitions={"key": KEY}, security=[{"key": []}], **{
            "x-amazon-apigateway-binary-media-types": ["image/png"],
            "x-amazon-apigateway-api-key-source": "HEADER"}))
    assert (made["name"], made["version"], made["binaryMediaTypes"]) == ("meters", "7", ["image/png"])
    assert made["endpointConfiguration"]["types"] == ["EDGE"]
    id = made["id"]
    assert paths(client, id) == {"/": ["GET"], "/meters": [], "/meters/{meter}": ["ANY", "DELETE"]}
    get = method(client, id, "/", "GET")
    assert get["operationName"] == "root" and get["apiKeyRequired"] is True
    assert get["methodIntegration"]["type"] == "AWS_PROXY" and get["methodIntegration"]["uri"] == URI
    assert get["methodResponses"]["200"]["statusCode"] == "200"
    assert method(client, id, "/meters/{meter}", "DELETE")["apiKeyRequired"] is False


def test_a_document_replaces_what_was_there_or_is_laid_over_it(client):
    made = client.import_rest_api(body=document({"/a/b": {"get": operation()}, "/c": {"get": operation()}}))
    id = made["id"]
    before = {r["path"]: r["id"] for r in client.get_resources(restApiId=id)["items"]}
    merged = client.put_rest_api(restApiId=id, mode="merge", body=document(
        {"/a/b": {"post": operation()}, "/d": {"get": operation()}}))
    assert merged["rootResourceId"] == made["rootResourceId"]
    assert paths(client, id) == {"/": [], "/a": [], "/a/b": ["GET", "POST"], "/c": ["GET"], "/d": ["GET"]}
    client.put_rest_api(restApiId=id, mode="overwrite", body=document({"/a/b": {"put": operation()}}))
    assert paths(client, id) == {"/": [], "/a": [], "/a/b": ["PUT"]}
    after = {r["path"]: r["id"] for r in client.get_resources(restApiId=id)["items"]}
    assert after["/a/b"] == before["/a/b"] and after["/"] == before["/"]
    # What is gone leaves its place free.
    client.create_resource(restApiId=id, parentId=made["rootResourceId"], pathPart="c")


@pytest.mark.parametrize("mode, expected", [
    ("ignore", "/test"), ("prepend", "/base/var/test"), ("split", "/var/test")])
def test_a_base_path_is_ignored_prepended_or_split(client, mode, expected):
    body = json.dumps({
        "openapi": "3.0.1", "info": {"title": "t", "version": "1"},
        "servers": [{"url": "https://h.example.com/{basePath}",
                     "variables": {"basePath": {"default": "/base/var"}}}],
        "paths": {"/test": {"get": operation()}}})
    id = client.import_rest_api(parameters={"basepath": mode}, body=body)["id"]
    assert expected in paths(client, id)


def test_yaml_and_references_within_the_document_are_read(client):
    body = f"""
openapi: 3.0.1
info: {{title: yaml, version: '1.0'}}
paths:
  /y:
    post:
      security: [{{key: []}}]
      x-amazon-apigateway-integration:
        $ref: '#/components/x-amazon-apigateway-integrations/proxy'
components:
  x-amazon-apigateway-integrations:
    proxy: {{type: aws_proxy, httpMethod: POST, uri: '{URI}', timeoutInMillis: 1000}}
  securitySchemes:
    key: {{type: apiKey, name: X-API-Key, in: header}}
"""
    id = client.import_rest_api(body=body, parameters={"endpointConfigurationTypes": "REGIONAL"})["id"]
    assert client.get_rest_api(restApiId=id)["endpointConfiguration"]["types"] == ["REGIONAL"]
    found = method(client, id, "/y", "POST")
    assert found["apiKeyRequired"] is True and found["methodIntegration"]["timeoutInMillis"] == 1000


@pytest.mark.parametrize("body, code, message", [
    ("{", "BadRequestException", "Invalid OpenAPI input."),
    ('{"openapi": "3.1.0", "paths": {}}', "BadRequestException", "Invalid OpenAPI input."),
    ('{"swagger": "1.2", "paths": {}}', "BadRequestException", "Invalid Swagger 2.0 input."),
    (document({"/": {"get": {"x-amazon-apigateway-integration": {"type": "aws_proxy", "uri": {"Fn::Sub": "x"}}}}}),
     "BadRequestException", "Unable to parse API definition because of a malformed integration at path /."),
    (document({"/a": {"get": {"x-amazon-apigateway-integration": {**PROXY, "uri": "nothing"}}}}),
     "BadRequestException", "Errors found during import:\n\tUnable to put integration on 'GET' for resource at path "
     "'/a': Invalid ARN specified in the request"),
    (document({"/{a}": {}, "/{b}": {}}), "BadRequestException",
     "Errors found during import:\n\tUnable to create resource at path '/{b}': A sibling ({a}) of this resource "
     "already has a variable path part -- only one is allowed"),
    (document({"/a": {"get": {"$ref": "#/x", "parameters": [{"$ref": "#/parameters/p"}]}}},
              parameters={"p": {"$ref": "#/parameters/p"}}),
     "BadRequestException", "References in the API definition lead to one another."),
    (document({}, **{"x-amazon-apigateway-policy": {}}), "NotImplemented",
     "ImportRestApi with x-amazon-apigateway-policy is not implemented."),
    (document({"/": {"get": operation(security=[{"o": []}])}}, securityDefinitions={"o": {"type": "oauth2"}}),
     "NotImplemented", "ImportRestApi with security by o (GET /) is not implemented."),
])
def test_what_cannot_be_imported_is_said(client, body, code, message):
    before = len(client.get_rest_apis(limit=500)["items"])
    assert refusal(client.import_rest_api, body=body) == (code, message)
    assert len(client.get_rest_apis(limit=500)["items"]) == before


def test_an_import_that_fails_changes_nothing(client):
    id = client.import_rest_api(body=document({"/a": {"get": operation()}}))["id"]
    broken = document({"/b": {"get": operation()}, "/c": {"get": {"x-amazon-apigateway-integration": {
        **PROXY, "timeoutInMillis": 5}}}})
    code, message = refusal(client.put_rest_api, restApiId=id, mode="overwrite", body=broken)
    assert code == "BadRequestException" and "Timeout should be between 50 ms and 29000 ms" in message
    assert paths(client, id) == {"/": [], "/a": ["GET"]}


def test_an_api_has_at_most_three_hundred_resources(client):
    many = {f"/p{number}": {} for number in range(299)}
    id = client.import_rest_api(body=document(many))["id"]
    root = client.get_rest_api(restApiId=id)["rootResourceId"]
    full = ("LimitExceededException", "Maximum number of resources for this API has been reached.")
    assert refusal(client.create_resource, restApiId=id, parentId=root, pathPart="more") == full
    first = next(r for r in client.get_resources(restApiId=id, limit=500)["items"] if r["path"] == "/p0")
    client.delete_resource(restApiId=id, resourceId=first["id"])
    made = client.create_resource(restApiId=id, parentId=root, pathPart="more")
    assert refusal(client.create_resource, restApiId=id, parentId=made["id"], pathPart="deeper") == full


SERVERLESS = """
AWSTemplateFormatVersion: '2010-09-09'
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Auth: {ApiKeyRequired: true}
Resources:
  Meters:
    Type: AWS::Serverless::Function
    Properties:
      Runtime: python3.12
      Handler: index.handler
      InlineCode: |
        import json
        def handler(event, context):
            return {"statusCode": 200, "body": json.dumps([event["resource"], event["stageVariables"], REVISION])}
      Events:
        Read: {Type: Api, Properties: {Path: '/meters/{meter}', Method: get}}
        Open: {Type: Api, Properties: {Path: /open, Method: any, Auth: {ApiKeyRequired: false}}}
        Own: {Type: Api, Properties: {Path: /own, Method: post, RestApiId: !Ref Explicit}}
  Explicit:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      Variables: {region: north}
      Auth:
        ApiKeyRequired: false
        UsagePlan: {CreateUsagePlan: PER_API, Quota: {Limit: 10, Period: DAY}}
      DefinitionBody:
        openapi: 3.0.1
        info: {title: explicit, version: '1'}
        paths:
          /fixed:
            get:
              security: [{key: []}]
              x-amazon-apigateway-integration:
                type: aws_proxy
                httpMethod: POST
                uri: !Sub arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Meters.Arn}/invocations
        components:
          securitySchemes:
            key: {type: apiKey, name: x-api-key, in: header}
Outputs:
  Implicit: {Value: !Ref ServerlessRestApi}
  Explicit: {Value: !Ref Explicit}
  Key: {Value: !Ref Explicit.ApiKey}
  Plan: {Value: !Ref Explicit.UsagePlan}
"""


def test_a_serverless_template_is_deployed_with_its_apis(own_server, name, tmp_path):
    server = own_server()
    client = server.client("apigateway")
    stack = name[-40:].strip("-").lower()
    template = tmp_path / "template.yaml"
    deploy = ["cloudformation", "deploy", "--stack-name", stack, "--template-file", str(template),
              "--capabilities", "CAPABILITY_IAM"]
    template.write_text(SERVERLESS.replace("REVISION", "1"))
    server.cli(*deploy)
    cfn = server.client("cloudformation")
    outputs = {o["OutputKey"]: o["OutputValue"] for o in cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]}
    assert client.get_rest_api(restApiId=outputs["Implicit"])["name"] == stack

    def call(api, stage, path, method="GET", headers=None):
        request = urllib.request.Request(
            f"{server.endpoint}/restapis/{outputs[api]}/{stage}/_user_request_{path}", method=method,
            headers=headers or {})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read())
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read())

    key = {"x-api-key": client.get_api_key(apiKey=outputs["Key"], includeValue=True)["value"]}
    forbidden = (403, {"message": "Forbidden"})
    assert call("Implicit", "Prod", "/open", "PATCH") == (200, ["/open", None, 1])
    assert call("Implicit", "Prod", "/meters/7") == forbidden
    assert call("Explicit", "live", "/own", "POST") == (200, ["/own", {"region": "north"}, 1])
    assert call("Explicit", "live", "/fixed") == forbidden
    # The function lets the API in for the paths of its events alone; an open server does not ask.
    assert call("Explicit", "live", "/fixed", headers=key) == (200, ["/fixed", {"region": "north"}, 1])
    client.update_usage_plan(usagePlanId=outputs["Plan"], patchOperations=[
        {"op": "add", "path": "/apiStages", "value": f"{outputs['Implicit']}:Prod"}])
    assert call("Implicit", "Prod", "/meters/7", headers=key) == (200, ["/meters/{meter}", None, 1])

    template.write_text(SERVERLESS.replace("REVISION", "2").replace("Path: /open, Method: any", "Path: /new, Method: get"))
    server.cli(*deploy)
    assert call("Implicit", "Prod", "/open") == (403, {"message": "Missing Authentication Token"})
    assert call("Implicit", "Prod", "/new") == (200, ["/new", None, 2])
    client.update_usage_plan(usagePlanId=outputs["Plan"], patchOperations=[
        {"op": "remove", "path": "/apiStages", "value": f"{outputs['Implicit']}:Prod"}])
    server.cli("cloudformation", "delete-stack", "--stack-name", stack)
    server.cli("cloudformation", "wait", "stack-delete-complete", "--stack-name", stack)
    assert call("Explicit", "live", "/own", "POST") == forbidden


def test_a_template_gives_an_api_its_document(server, client, name):
    cfn = server.client("cloudformation")
    s3 = server.client("s3")
    bucket = name[-40:].strip("-").lower()
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    s3.put_object(Bucket=bucket, Key="api.json", Body=document({"/stored": {"get": operation()}}))
    template = {"Resources": {
        "Inline": {"Type": "AWS::ApiGateway::RestApi", "Properties": {
            "Body": json.loads(document({"/x": {"get": operation()}})), "Name": name + "-named"}},
        "Stored": {"Type": "AWS::ApiGateway::RestApi", "Properties": {
            "BodyS3Location": {"Bucket": bucket, "Key": "api.json"}, "Parameters": {"basepath": "ignore"}}}},
        "Outputs": {"Inline": {"Value": {"Ref": "Inline"}}, "Stored": {"Value": {"Ref": "Stored"}}}}
    cfn.create_stack(StackName=bucket, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=bucket, WaiterConfig={"Delay": 1})
    outputs = {o["OutputKey"]: o["OutputValue"] for o in cfn.describe_stacks(StackName=bucket)["Stacks"][0]["Outputs"]}
    assert paths(client, outputs["Inline"]) == {"/": [], "/x": ["GET"]}
    assert client.get_rest_api(restApiId=outputs["Inline"])["name"] == name + "-named"
    assert paths(client, outputs["Stored"]) == {"/": [], "/stored": ["GET"]}
    broken = {"Resources": {"Broken": {"Type": "AWS::ApiGateway::RestApi", "Properties": {
        "Name": name + "-broken", "Body": {"swagger": "2.0", "x-amazon-apigateway-policy": {}}}}}}
    cfn.create_stack(StackName=bucket + "-b", TemplateBody=json.dumps(broken))
    with pytest.raises(botocore.exceptions.WaiterError):
        cfn.get_waiter("stack_create_complete").wait(StackName=bucket + "-b", WaiterConfig={"Delay": 1})
    reasons = [e.get("ResourceStatusReason", "") for e in cfn.describe_stack_events(StackName=bucket + "-b")["StackEvents"]]
    assert any("x-amazon-apigateway-policy" in reason for reason in reasons), reasons
    assert name + "-broken" not in [a["name"] for a in client.get_rest_apis(limit=500)["items"]]

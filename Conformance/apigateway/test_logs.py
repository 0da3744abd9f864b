"""What stages write about their requests, and how they hold callers back."""

import json

import pytest

from apigateway.test_authorizers import Guarded
from apigateway.test_integrations import refusal

ROLE = "arn:aws:iam::000000000000:role/gateway-logs"
FORMAT = ('{"id": "$context.requestId", "method": "$context.httpMethod", "resource": "$context.resourcePath", '
          '"path": "$context.path", "status": $context.status, "kind": "$context.error.responseType", '
          '"why": "$context.error.message", "key": "$context.identity.apiKeyId", "agent": "$context.identity.userAgent", '
          '"bytes": $context.responseLength, "took": $context.responseLatency, "backend": "$context.integration.status"}')
READY = {"type": "MOCK", "requestTemplates": {"application/json": '{"statusCode": 200}'},
         "responses": [{"statusCode": "200", "responseTemplates": {"application/json": "fine"}}]}



def settings(*pairs):
    return [{"op": "replace", "path": path, "value": value} for path, value in pairs]


@pytest.fixture
def account(server):
    client = server.client("apigateway")
    client.update_account(patchOperations=settings(("/cloudwatchRoleArn", ROLE)))
    return client


@pytest.fixture
def api(server, name):
    return Guarded(server, name)


@pytest.fixture
def logged(api, account, server, name):
    """An API whose stage writes an access log, and what reads it."""
    logs = server.client("logs")
    group = "access-" + name[-60:]
    logs.create_log_group(logGroupName=group)
    api.method("/open/{id}", "GET", method={"authorizationType": "NONE"}, **READY)
    api.method("/keyed", "GET", method={"authorizationType": "NONE", "apiKeyRequired": True}, **READY)
    api.deploy()
    arn = f"arn:aws:logs:eu-central-1:000000000000:log-group:{group}"
    api.client.update_stage(restApiId=api.id, stageName="live", patchOperations=settings(
        ("/accessLogSettings/destinationArn", arn), ("/accessLogSettings/format", FORMAT)))

    def lines():
        server.advance("PT2S")
        return [json.loads(event["message"]) for event in logs.filter_log_events(logGroupName=group)["events"]]

    api.lines = lines
    return api


def test_every_request_of_a_stage_is_a_line(logged):
    logged.call("/open/7?x=1", "GET", User_Agent='say "hi"\\')
    found = logged.lines()
    assert len(found) == 1
    line = found[0]
    assert (line["method"], line["resource"], line["path"]) == ("GET", "/open/{id}", "/live/open/7")
    assert (line["status"], line["kind"], line["key"], line["backend"]) == (200, "-", "-", "200")
    assert line["agent"] == 'say "hi"\\' and line["bytes"] == 4 and line["took"] >= 0 and line["id"]


def test_what_the_gateway_refuses_is_a_line_too(logged, name):
    client = logged.client
    key = client.create_api_key(name=name, enabled=True)
    plan = client.create_usage_plan(
        name=name, apiStages=[{"apiId": logged.id, "stage": "live"}], throttle={"rateLimit": 1, "burstLimit": 2},
        quota={"limit": 3, "period": "DAY"})["id"]
    client.create_usage_plan_key(usagePlanId=plan, keyId=key["id"], keyType="API_KEY")
    asked = [{"X_Api_Key": "nobody's"}, {}] + [{"X_Api_Key": key["value"]}] * 3
    statuses = [logged.call("/keyed", "GET", **headers)[0] for headers in asked]
    assert statuses == [403, 403, 200, 200, 429]
    logged.server.advance("PT5S")
    statuses = [logged.call("/keyed", "GET", X_Api_Key=key["value"])[0] for _ in range(2)]
    assert statuses == [200, 429]
    logged.call("/nothing", "GET")
    found = [(line["status"], line["kind"], line["key"]) for line in logged.lines()]
    id = key["id"]
    assert sorted(found) == sorted([
        (403, "INVALID_API_KEY", "-"), (403, "INVALID_API_KEY", "-"), (200, "-", id), (200, "-", id),
        (429, "THROTTLED", id), (200, "-", id), (429, "QUOTA_EXCEEDED", id),
        (403, "MISSING_AUTHENTICATION_TOKEN", "-")])
    assert {line["why"] for line in logged.lines() if line["kind"] == "QUOTA_EXCEEDED"} == {"Limit Exceeded"}


def test_a_stage_without_a_log_writes_none(logged):
    logged.client.update_stage(restApiId=logged.id, stageName="live", patchOperations=[
        {"op": "remove", "path": "/accessLogSettings"}])
    logged.call("/open/7", "GET")
    assert logged.lines() == []


def test_a_level_lets_a_stage_tell_what_happened(api, account, server):
    logs = server.client("logs")
    api.method("/m", "GET", method={"authorizationType": "NONE"}, **READY)
    api.method("/bad", "GET", method={"authorizationType": "NONE"}, **{**READY, "requestTemplates": {}})
    api.deploy()
    api.client.update_stage(restApiId=api.id, stageName="live", patchOperations=settings(
        ("/*/*/logging/loglevel", "ERROR"), ("/~1m/GET/logging/loglevel", "INFO")))
    stage = api.client.get_stage(restApiId=api.id, stageName="live")
    assert {key: value["loggingLevel"] for key, value in stage["methodSettings"].items()} == {
        "*/*": "ERROR", "~1m/GET": "INFO"}
    assert api.call("/m", "GET")[0] == 200 and api.call("/bad", "GET")[0] == 500
    server.advance("PT2S")
    group = f"API-Gateway-Execution-Logs_{api.id}/live"
    lines = [event["message"] for event in logs.filter_log_events(logGroupName=group)["events"]]
    assert any("HTTP Method: GET, Resource Path: /m" in line for line in lines)
    assert any("Method completed with status: 200" in line for line in lines)
    assert any("Execution failed: API_CONFIGURATION_ERROR" in line and "statusCode" in line for line in lines)


def test_a_stage_holds_its_methods_back(api, server):
    for path in ("/slow", "/other"):
        api.method(path, "GET", method={"authorizationType": "NONE"}, **READY)
    api.deploy()
    api.client.update_stage(restApiId=api.id, stageName="live", patchOperations=settings(
        ("/~1slow/GET/throttling/rateLimit", "1"), ("/~1slow/GET/throttling/burstLimit", "2")))
    assert [api.call("/slow", "GET")[0] for _ in range(3)] == [200, 200, 429]
    assert [api.call("/other", "GET")[0] for _ in range(3)] == [200, 200, 200]
    server.advance("PT3S")
    assert api.call("/slow", "GET")[0] == 200
    api.client.update_stage(restApiId=api.id, stageName="live", patchOperations=[
        {"op": "remove", "path": "/~1slow/GET"}] + settings(("/*/*/throttling/rateLimit", "0")))
    assert api.call("/other", "GET")[::2] == (429, '{"message":"Too Many Requests"}')


def test_a_setting_of_a_stage_that_is_none_is_said(api, own_server, name):
    api.method("/m", "GET", method={"authorizationType": "NONE"}, **READY)
    api.deploy()

    def change(path, value):
        return refusal(api.client.update_stage, restApiId=api.id, stageName="live",
                       patchOperations=settings((path, value)))

    code, message = change("/documentation_version", "1")
    assert code == "BadRequestException" and message.startswith(
        "Invalid method setting path: /documentation_version. Must be one of: [/deploymentId, /description,")
    assert change("/*/*/caching/enabled", "true")[0] == "NotImplemented"
    assert change("/*/*/metrics/enabled", "true")[0] == "NotImplemented"
    assert change("/*/*/logging/loglevel", "LOUD")[0] == "BadRequestException"
    assert change("/accessLogSettings/destinationArn", "arn:aws:s3:::bucket")[0] == "BadRequestException"
    fresh = Guarded(own_server(), name)
    assert fresh.client.get_account()["apiKeyVersion"] == "4"
    fresh.method("/m", "GET", method={"authorizationType": "NONE"}, **READY)
    fresh.deploy()
    assert refusal(fresh.client.update_stage, restApiId=fresh.id, stageName="live", patchOperations=settings(
        ("/*/*/logging/loglevel", "INFO"))) == (
        "BadRequestException", "CloudWatch Logs role ARN must be set in account settings to enable logging")


def test_a_template_gives_a_stage_its_log_and_its_throttle(server, name):
    stack = name[-40:].strip("-").lower()
    cfn = server.client("cloudformation")
    ref = {"Ref": "Api"}
    stage = {"RestApiId": ref, "DeploymentId": {"Ref": "Deployment"}, "StageName": "live",
             "AccessLogSetting": {"DestinationArn": {"Fn::GetAtt": ["Group", "Arn"]},
                                  "Format": "$context.requestId $context.status"},
             "MethodSettings": [{"ResourcePath": "/*", "HttpMethod": "*", "ThrottlingRateLimit": 1,
                                 "ThrottlingBurstLimit": 1}]}
    template = {"Resources": {
        "Account": {"Type": "AWS::ApiGateway::Account", "Properties": {"CloudWatchRoleArn": ROLE}},
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": stack}},
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": stack}},
        "Method": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": ref, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "HttpMethod": "GET",
            "AuthorizationType": "NONE", "Integration": {
                "Type": "MOCK", "RequestTemplates": {"application/json": '{"statusCode": 200}'},
                "IntegrationResponses": [{"StatusCode": "200"}]}}},
        "Deployment": {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "Method", "Properties": {"RestApiId": ref}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "DependsOn": "Account", "Properties": stage}},
        "Outputs": {"Api": {"Value": ref}}}
    cfn.create_stack(StackName=stack, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    api = Guarded.__new__(Guarded)
    api.server, api.id = server, cfn.describe_stacks(StackName=stack)["Stacks"][0]["Outputs"][0]["OutputValue"]
    assert [api.call("/", "GET")[0] for _ in range(2)] == [200, 429]
    server.advance("PT3S")
    events = server.client("logs").filter_log_events(logGroupName=stack)["events"]
    assert sorted(event["message"].split()[1] for event in events) == ["200", "429"]
    del stage["AccessLogSetting"], stage["MethodSettings"]
    cfn.update_stack(StackName=stack, TemplateBody=json.dumps(template))
    cfn.get_waiter("stack_update_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})
    assert [api.call("/", "GET")[0] for _ in range(3)] == [200, 200, 200]
    cfn.delete_stack(StackName=stack)
    cfn.get_waiter("stack_delete_complete").wait(StackName=stack, WaiterConfig={"Delay": 1})

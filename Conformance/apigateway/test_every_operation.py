"""What a client that manages REST APIs reads back after each of its changes."""

import json

import botocore.exceptions
import pytest

from conftest import Server


def refusal(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


@pytest.fixture
def client(server):
    return server.client("apigateway")


@pytest.fixture
def api(client, name):
    return client.create_rest_api(name=name, description="first", tags={"team": "meters"})


def test_an_api_is_made_changed_listed_and_deleted(client, api):
    changed = client.update_rest_api(restApiId=api["id"], patchOperations=[
        {"op": "replace", "path": "/description", "value": "second"},
        {"op": "replace", "path": "/name", "value": "renamed"}])
    assert (changed["name"], changed["description"]) == ("renamed", "second")
    assert client.get_rest_api(restApiId=api["id"])["description"] == "second"
    assert api["id"] in [item["id"] for item in client.get_rest_apis(limit=500)["items"]]
    client.delete_rest_api(restApiId=api["id"])
    assert refusal(client.get_rest_api, restApiId=api["id"]) == "NotFoundException"


def test_resources_methods_and_integrations_are_read_back(client, api):
    id, root = api["id"], api["rootResourceId"]
    parent = client.create_resource(restApiId=id, parentId=root, pathPart="meters")
    child = client.create_resource(restApiId=id, parentId=parent["id"], pathPart="{meter}")
    assert child["path"] == "/meters/{meter}"
    assert refusal(client.create_resource, restApiId=id, parentId=root, pathPart="meters") == "ConflictException"
    client.put_method(restApiId=id, resourceId=child["id"], httpMethod="GET", authorizationType="NONE",
                      apiKeyRequired=True)
    uri = ("arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
           "arn:aws:lambda:eu-central-1:000000000000:function:f/invocations")
    client.put_integration(restApiId=id, resourceId=child["id"], httpMethod="GET", type="AWS_PROXY",
                           integrationHttpMethod="POST", uri=uri)
    assert client.get_integration(restApiId=id, resourceId=child["id"], httpMethod="GET")["uri"] == uri
    method = client.get_method(restApiId=id, resourceId=child["id"], httpMethod="GET")
    assert method["apiKeyRequired"] and method["methodIntegration"]["type"] == "AWS_PROXY"
    assert client.get_resource(restApiId=id, resourceId=child["id"])["resourceMethods"].keys() == {"GET"}
    assert {r["path"] for r in client.get_resources(restApiId=id)["items"]} == {"/", "/meters", "/meters/{meter}"}

    client.delete_integration(restApiId=id, resourceId=child["id"], httpMethod="GET")
    assert refusal(client.get_integration, restApiId=id, resourceId=child["id"], httpMethod="GET") == "NotFoundException"
    client.delete_method(restApiId=id, resourceId=child["id"], httpMethod="GET")
    assert refusal(client.get_method, restApiId=id, resourceId=child["id"], httpMethod="GET") == "NotFoundException"
    client.delete_resource(restApiId=id, resourceId=parent["id"])
    assert [r["path"] for r in client.get_resources(restApiId=id)["items"]] == ["/"]


def deployed(client, api):
    id, root = api["id"], api["rootResourceId"]
    client.put_method(restApiId=id, resourceId=root, httpMethod="GET", authorizationType="NONE")
    client.put_integration(
        restApiId=id, resourceId=root, httpMethod="GET", type="AWS_PROXY", integrationHttpMethod="POST",
        uri="arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
            "arn:aws:lambda:eu-central-1:000000000000:function:f/invocations")
    return client.create_deployment(restApiId=id, description="one")["id"]


def test_deployments_and_stages_are_read_back(client, api):
    id, deployment = api["id"], deployed(client, api)
    assert client.get_deployment(restApiId=id, deploymentId=deployment)["description"] == "one"
    assert [d["id"] for d in client.get_deployments(restApiId=id)["items"]] == [deployment]
    client.create_stage(restApiId=id, stageName="live", deploymentId=deployment, variables={"colour": "blue"})
    changed = client.update_stage(restApiId=id, stageName="live", patchOperations=[
        {"op": "replace", "path": "/variables/colour", "value": "green"}])
    assert changed["variables"] == {"colour": "green"}
    assert client.get_stage(restApiId=id, stageName="live")["deploymentId"] == deployment
    assert [s["stageName"] for s in client.get_stages(restApiId=id)["item"]] == ["live"]
    assert refusal(client.delete_deployment, restApiId=id, deploymentId=deployment) == "BadRequestException"
    client.delete_stage(restApiId=id, stageName="live")
    client.delete_deployment(restApiId=id, deploymentId=deployment)
    assert client.get_deployments(restApiId=id)["items"] == []


def test_plans_and_keys_are_read_back(client, api, name):
    client.create_stage(restApiId=api["id"], stageName="live", deploymentId=deployed(client, api))
    key = client.create_api_key(name=name, enabled=True)
    plan = client.create_usage_plan(
        name=name, throttle={"rateLimit": 5.0, "burstLimit": 7}, quota={"limit": 10, "period": "DAY"},
        apiStages=[{"apiId": api["id"], "stage": "live"}])
    changed = client.update_usage_plan(usagePlanId=plan["id"], patchOperations=[
        {"op": "replace", "path": "/throttle/rateLimit", "value": "6"}])
    assert changed["throttle"] == {"rateLimit": 6.0, "burstLimit": 7}
    assert client.get_usage_plan(usagePlanId=plan["id"])["quota"]["limit"] == 10
    assert plan["id"] in [p["id"] for p in client.get_usage_plans(limit=500)["items"]]
    client.create_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"], keyType="API_KEY")
    assert client.get_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"])["name"] == name
    assert [k["id"] for k in client.get_usage_plan_keys(usagePlanId=plan["id"])["items"]] == [key["id"]]
    found = client.get_api_keys(nameQuery=name, includeValues=True)["items"]
    assert [(k["id"], k["value"]) for k in found] == [(key["id"], key["value"])]
    assert client.update_api_key(apiKey=key["id"], patchOperations=[
        {"op": "replace", "path": "/enabled", "value": "false"}])["enabled"] is False
    assert client.get_usage(usagePlanId=plan["id"], startDate="2026-01-01", endDate="2026-01-02")["items"] is not None
    client.delete_usage_plan_key(usagePlanId=plan["id"], keyId=key["id"])
    assert client.get_usage_plan_keys(usagePlanId=plan["id"])["items"] == []
    client.delete_api_key(apiKey=key["id"])
    assert refusal(client.get_api_key, apiKey=key["id"]) == "NotFoundException"
    client.update_usage_plan(usagePlanId=plan["id"], patchOperations=[
        {"op": "remove", "path": "/apiStages", "value": f"{api['id']}:live"}])
    client.delete_usage_plan(usagePlanId=plan["id"])
    assert refusal(client.get_usage_plan, usagePlanId=plan["id"]) == "NotFoundException"


def test_all_of_it_is_there_after_a_kill():
    server = Server().start()
    try:
        client = server.client("apigateway")
        api = client.create_rest_api(name="kept")
        client.create_stage(restApiId=api["id"], stageName="live", deploymentId=deployed(client, api))
        key = client.create_api_key(name="kept", enabled=True)
        before = json.dumps([client.get_resources(restApiId=api["id"])["items"],
                             client.get_stages(restApiId=api["id"])["item"]], default=str)
        server.kill()
        server.start()
        client = server.client("apigateway")
        after = json.dumps([client.get_resources(restApiId=api["id"])["items"],
                            client.get_stages(restApiId=api["id"])["item"]], default=str)
        assert after == before
        assert client.get_api_key(apiKey=key["id"], includeValue=True)["value"] == key["value"]
    finally:
        server.stop()

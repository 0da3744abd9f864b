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


def told(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    found = caught.value.response["Error"]
    return found["Code"], found["Message"]


NO_RESOURCE = ("NotFoundException", "Invalid Resource identifier specified")
NO_METHOD = ("NotFoundException", "Invalid Method identifier specified")
NO_INTEGRATION = ("NotFoundException", "Invalid Integration identifier specified")
NO_STATUS = ("NotFoundException", "Invalid Response status code specified")


def test_answers_of_methods_and_integrations_are_read_back(client, api):
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "GET"}
    assert told(client.put_integration_response, **place, statusCode="200") == NO_METHOD
    client.put_method(**place, authorizationType="NONE")
    client.put_method_response(**place, statusCode="200", responseParameters={"method.response.header.X": False})
    assert client.get_method_response(**place, statusCode="200")["responseParameters"] == {
        "method.response.header.X": False}
    assert told(client.put_method_response, **place, statusCode="200") == (
        "ConflictException", "Response already exists for this resource")
    assert told(client.delete_integration_response, **place, statusCode="200") == NO_INTEGRATION
    client.put_integration(**place, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    made = client.put_integration_response(
        **place, statusCode="200", selectionPattern="", responseTemplates={"application/json": '"created"'})
    assert made["responseTemplates"] == {"application/json": '"created"'} and made["selectionPattern"] == ""
    assert client.get_integration_response(**place, statusCode="200")["statusCode"] == "200"
    assert told(client.get_integration_response, **{**place, "httpMethod": "PUT"}, statusCode="200") == NO_METHOD
    assert told(client.delete_integration_response, **{**place, "restApiId": "none"}, statusCode="200") == NO_RESOURCE
    assert told(client.delete_integration_response, **{**place, "httpMethod": "PUT"}, statusCode="200") == NO_INTEGRATION
    assert told(client.delete_integration_response, **place, statusCode="201") == NO_STATUS
    changed = client.update_integration(**place, patchOperations=[
        {"op": "replace", "path": "/timeoutInMillis", "value": "900"},
        {"op": "replace", "path": "/requestTemplates/application~1json", "value": '{"statusCode": 201}'}])
    assert changed["timeoutInMillis"] == 900
    assert client.get_integration(**place)["requestTemplates"] == {"application/json": '{"statusCode": 201}'}
    header = "method.response.header.Y"

    def change(op, path, value="x"):
        return dict(place, statusCode="200", patchOperations=[{"op": op, "path": "/" + path, "value": value}])

    code, message = told(client.update_integration_response, **change("add", "responseParameters/" + header, "'y'"))
    assert code == "BadRequestException" and header in message
    declared = client.update_method_response(**change("add", "responseParameters/" + header, "false"))
    assert declared["responseParameters"] == {"method.response.header.X": False, header: False}
    mapped = client.update_integration_response(**change("add", "responseParameters/" + header, "'y'"))
    assert mapped["responseParameters"] == {header: "'y'"}
    assert client.update_integration_response(**change("replace", "selectionPattern", "2.."))["selectionPattern"] == "2.."
    assert told(client.update_method_response, **{**change("replace", "responseModels/a"), "statusCode": "201"}) == NO_STATUS
    assert told(client.update_method_response, **{**change("replace", "x"), "httpMethod": "PUT"}) == NO_METHOD
    assert told(client.update_method_response, **{**change("replace", "x"), "resourceId": "none"}) == NO_RESOURCE
    assert told(client.update_method_response, **{**change("replace", "x"), "statusCode": "wrong"}) == (
        "ValidationException", "1 validation error detected: Value 'wrong' at 'statusCode' failed to satisfy constraint: "
        "Member must satisfy regular expression pattern: [1-5]\\d\\d")
    client.delete_integration_response(**place, statusCode="200")
    client.delete_method_response(**place, statusCode="200")
    assert told(client.get_method_response, **place, statusCode="200") == NO_STATUS
    for wrong in ({"restApiId": "none"}, {"resourceId": "none"}):
        assert told(client.get_integration, **{**place, **wrong}) == NO_RESOURCE


def test_a_method_is_changed_as_aws_lets_it(client, api):
    place = {"restApiId": api["id"], "resourceId": api["rootResourceId"], "httpMethod": "ANY"}

    def change(op, path, value=""):
        return dict(patchOperations=[{"op": op, "path": path, "value": value}], **place)

    client.put_method(**place, authorizationType="NONE", apiKeyRequired=True)
    assert told(client.update_method, **{**change("replace", "/apiKeyRequired"), "restApiId": "none"}) == NO_RESOURCE
    assert told(client.update_method, **{**change("replace", "/apiKeyRequired"), "httpMethod": "GET"}) == NO_METHOD
    only = ("BadRequestException", "Invalid patch operation specified. Must be one of: [replace]")
    assert told(client.update_method, **change("add", "/authorizationType", "CUSTOM")) == only
    assert told(client.update_method, **change("remove", "/apiKeyRequired")) == only
    for path in ("/httpMethod", "/requestParameters", "/requestModels/application/json"):
        assert told(client.update_method, **change("replace", path, "x")) == (
            "BadRequestException", "Invalid patch path " + path)
    assert client.update_method(**change("replace", "/apiKeyRequired", "whatever"))["apiKeyRequired"] is False
    assert told(client.update_method, **change("replace", "/requestValidatorId", "wrong")) == (
        "BadRequestException", "Invalid Request Validator identifier specified")
    changed = client.update_method(**change("add", "/requestParameters/method.request.header.X", "true"))
    assert changed["requestParameters"] == {"method.request.header.X": True}
    assert told(client.update_method, **change("add", "/requestParameters/method.request.path.X", "true")) == (
        "BadRequestException", "Parameter names must be unique across querystring, header and path")


def test_models_are_made_changed_listed_and_deleted(client, api):
    id = api["id"]
    assert [m["name"] for m in client.get_models(restApiId=id)["items"]] == ["Empty", "Error"]
    assert told(client.get_model, restApiId=id, modelName="mySchema") == (
        "NotFoundException", "Invalid model name specified: mySchema")
    client.create_model(restApiId=id, name="mySchema", contentType="application/json", schema='{"type": "object"}')

    def change(op, path, value):
        return dict(restApiId=id, modelName="mySchema", patchOperations=[{"op": op, "path": path, "value": value}])

    client.update_model(**change("replace", "/schema", '{"type": "array"}'))
    assert client.get_model(restApiId=id, modelName="mySchema")["schema"] == '{"type": "array"}'
    assert told(client.update_model, **change("add", "/wrong-path", "v")) == (
        "BadRequestException",
        "Invalid patch path  '/wrong-path' specified for op 'add'. Please choose supported operations")
    assert told(client.update_model, **change("replace", "/name", "v")) == (
        "BadRequestException",
        "Invalid patch path  '/name' specified for op 'replace'. Must be one of: [/description, /schema]")
    assert told(client.update_model, **change("replace", "/schema", "")) == (
        "BadRequestException", "Model schema must have at least 1 property or array items defined")
    client.delete_model(restApiId=id, modelName="mySchema")
    assert refusal(client.delete_model, restApiId=id, modelName="mySchema") == "NotFoundException"


def test_validators_are_made_changed_listed_and_deleted(client, api):
    id = api["id"]
    assert told(client.create_request_validator, restApiId="none", name="v") == (
        "BadRequestException", "Invalid REST API identifier specified")
    made = client.create_request_validator(restApiId=id, name="v")
    assert (made["validateRequestBody"], made["validateRequestParameters"]) == (False, False)
    place = {"restApiId": id, "requestValidatorId": made["id"]}

    def change(op, path, value):
        return dict(place, patchOperations=[{"op": op, "path": path, "value": value}])

    for op in ("add", "remove"):
        assert told(client.update_request_validator, **change(op, "/validateRequestBody", "true")) == (
            "BadRequestException", f"Invalid patch path  '/validateRequestBody' specified for op '{op}'. "
            "Please choose supported operations")
    assert told(client.update_request_validator, **change("replace", "/invalidPath", "x")) == (
        "BadRequestException", "Invalid patch path  '/invalidPath' specified for op 'replace'. Must be one of: "
        "[/name, /validateRequestParameters, /validateRequestBody]")
    assert told(client.update_request_validator, **change("replace", "/name", "")) == (
        "BadRequestException", "Request Validator name cannot be blank")
    client.update_request_validator(**change("replace", "/validateRequestBody", "true"))
    assert client.get_request_validator(**place)["validateRequestBody"] is True
    assert [v["id"] for v in client.get_request_validators(restApiId=id)["items"]] == [made["id"]]
    client.delete_request_validator(**place)
    for wrong in (place, {**place, "restApiId": "none"}):
        assert told(client.delete_request_validator, **wrong) == (
            "NotFoundException", "Invalid Request Validator identifier specified")


def test_answers_of_the_gateway_are_made_changed_listed_and_deleted(client, api):
    id = api["id"]
    usual = {"application/json": '{"message":$context.error.messageString}'}
    made = client.put_gateway_response(restApiId=id, responseType="DEFAULT_5XX", statusCode="599",
                                       responseParameters={"gatewayresponse.header.x": "method.request.header.Accept"})
    assert (made["defaultResponse"], made["responseTemplates"]) == (False, usual)
    own = client.put_gateway_response(restApiId=id, responseType="AUTHORIZER_FAILURE",
                                      responseParameters={"gatewayresponse.header.foo": "'bar'"})
    assert own["statusCode"] == "500"
    found = {item["responseType"]: item for item in client.get_gateway_responses(restApiId=id)["items"]}
    assert list(found) == sorted(found) and len(found) == 21
    assert found["INTEGRATION_TIMEOUT"]["statusCode"] == "599" and found["INTEGRATION_TIMEOUT"]["defaultResponse"]
    assert found["AUTHORIZER_FAILURE"]["statusCode"] == "500" and "statusCode" not in found["DEFAULT_4XX"]

    def change(op, path, value="x"):
        return dict(restApiId=id, responseType="DEFAULT_4XX", patchOperations=[{"op": op, "path": path, "value": value}])

    assert client.update_gateway_response(**change("replace", "/statusCode", "444"))["statusCode"] == "444"
    assert client.get_gateway_response(restApiId=id, responseType="DEFAULT_4XX")["defaultResponse"] is False
    for op, path in (("add", "/statusCode"), ("remove", "/statusCode"), ("replace", "/wrongPath")):
        assert told(client.update_gateway_response, **change(op, path)) == (
            "BadRequestException", "Invalid patch path " + path)
    assert told(client.update_gateway_response, **change("replace", "/responseParameters/gatewayresponse.header.n")) == (
        "NotFoundException", "Invalid parameter name specified")
    for part in ("responseTemplates/x", "responseParameters/x"):
        assert told(client.update_gateway_response, **change("replace", "/" + part, "")) == (
            "BadRequestException", "Invalid null or empty value in " + part.split("/")[0])
    client.delete_gateway_response(restApiId=id, responseType="DEFAULT_4XX")
    assert refusal(client.delete_gateway_response, restApiId=id, responseType="DEFAULT_4XX") == "NotFoundException"

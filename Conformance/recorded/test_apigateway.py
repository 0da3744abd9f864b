"""Refusals of REST APIs, as AWS was recorded to word them."""

import json
import urllib.error
import urllib.request

import pytest


@pytest.fixture
def recorded(recordings):
    return recordings("apigateway")


@pytest.fixture
def client(server):
    return server.client("apigateway")


@pytest.fixture
def api(client, name):
    """An API with a resource that has a method."""
    made = client.create_rest_api(name=name)["id"]
    root = client.get_resources(restApiId=made)["items"][0]["id"]
    resource = client.create_resource(restApiId=made, parentId=root, pathPart="test")["id"]
    client.put_method(restApiId=made, resourceId=resource, httpMethod="GET", authorizationType="NONE")
    return made, root, resource


def test_integrations_that_are_not(client, recorded, api):
    made, _, resource = api
    situation = "TestApigatewayIntegration::test_get_integration_non_existent"
    recorded.fails(situation, "get-integration-no-resource", client.get_integration,
                   restApiId=made, resourceId="testid", httpMethod="GET")
    recorded.fails(situation, "get-integration-no-method", client.get_integration,
                   restApiId=made, resourceId=resource, httpMethod="POST")
    recorded.fails(situation, "get-integration-no-integration", client.get_integration,
                   restApiId=made, resourceId=resource, httpMethod="GET")


def test_resources_below_a_greedy_variable(client, recorded, api):
    made, root, _ = api
    situation = "TestApiGatewayApiResource::test_create_proxy_resource_validation"
    proxy = client.create_resource(restApiId=made, parentId=root, pathPart="{proxy+}")["id"]
    recorded.fails(situation, "create-proxy-static-child-resource", client.create_resource,
                   restApiId=made, parentId=proxy, pathPart="static")
    recorded.fails(situation, "create-proxy-dynamic-child-resource", client.create_resource,
                   restApiId=made, parentId=proxy, pathPart="{dynamic}")
    client.delete_resource(restApiId=made, resourceId=proxy)
    recorded.fails("TestApiGatewayApiResource::test_delete_resource", "delete-subresource", client.delete_resource,
                   restApiId=made, resourceId=proxy)


def test_deployments_in_use(client, recorded, api):
    made, _, resource = api
    client.put_integration(restApiId=made, resourceId=resource, httpMethod="GET", type="AWS_PROXY",
                           integrationHttpMethod="POST", uri=(
                               "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/"
                               "arn:aws:lambda:eu-central-1:000000000000:function:f/invocations"))
    deployment = client.create_deployment(restApiId=made, stageName="s")["id"]
    recorded.fails("TestDeployments::test_create_delete_deployments[False]", "delete-deployment-error-0",
                   client.delete_deployment, restApiId=made, deploymentId=deployment)


def test_integrations_of_no_api(client, recorded, name):
    recorded.fails("TestApigatewayIntegration::test_get_integration_non_existent", "get-integration-no-api",
                   client.get_integration, restApiId="none", resourceId="testid", httpMethod="GET")


def test_a_variable_has_no_variable_beside_it(client, recorded, api):
    made, root, resource = api
    situation = "TestApiGatewayApiResource::test_create_proxy_resource_validation"
    recorded.same(situation, "create-base-proxy-resource",
                  client.create_resource(restApiId=made, parentId=root, pathPart="{proxy+}"))
    recorded.fails(situation, "create-proxy-dynamic-sibling-resource", client.create_resource,
                   restApiId=made, parentId=root, pathPart="{dynamic}")
    recorded.same(situation, "create-greedy-child-resource", client.create_resource(
        restApiId=made, parentId=resource, pathPart="{child+}") | {"path": "/parent/{child+}"})
    situation = "TestApiGatewayApiResource::test_create_proxy_resource"
    parent = client.create_resource(restApiId=made, parentId=root, pathPart="parent")["id"]
    recorded.same(situation, "create-proxy-sibling-dynamic-child-resource",
                  client.create_resource(restApiId=made, parentId=parent, pathPart="{child}"))


def test_defaults_of_apis(client, recorded, name):
    situation = "TestApiGatewayApiRestApi::test_create_rest_api_verify_defaults"
    for step, types in {"create-with-edge-default": ["EDGE"], "create-with-regional-default": ["REGIONAL"],
                        "create-with-empty-default": None}.items():
        given = {"endpointConfiguration": {"types": types}} if types else {}
        recorded.same(situation, step, client.create_rest_api(name=name, **given))


def test_methods_that_cannot_be_changed_so(client, recorded, api):
    made, _, resource = api
    situation = "TestApiGatewayApiMethod::test_update_method_validation"
    known = {"restApiId": made, "resourceId": resource, "httpMethod": "GET"}
    recorded.fails(situation, "wrong-rest-api", client.update_method, **known | {"restApiId": "none"},
                   patchOperations=[{"op": "replace", "path": "/apiKeyRequired", "value": "true"}])
    recorded.fails(situation, "wrong-resource-id", client.update_method, **known | {"resourceId": "none"},
                   patchOperations=[{"op": "replace", "path": "/apiKeyRequired", "value": "true"}])
    recorded.fails(situation, "method-does-not-exist", client.update_method, **known | {"httpMethod": "POST"},
                   patchOperations=[{"op": "replace", "path": "/apiKeyRequired", "value": "true"}])
    for step, op, path, value in (
            ("unsupported-operation", "add", "/apiKeyRequired", "true"),
            ("unsupported-operation-2", "remove", "/authorizationType", "true"),
            ("unsupported-path", "replace", "/httpMethod", "PUT"),
            ("wrong-path-request-parameters", "replace", "/requestParameters", "true"),
            ("wrong-path-request-models", "replace", "/requestModels/application~1json", "none"),
            ("wrong-auth-type", "replace", "/authorizationType", "CUSTOM"),
            ("wrong-req-validator-id", "replace", "/requestValidatorId", "none")):
        recorded.fails(situation, step, client.update_method, **known,
                       patchOperations=[{"op": op, "path": path, "value": value}])
    answer = client.update_method(
        **known, patchOperations=[{"op": "replace", "path": "/apiKeyRequired", "value": "whatever"}])
    recorded.same(situation, "wrong-value-type", answer | {"httpMethod": "ANY"})


def test_parameters_of_methods(client, recorded, api):
    made, root, _ = api
    situation = "TestApiGatewayApiMethod::test_method_request_parameters"
    known = {"restApiId": made, "resourceId": root, "httpMethod": "ANY"}
    where = "method.request."
    recorded.same(situation, "put-method-request-params-response", client.put_method(
        **known, authorizationType="NONE", requestParameters={
            f"{where}querystring.q_optional": False, f"{where}querystring.q_required": True,
            f"{where}header.h_optional": False, f"{where}header.h_required": True}))
    recorded.same(situation, "get-method-request-params-response", client.get_method(**known))
    recorded.fails(situation, "req-params-same-name", client.put_method, **known | {"httpMethod": "GET"},
                   authorizationType="NONE", requestParameters={
                       f"{where}querystring.same": False, f"{where}header.same": False})


def test_models_that_are_not(client, recorded, api):
    made = api[0]
    situation = "TestApiGatewayApiModels::test_update_model"
    known = {"restApiId": made, "modelName": "mySchema"}
    schema = {"op": "replace", "path": "/schema", "value": '{"title": "Updated schema", "type": "object"}'}
    recorded.fails(situation, "update-model-wrong-id", client.update_model, **known, patchOperations=[schema])
    client.create_model(restApiId=made, name="mySchema", contentType="application/json",
                        schema='{"title": "x", "type": "object"}')
    for step, patch in {
        "update-model-invalid-op": {"op": "add", "path": "/wrong-path", "value": "x"},
        "update-model-invalid-path": {"op": "replace", "path": "/name", "value": "x"},
        "update-model-empty-schema": schema | {"value": ""},
    }.items():
        recorded.fails(situation, step, client.update_model, **known, patchOperations=[patch])


def test_validators_that_are_not(client, recorded, api):
    made = api[0]
    recorded.fails("TestApiGatewayApiRequestValidator::test_create_request_validator_invalid_api_id",
                   "invalid-create-request-validator", client.create_request_validator,
                   restApiId="test-fake-rest-id", name="v")
    situation = "TestApiGatewayApiRequestValidator::test_invalid_delete_request_validator"
    recorded.fails(situation, "delete-request-validator-invalid-api-id", client.delete_request_validator,
                   restApiId="test-fake-rest-id", requestValidatorId="none")
    recorded.fails(situation, "delete-request-validator-invalid-validator-id", client.delete_request_validator,
                   restApiId=made, requestValidatorId="none")
    situation = "TestApiGatewayApiRequestValidator::test_invalid_update_request_validator_operations"
    validator = recorded.same(situation, "create-request-validator",
                              client.create_request_validator(restApiId=made, name="v"))["id"]
    for step, patch in {
        "update-request-validator-invalid-add-operation": {"op": "add", "path": "/validateRequestBody", "value": "true"},
        "update-request-validator-invalid-remove-operation": {
            "op": "remove", "path": "/validateRequestBody", "value": "true"},
        "update-request-validator-invalid-path": {"op": "replace", "path": "/invalidPath", "value": "true"},
        "update-request-validator-empty-name-value": {"op": "replace", "path": "/name", "value": ""},
    }.items():
        recorded.fails(situation, step, client.update_request_validator, restApiId=made,
                       requestValidatorId=validator, patchOperations=[patch])


def test_answers_of_integrations_that_are_not(client, recorded, api):
    made, _, resource = api
    known = {"restApiId": made, "resourceId": resource, "httpMethod": "GET"}
    client.put_integration(**known, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    client.put_method_response(**known, statusCode="200")
    situation = "TestApigatewayIntegrationResponse::test_delete_integration_response_errors"
    recorded.same(situation, "put-integration-response", client.put_integration_response(
        **known, statusCode="200", selectionPattern="", responseTemplates={"application/json": '"created"'}))
    for step, wrong in {"non-existent-resource": {"resourceId": "none"}, "non-existent-api-id": {"restApiId": "none"},
                        "non-existent-method": {"httpMethod": "POST"}, "non-existent-status-code": {"statusCode": "201"},
                        "bad-method": {"httpMethod": "FOO"}}.items():
        recorded.fails(situation, step, client.delete_integration_response,
                       **known | {"statusCode": "200"} | wrong)
    situation = "TestApigatewayIntegrationResponse::test_integration_response_wrong_method"
    recorded.fails(situation, "put-integration-response-wrong-method", client.put_integration_response,
                   **known | {"httpMethod": "POST"}, statusCode="200")
    recorded.fails(situation, "get-integration-response-wrong-method", client.get_integration_response,
                   **known | {"httpMethod": "POST"}, statusCode="200")


def test_answers_of_methods_that_are_not(client, recorded, api):
    made, _, resource = api
    known = {"restApiId": made, "resourceId": resource, "httpMethod": "GET", "statusCode": "200"}
    client.put_method_response(**known)
    add = {"op": "add", "path": "/responseParameters/method.response.header.x", "value": "true"}
    wrong = add | {"op": "wrong_op"}
    situation = "TestApigatewayMethodResponse::test_update_method_response_negative_tests"
    recorded.fails(situation, "update-method-response-wrong-statuscode", client.update_method_response,
                   **known | {"statusCode": "201"}, patchOperations=[add])
    recorded.fails(situation, "update-method-response-invalid-statuscode", client.update_method_response,
                   **known | {"statusCode": "wrong"}, patchOperations=[add])
    recorded.fails(situation, "update-method-response-invalid-statuscode-and-wrong-op", client.update_method_response,
                   **known | {"statusCode": "wrong"}, patchOperations=[wrong])
    recorded.fails(situation, "update-method-response-wrong-resource", client.update_method_response,
                   **known | {"resourceId": "none"}, patchOperations=[add])
    recorded.fails(situation, "update-method-response-wrong-method", client.update_method_response,
                   **known | {"httpMethod": "POST"}, patchOperations=[add])
    situation = "TestApigatewayMethodResponse::test_update_method_response_wrong_operations"
    for step, patches in {"1": [wrong], "3": [wrong, wrong], "4": [wrong] * 4, "5": [wrong, add, wrong]}.items():
        recorded.fails(situation, f"update-method-response-wrong-operation-{step}", client.update_method_response,
                       **known, patchOperations=patches)


def test_answers_of_the_gateway(client, recorded, api):
    made = api[0]
    situation = "TestApiGatewayGatewayResponse::test_gateway_response_put"
    recorded.same(situation, "put-gateway-response-status-only", client.put_gateway_response(
        restApiId=made, responseType="MISSING_AUTHENTICATION_TOKEN", statusCode="404"))
    recorded.same(situation, "put-gateway-response-response-parameters-only", client.put_gateway_response(
        restApiId=made, responseType="MISSING_AUTHENTICATION_TOKEN",
        responseParameters={"gatewayresponse.header.x-request-header": "method.request.header.Accept"}))
    situation = "TestApiGatewayGatewayResponse::test_update_gateway_response"
    known = {"restApiId": made, "responseType": "DEFAULT_4XX"}
    recorded.same(situation, "update-gateway-response-not-set", client.update_gateway_response(
        **known, patchOperations=[{"op": "replace", "path": "/statusCode", "value": "444"}]))
    recorded.same(situation, "default-get-gateway-response", client.get_gateway_response(**known))
    for step, patch in {
        "update-gateway-no-path": {"op": "replace", "value": "200"},
        "update-gateway-wrong-op": {"op": "wrong-op", "path": "/statusCode", "value": "200"},
        "update-gateway-wrong-path": {"op": "replace", "path": "/wrongPath", "value": "200"},
    }.items():
        recorded.fails(situation, step, client.update_gateway_response, **known, patchOperations=[patch])


def test_plans(client, recorded, api, name):
    made, _, resource = api
    client.put_integration(restApiId=made, resourceId=resource, httpMethod="GET", type="MOCK")
    client.create_deployment(restApiId=made, stageName="dev")
    situation = "TestUsagePlans::test_usage_plan_crud"
    plan = recorded.same(situation, "create-usage-plan", client.create_usage_plan(
        name=name, description=name, apiStages=[{"apiId": made, "stage": "dev"}]))["id"]
    recorded.same(situation, "get-usage-plan", client.get_usage_plan(usagePlanId=plan))
    recorded.same(situation, "update-usage-plan", client.update_usage_plan(usagePlanId=plan, patchOperations=[
        {"op": "replace", "path": "/throttle/burstLimit", "value": "100"},
        {"op": "replace", "path": "/throttle/rateLimit", "value": "200"},
        {"op": "replace", "path": "/quota/limit", "value": "5000"},
        {"op": "replace", "path": "/quota/period", "value": "MONTH"}]))
    recorded.fails(situation, "update-wrong-id", client.update_usage_plan, usagePlanId="none", patchOperations=[
        {"op": "replace", "path": "/throttle/burstLimit", "value": "100"}])
    for step, value in {"no-value": "", "wrong-api": f"{made}b:dev", "wrong-stage": f"{made}:fakestagename",
                        "wrong-value": made}.items():
        recorded.fails(situation, f"update-wrong-api-stages-{step}", client.update_usage_plan, usagePlanId=plan,
                       patchOperations=[{"op": "add", "path": "/apiStages", "value": value}],
                       replace={"<api-id:1>": made, "<id:1>": plan})
    recorded.same(situation, "get-usage-plan-after-update", client.get_usage_plan(usagePlanId=plan))


def test_a_key_is_enabled_by_true_alone(client, recorded):
    key = client.create_api_key()["id"]
    recorded.same("TestApigatewayApiKeysCrud::test_update_api_key_invalid_enabled_type",
                  "update-api-key-invalid-enabled-type", client.update_api_key(
                      apiKey=key, patchOperations=[{"op": "replace", "path": "/enabled", "value": "test"}]))


def test_a_method_tells_what_a_request_lacks(client, recorded, api, server):
    made, root, _ = api
    resource = client.create_resource(restApiId=made, parentId=root, pathPart="{issuer}")["id"]
    known = {"restApiId": made, "resourceId": resource, "httpMethod": "POST"}
    client.create_model(restApiId=made, name="Body", contentType="application/json", schema=(
        '{"$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["a"]}'))
    validator = client.create_request_validator(
        restApiId=made, name="test-validator", validateRequestBody=True, validateRequestParameters=True)["id"]
    client.put_method(**known, authorizationType="NONE", requestValidatorId=validator,
                      requestModels={"application/json": "Body"}, requestParameters={
                          "method.request.querystring.qs1": True, "method.request.header.x-header-param": True})
    client.put_integration(**known, type="MOCK", requestTemplates={"application/json": '{"statusCode": 200}'})
    client.put_method_response(**known, statusCode="200")
    client.put_integration_response(**known, statusCode="200")
    client.delete_method(restApiId=made, resourceId=api[2], httpMethod="GET")
    client.create_deployment(restApiId=made, stageName="s")
    address = f"{server.endpoint}/restapis/{made}/s/_user_request_/x"
    situation = "TestApiGatewayCommon::test_api_gateway_request_validator"
    header = {"x-header-param": "y"}
    assert post(address + "?qs1=a", b"{}", {}) == (400, recorded.situations[situation][
        "missing-required-headers-request-params-get"])
    assert post(address, b"{}", header) == (400, recorded.situations[situation][
        "missing-required-qs-request-params-get"])
    assert post(address + "?qs1=a", b"{}", header) == (400, recorded.situations[situation]["invalid-request-body"])
    assert post(address + "?qs1=a", b'{"a": 1}', header)[0] == 200


def post(address, body, headers):
    request = urllib.request.Request(
        address, data=body, headers={"Content-Type": "application/json", **headers}, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, None
    except urllib.error.HTTPError as error:
        return error.code, json.loads(error.read())

"""Refusals of REST APIs, as AWS was recorded to word them."""

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

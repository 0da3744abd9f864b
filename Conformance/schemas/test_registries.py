"""Registries, schemas and versions, by boto3 and the AWS CLI against the binary."""

import json
import os

import botocore.exceptions
import pytest

ORDER = {
    "openapi": "3.0.0", "info": {"version": "1.0.0", "title": "OrderPlaced"}, "paths": {},
    "components": {"schemas": {
        "AWSEvent": {
            "type": "object", "required": ["detail-type", "source", "detail"],
            "properties": {
                "detail": {"$ref": "#/components/schemas/OrderPlaced"},
                "detail-type": {"type": "string"}, "source": {"type": "string"},
                "time": {"type": "string", "format": "date-time"}}},
        "OrderPlaced": {
            "type": "object", "required": ["id", "lines"],
            "properties": {
                "id": {"type": "integer"},
                "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}}}},
        "Line": {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}}},
}


@pytest.fixture
def name():
    return "r-" + os.urandom(6).hex()


@pytest.fixture
def schemas(server):
    return server.client("schemas")


@pytest.fixture
def registry(schemas, name):
    schemas.create_registry(RegistryName=name, Description="of a test", Tags={"team": "a"})
    return name


def refused(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as error:
        call(**arguments)
    return error.value.response


def make(schemas, registry, name="shop@OrderPlaced", content=None, kind="OpenApi3"):
    return schemas.create_schema(
        RegistryName=registry, SchemaName=name, Type=kind, Content=json.dumps(content or ORDER))


def test_registry(schemas, registry):
    found = schemas.describe_registry(RegistryName=registry)
    assert found["RegistryArn"].endswith(f":000000000000:registry/{registry}")
    assert found["Description"] == "of a test" and found["Tags"] == {"team": "a"}
    schemas.update_registry(RegistryName=registry, Description="new")
    assert schemas.describe_registry(RegistryName=registry)["Description"] == "new"
    response = refused(schemas.create_registry, RegistryName=registry)
    assert response["Error"]["Code"] == "ConflictException"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 409
    assert response["Error"]["Message"] == f"Registry with name {registry} already exists."
    schemas.delete_registry(RegistryName=registry)
    response = refused(schemas.describe_registry, RegistryName=registry)
    assert response["Error"]["Code"] == "NotFoundException"
    assert response["Error"]["Message"] == f"Registry with name {registry} does not exist."


def test_versions(schemas, registry):
    made = make(schemas, registry)
    assert made["SchemaVersion"] == "1" and made["ResponseMetadata"]["HTTPStatusCode"] == 201
    changed = json.loads(json.dumps(ORDER))
    changed["info"]["version"] = "2.0.0"
    updated = schemas.update_schema(
        RegistryName=registry, SchemaName="shop@OrderPlaced", Content=json.dumps(changed), Type="OpenApi3")
    assert updated["SchemaVersion"] == "2"
    named = {"RegistryName": registry, "SchemaName": "shop@OrderPlaced"}
    assert json.loads(schemas.describe_schema(**named)["Content"]) == changed
    assert json.loads(schemas.describe_schema(**named, SchemaVersion="1")["Content"]) == ORDER
    listed = schemas.list_schema_versions(**named)["SchemaVersions"]
    assert [version["SchemaVersion"] for version in listed] == ["2", "1"]
    schemas.delete_schema_version(**named, SchemaVersion="2")
    assert schemas.describe_schema(**named)["SchemaVersion"] == "1"
    assert refused(schemas.describe_schema, **named, SchemaVersion="2")["Error"]["Code"] == "NotFoundException"
    [schema] = schemas.list_schemas(RegistryName=registry)["Schemas"]
    assert schema["VersionCount"] == 1
    schemas.delete_schema(**named)
    assert schemas.list_schemas(RegistryName=registry)["Schemas"] == []


def test_listings_come_in_pages(schemas, registry):
    for number in range(7):
        make(schemas, registry, f"shop@Order{number}")
    pages = list(schemas.get_paginator("list_schemas").paginate(
        RegistryName=registry, PaginationConfig={"PageSize": 3}))
    assert [len(page["Schemas"]) for page in pages] == [3, 3, 1]
    found = [schema for page in schemas.get_paginator("search_schemas").paginate(
        RegistryName=registry, Keywords="orderplaced sku", PaginationConfig={"PageSize": 2})
        for schema in page["Schemas"]]
    assert [schema["SchemaName"] for schema in found] == [f"shop@Order{number}" for number in range(7)]
    listed = schemas.list_schemas(RegistryName=registry, SchemaNamePrefix="shop@Order3")["Schemas"]
    assert [schema["SchemaName"] for schema in listed] == ["shop@Order3"]
    assert schemas.search_schemas(RegistryName=registry, Keywords="absent")["Schemas"] == []


def test_content_is_checked(schemas, registry):
    broken = json.loads(json.dumps(ORDER))
    broken["components"]["schemas"]["Line"]["type"] = "strin"
    response = refused(
        schemas.create_schema, RegistryName=registry, SchemaName="x", Type="OpenApi3",
        Content=json.dumps(broken))
    assert response["Error"]["Code"] == "BadRequestException"
    assert "$.components.schemas" in response["Error"]["Message"]
    response = refused(
        schemas.create_schema, RegistryName=registry, SchemaName="x", Type="JSONSchemaDraft4", Content="{")
    assert response["Error"]["Code"] == "BadRequestException"
    large = json.dumps({"description": "x" * 99_980})
    assert 99_900 < len(large) <= 100_000
    schemas.create_schema(RegistryName=registry, SchemaName="large", Type="JSONSchemaDraft4", Content=large)
    assert schemas.describe_schema(RegistryName=registry, SchemaName="large")["Content"] == large


def test_export(schemas, registry):
    make(schemas, registry)
    answer = schemas.export_schema(
        RegistryName=registry, SchemaName="shop@OrderPlaced", Type="JSONSchemaDraft4")
    document = json.loads(answer["Content"])
    assert document["$schema"] == "http://json-schema.org/draft-04/schema#"
    assert document["properties"]["detail"] == {"$ref": "#/definitions/OrderPlaced"}
    make(schemas, registry, "exported", document, "JSONSchemaDraft4")


def test_provided_schemas(schemas):
    names = [schema["SchemaName"] for schema in schemas.list_schemas(RegistryName="aws.events")["Schemas"]]
    assert "aws.s3@ObjectCreated" in names and "aws.events@ScheduledEvent" in names
    response = refused(schemas.delete_schema, RegistryName="aws.events", SchemaName=names[0])
    assert response["Error"]["Code"] == "ForbiddenException"
    registries = schemas.list_registries(Scope="AWS")["Registries"]
    assert [registry["RegistryName"] for registry in registries] == ["aws.events"]


def test_tags(schemas, registry):
    arn = make(schemas, registry)["SchemaArn"]
    schemas.tag_resource(ResourceArn=arn, Tags={"a": "1", "b": "2"})
    schemas.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert schemas.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"b": "2"}


def test_resource_policy(schemas, registry):
    arn = schemas.describe_registry(RegistryName=registry)["RegistryArn"]
    policy = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Sid": "one", "Effect": "Allow", "Principal": {"AWS": "111122223333"},
        "Action": "schemas:DescribeRegistry", "Resource": arn}]})
    put = schemas.put_resource_policy(RegistryName=registry, Policy=policy)
    found = schemas.get_resource_policy(RegistryName=registry)
    assert json.loads(found["Policy"]) == json.loads(policy)
    assert found["RevisionId"] == put["RevisionId"]
    response = refused(
        schemas.put_resource_policy, RegistryName=registry, Policy=policy, RevisionId="other")
    assert response["Error"]["Code"] == "PreconditionFailedException"
    schemas.delete_resource_policy(RegistryName=registry)
    assert refused(schemas.get_resource_policy, RegistryName=registry)["Error"]["Code"] == "NotFoundException"


def test_command_line(server, name):
    server.cli("schemas", "create-registry", "--registry-name", name, "--tags", "a=b")
    made = server.cli(
        "schemas", "create-schema", "--registry-name", name, "--schema-name", "order", "--type", "OpenApi3",
        "--content", json.dumps(ORDER))
    assert made["SchemaVersion"] == "1"
    server.cli(
        "schemas", "put-resource-policy", "--registry-name", name, "--policy", json.dumps({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Deny", "Principal": "*", "Action": "schemas:DeleteSchema", "Resource": "*"}]}))
    found = server.cli("schemas", "describe-schema", "--registry-name", name, "--schema-name", "order")
    assert json.loads(found["Content"]) == ORDER

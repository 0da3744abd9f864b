"""`apus schemas validate`: events held against schemas, with the path of what is wrong."""

import json
import os
import subprocess
import urllib.error
import urllib.request

import botocore.exceptions
import conftest
import pytest

ENVIRONMENT = {"AWS_REGION": conftest.REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
DRAFT4 = {
    "$schema": "http://json-schema.org/draft-04/schema#", "type": "object", "required": ["id", "lines"],
    "properties": {
        "id": {"type": "integer", "minimum": 1}, "at": {"type": "string", "format": "date-time"},
        "lines": {"type": "array", "items": {
            "type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}}}}
DRAFT7 = {
    "$schema": "http://json-schema.org/draft-07/schema#", "type": "object",
    "properties": {"n": {"type": "number", "exclusiveMinimum": 0}, "kind": {"const": "a"}}}
OPENAPI = {
    "openapi": "3.0.0", "info": {"version": "1", "title": "t"}, "paths": {},
    "components": {"schemas": {
        "Part": {"type": "object", "required": ["p"], "properties": {"p": {"type": "string", "nullable": True}}},
        "AWSEvent": {
            "type": "object", "required": ["detail"],
            "properties": {"detail": {"$ref": "#/components/schemas/Part"}}}}}}


@pytest.fixture(scope="module")
def registry(server):
    name = "v-" + os.urandom(4).hex()
    schemas = server.client("schemas")
    schemas.create_registry(RegistryName=name)
    for schema, content, kind in [("draft4", DRAFT4, "JSONSchemaDraft4"), ("draft7", DRAFT7, "JSONSchemaDraft4"),
                                  ("openapi", OPENAPI, "OpenApi3")]:
        schemas.create_schema(RegistryName=name, SchemaName=schema, Type=kind, Content=json.dumps(content))
    return name


def validate(server, registry, schema, event, *arguments, environment=None):
    return subprocess.run(
        [str(conftest.BINARY), "schemas", "validate", "--registry", registry, "--schema", schema,
         "--endpoint", server.endpoint, *arguments, "-"],
        input=event if isinstance(event, str) else json.dumps(event), capture_output=True, text=True,
        timeout=60, env={**os.environ, **ENVIRONMENT, **(environment or {})})


def test_violations_have_their_paths(server, registry):
    result = validate(server, registry, "draft4", {"id": 0, "at": "now", "lines": [{"sku": "a"}, {"sku": 1}, {}]})
    assert result.returncode == 1, result.stderr
    assert [line.split(": ")[0] for line in result.stdout.splitlines()] == [
        "$.id", "$.at", "$.lines[1].sku", "$.lines[2]"]
    result = validate(server, registry, "draft4", {"id": 1, "lines": []})
    assert (result.returncode, result.stdout) == (0, "valid (version 1)\n")


def test_draft_7_is_read_as_such(server, registry):
    result = validate(server, registry, "draft7", {"n": 0, "kind": "b"}, "--json")
    answer = json.loads(result.stdout)
    assert [(violation["path"], violation["keyword"]) for violation in answer["violations"]] == [
        ("$.n", "exclusiveMinimum"), ("$.kind", "const")]
    assert answer["valid"] is False and answer["version"] == "1"


def test_whole_events_are_held_against_their_envelope(server, registry):
    result = validate(server, registry, "openapi", {"detail": {}})
    assert result.returncode == 1 and result.stdout.startswith("$.detail: ")
    assert validate(server, registry, "openapi", {"detail": {"p": None}}).returncode == 0
    assert validate(server, registry, "openapi", {"p": "x"}, "--component", "Part").returncode == 0
    result = validate(server, registry, "openapi", {}, "--component", "None")
    assert (result.returncode, result.stderr.strip()) == (2, "apus: Schema openapi has no component None.")


def test_a_version_is_chosen(server, registry):
    schemas = server.client("schemas")
    schemas.create_schema(
        RegistryName=registry, SchemaName="versions", Type="JSONSchemaDraft4",
        Content=json.dumps({"required": ["a"]}))
    schemas.update_schema(
        RegistryName=registry, SchemaName="versions", Content=json.dumps({"required": ["b"]}))
    assert validate(server, registry, "versions", {"a": 1}).returncode == 1
    assert validate(server, registry, "versions", {"a": 1}, "--schema-version", "1").returncode == 0
    assert validate(server, registry, "versions", {}, "--schema-version", "9").returncode == 2


def test_what_cannot_be_checked_says_why(server, registry):
    result = validate(server, registry, "absent", {})
    assert (result.returncode, result.stderr.strip()) == (2, "apus: Schema with name absent does not exist.")
    assert validate(server, registry, "draft4", "{").returncode == 2
    for body in [b"", b"[]", b"{}", b'{"registry": 1}']:
        request = urllib.request.Request(server.endpoint + "/_schemas/validate", data=body, method="POST")
        with pytest.raises(urllib.error.HTTPError) as error:
            urllib.request.urlopen(request, timeout=10)
        assert error.value.code == 400


def test_permissions_are_asked_for(own_server):
    """Validating needs the permission to describe the schema; a discoverer the permission to put its rule; and a
    policy of a registry counts for and against."""
    root = {"AWS_ACCESS_KEY_ID": "AKIAROOTROOTROOTROOT", "AWS_SECRET_ACCESS_KEY": "secret/secret"}
    server = own_server("--auth", "enforce", environment={
        "APUS_ROOT_ACCESS_KEY_ID": root["AWS_ACCESS_KEY_ID"],
        "APUS_ROOT_SECRET_ACCESS_KEY": root["AWS_SECRET_ACCESS_KEY"]})

    def client(service, keys):
        return server.client(
            service, aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"])

    iam, schemas = client("iam", root), client("schemas", root)
    iam.create_user(UserName="eve")
    key = iam.create_access_key(UserName="eve")["AccessKey"]
    eve = {"AWS_ACCESS_KEY_ID": key["AccessKeyId"], "AWS_SECRET_ACCESS_KEY": key["SecretAccessKey"]}
    schemas.create_registry(RegistryName="r")
    schemas.create_schema(RegistryName="r", SchemaName="s", Type="JSONSchemaDraft4", Content=json.dumps(DRAFT4))
    event = {"id": 1, "lines": []}
    assert validate(server, "r", "s", event, environment=root).returncode == 0
    result = validate(server, "r", "s", event, environment=eve)
    assert result.returncode == 2 and "schemas:DescribeSchema" in result.stderr
    request = urllib.request.Request(
        server.endpoint + "/_schemas/validate", data=b'{"registry":"r","schema":"s","event":{}}', method="POST")
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request, timeout=10)
    assert error.value.code == 403
    allow = {"Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000000000000:user/eve"},
        "Action": "schemas:DescribeSchema", "Resource": f"arn:aws:schemas:{conftest.REGION}:000000000000:schema/r/*"}]}
    schemas.put_resource_policy(RegistryName="r", Policy=json.dumps(allow))
    assert validate(server, "r", "s", event, environment=eve).returncode == 0
    allow["Statement"][0].update(Effect="Deny", Action="schemas:*")
    schemas.put_resource_policy(RegistryName="r", Policy=json.dumps(allow))
    iam.put_user_policy(UserName="eve", PolicyName="p", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "schemas:*", "Resource": "*"}]}))
    result = validate(server, "r", "s", event, environment=eve)
    assert result.returncode == 2 and "explicit deny" in result.stderr
    bus = f"arn:aws:events:{conftest.REGION}:000000000000:event-bus/default"
    with pytest.raises(botocore.exceptions.ClientError, match="events:PutRule"):
        client("schemas", eve).create_discoverer(SourceArn=bus)
    assert client("schemas", eve).list_discoverers()["Discoverers"] == []
    iam.put_user_policy(UserName="eve", PolicyName="q", PolicyDocument=json.dumps({
        "Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["events:PutRule", "events:DeleteRule"],
            "Resource": f"arn:aws:events:{conftest.REGION}:000000000000:rule/Schemas-*"}]}))
    client("schemas", eve).create_discoverer(SourceArn=bus)
    client("events", root).put_events(Entries=[{"Source": "a", "DetailType": "b", "Detail": "{}"}])
    [found] = schemas.list_schemas(RegistryName="discovered-schemas")["Schemas"]
    assert found["SchemaName"] == "a@b"
    client("schemas", eve).delete_discoverer(DiscovererId="events-event-bus-default")

"""Generated code, run: Python by this interpreter, TypeScript by Node.js without its types (and by tsc where it
is), Swift by its compiler."""

import datetime
import importlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile

import botocore.exceptions
import pytest

SCHEMA = {
    "openapi": "3.0.0", "info": {"version": "1.0.0", "title": "OrderPlaced"}, "paths": {},
    "components": {"schemas": {
        "AWSEvent": {
            "type": "object",
            "required": ["detail-type", "resources", "detail", "id", "source", "time", "region", "account"],
            "properties": {
                "detail": {"$ref": "#/components/schemas/OrderPlaced"}, "account": {"type": "string"},
                "detail-type": {"type": "string"}, "id": {"type": "string"}, "region": {"type": "string"},
                "resources": {"type": "array", "items": {"type": "string"}}, "source": {"type": "string"},
                "time": {"type": "string", "format": "date-time"}}},
        "OrderPlaced": {
            "type": "object", "description": "What a customer ordered.\nIn two lines, with */ and \"\"\".",
            "required": ["id", "class", "lines", "status", "discount"],
            "properties": {
                "id": {"type": "integer", "format": "int64"},
                "class": {"type": "string", "enum": ["private", "business", "a b", "1st", ""]},
                "self": {"type": "boolean"}, "init": {"type": "boolean"}, "constructor": {"type": "string"},
                "import": {"type": "number"}, "default": {"$ref": "#/components/schemas/Address"},
                "status": {"$ref": "#/components/schemas/Status"},
                "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}},
                "matrix": {"type": "array", "items": {"type": "array", "items": {"type": "number"}}},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "byDay": {
                    "type": "object",
                    "additionalProperties": {"type": "string", "format": "date-time"}},
                "placed-at": {"type": "string", "format": "date-time"},
                "placedAt": {"type": "string", "format": "date-time"},
                "discount": {"type": "number", "nullable": True}, "extra": {},
                "parent": {"$ref": "#/components/schemas/OrderPlaced"},
                "contact": {"type": "object", "required": ["mail"], "properties": {
                    "mail": {"type": "string"}, "größe": {"type": "integer"}}}}},
        "Status": {"type": "string", "enum": ["open", "CLOSED", "in-progress"]},
        "Line": {
            "allOf": [
                {"$ref": "#/components/schemas/Priced"},
                {"type": "object", "required": ["sku"], "properties": {"sku": {"type": "string"}}}]},
        "Priced": {
            "type": "object", "required": ["price"], "properties": {"price": {"type": "number"}}},
        "Address": {"type": "object", "required": ["city"], "properties": {"city": {"type": "string"}}},
        "Date": {"type": "object", "properties": {"string": {"type": "string"}}},
        "String": {"type": "object", "properties": {"on": {"$ref": "#/components/schemas/Date"}}}}},
}

EVENT = {
    "detail-type": "Order Placed", "resources": ["arn:x"], "id": "1", "source": "shop", "account": "1",
    "time": "2026-03-29T01:30:00Z", "region": "eu-central-1",
    "detail": {
        "id": 9007199254740991, "class": "a b", "self": True, "constructor": "c", "import": 1.5,
        "default": {"city": "Köln"}, "status": "in-progress",
        "lines": [{"sku": "x", "price": 1}, {"sku": "y", "price": 2.25}], "matrix": [[1, 2.5], []],
        "labels": {"a": "b"}, "byDay": {"monday": "2026-03-30T00:00:00Z"},
        "placed-at": "2026-03-29T01:30:00.125Z", "placedAt": "2026-03-28T23:00:00Z", "discount": None,
        "extra": {"any": [1, None, "x"]}, "contact": {"mail": "a@b", "größe": 3},
        "parent": {"id": 1, "class": "", "lines": [], "status": "open", "discount": 0.5}},
}


@pytest.fixture(scope="module")
def schemas(server):
    schemas = server.client("schemas")
    schemas.create_registry(RegistryName="bindings")
    schemas.create_schema(
        RegistryName="bindings", SchemaName="com.shop.lambda@OrderPlaced", Type="OpenApi3",
        Content=json.dumps(SCHEMA))
    return schemas


def generate(schemas, language, folder, name="com.shop.lambda@OrderPlaced", registry="bindings"):
    named = {"RegistryName": registry, "SchemaName": name, "Language": language}
    assert schemas.put_code_binding(**named)["Status"] == "CREATE_COMPLETE"
    schemas.get_waiter("code_binding_exists").wait(**named)
    body = schemas.get_code_binding_source(**named)["Body"].read()
    assert schemas.get_code_binding_source(**named)["Body"].read() == body
    archive = zipfile.ZipFile(io.BytesIO(body))
    assert archive.testzip() is None
    archive.extractall(folder)
    return archive.namelist()


@pytest.fixture
def python(schemas, tmp_path, monkeypatch):
    generate(schemas, "Python36", tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    yield importlib.import_module("schema.com.shop.lambda_.order_placed")
    for module in [name for name in sys.modules if name.split(".")[0] == "schema"]:
        del sys.modules[module]


def test_python_reads_and_writes_an_event(python):
    event = python.Marshaller.unmarshall(EVENT, python.AWSEvent)
    order = event.detail
    assert isinstance(order, python.OrderPlaced) and event == python.Marshaller.unmarshall(EVENT)
    assert event.detail_type == "Order Placed"
    assert event.time == datetime.datetime(2026, 3, 29, 1, 30, tzinfo=datetime.timezone.utc)
    assert order.class_.value == "a b" and order.self_ is True and order.import_ == 1.5
    assert [type(line).__name__ for line in order.lines] == ["Line", "Line"]
    assert order.lines[1].price == 2.25 and order.default.city == "Köln"
    assert order.by_day["monday"].year == 2026 and order.placed_at.microsecond == 125000
    assert order.parent.status.value == "open" and order.init is None
    expected = json.loads(json.dumps(EVENT))
    expected["detail"]["placed-at"] = "2026-03-29T01:30:00.125000Z"
    assert json.loads(json.dumps(python.Marshaller.marshall(event))) == expected
    assert event.to_dict() == expected


@pytest.mark.parametrize("path,value,message", [
    (["detail", "id"], "1", r"\$\.detail\.id: expected int, found '1'"),
    (["detail", "id"], None, r"\$\.detail\.id: expected int, found None"),
    (["detail", "status"], "gone", r"\$\.detail\.status: expected one of"),
    (["detail", "lines", 1, "price"], True, r"\$\.detail\.lines\[1\]\.price: expected float, found True"),
    (["time"], "yesterday", r"\$\.time: expected a date and time, found 'yesterday'"),
    (["detail", "contact"], {}, r"\$\.detail\.contact\.mail: is missing"),
    (["detail", "labels"], [], r"\$\.detail\.labels: expected an object"),
])
def test_python_says_where_an_event_is_wrong(python, path, value, message):
    event = json.loads(json.dumps(EVENT))
    place = event
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    with pytest.raises(ValueError, match=message):
        python.Marshaller.unmarshall(event, python.AWSEvent)


def test_python_makes_an_event_of_new_objects(python):
    order = python.OrderPlaced(
        id=1, class_=python.OrderPlacedClass.PRIVATE, lines=[python.Line(sku="x", price=1)],
        status=python.Status.IN_PROGRESS)
    assert python.Marshaller.marshall(order) == {
        "id": 1, "class": "private", "lines": [{"price": 1, "sku": "x"}], "status": "in-progress",
        "discount": None}
    order.lines = None
    with pytest.raises(ValueError, match="OrderPlaced.lines: is missing"):
        python.Marshaller.marshall(order)


def without_types(text):
    """What is left of our TypeScript when its types are taken away, as a CommonJS module."""
    text = re.sub(r"^import \* as model from (.*);$", r"const model = require(\1);", text, flags=re.M)
    text = re.sub(r"^import .*;\n", "", text, flags=re.M)
    text = re.sub(r"^export \{ (\w+) \} from (.*);$", r"exports.\1 = require(\2).\1;", text, flags=re.M)
    text = re.sub(r"^export (interface|type) [^{;]*(\{[^}]*\}|;)", "", text, flags=re.M)
    text = re.sub(r"^    public \w+[!?]: .*;$", "", text, flags=re.M)
    text = text.replace("public static readonly fields: ReadonlyArray<Field> =", "static fields =")
    text = text.replace("public static ", "static ")
    text = re.sub(r"\??: (\{ \[name: string\]: \w+ \}|FieldType|any|string|boolean|Date|Error)(?=[,)=; {])",
                  "", text)
    text = re.sub(r"^export class (\w+)", r"exports.\1 = class \1", text, flags=re.M)
    text = text.replace("Marshaller.marshall(", "exports.Marshaller.marshall(")
    def enumeration(match):
        return f"exports.{match[1]} = {{" + re.sub(r"(\w+) = ", r"\1: ", match[2]) + "};"
    return re.sub(r"^export enum (\w+) \{(.*?)^\}", enumeration, text, flags=re.M | re.S)


def test_typescript_reads_and_writes_an_event(schemas, tmp_path):
    names = generate(schemas, "TypeScript3", tmp_path)
    folder = "schema/com/shop/lambda/order_placed"
    assert {f"{folder}/index.ts", f"{folder}/OrderPlaced.ts", "package.json", "tsconfig.json"} <= set(names)
    for name in names:
        if name.endswith(".json"):
            json.loads((tmp_path / name).read_text())
    order = (tmp_path / folder / "OrderPlaced.ts").read_text()
    for line in ["id!: number", "class!: OrderPlacedClass", "lines!: Array<Line>", "default?: Address",
                 "constructor_?: string", "matrix?: Array<Array<number>>", "discount!: number | null",
                 "labels?: { [name: string]: string }", "placedAt?: Date", "placedAt_1?: Date", "extra?: any"]:
        assert f"    public {line};\n" in order, line
    if tsc := shutil.which("tsc"):
        subprocess.run([tsc, "-p", str(tmp_path), "--noEmit"], check=True, timeout=300)
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: TypeScript's bindings were read, not run")
    for name in names:
        if name.endswith(".ts"):
            text = without_types((tmp_path / name).read_text())
            (tmp_path / name).with_suffix(".js").write_text(text)
    script = """
        const {Marshaller, AWSEvent, OrderPlaced, Line} = require(process.argv[1]);
        const given = JSON.parse(require("fs").readFileSync(0, "utf8"));
        const event = Marshaller.unmarshall(given, AWSEvent);
        if (!(event.detail instanceof OrderPlaced) || !(event.detail.lines[0] instanceof Line)
            || !(event.time instanceof Date)) throw new Error("types");
        const wrong = [];
        for (const change of [e => e.detail.id = "1", e => e.detail.status = "gone",
                              e => e.detail.lines[1].price = true, e => e.time = "yesterday",
                              e => delete e.detail.contact.mail, e => e.detail.labels = []]) {
            const copy = JSON.parse(JSON.stringify(given));
            change(copy);
            try { Marshaller.unmarshall(copy); wrong.push(""); } catch (error) { wrong.push(error.message); }
        }
        console.log(JSON.stringify({back: Marshaller.marshall(event), wrong}));
        """
    result = subprocess.run(
        [node, "-e", script, str(tmp_path / folder / "index.js")], input=json.dumps(EVENT),
        capture_output=True, text=True, timeout=60)
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)
    for times in (EVENT["detail"], answer["back"]["detail"]):
        assert times["placed-at"] == "2026-03-29T01:30:00.125Z"
    milliseconds = json.loads(re.sub(r":(\d\d)Z", r":\1.000Z", json.dumps(EVENT)))
    assert answer["back"] == milliseconds
    assert [re.sub(r" (expected|is) .*", "", text) for text in answer["wrong"]] == [
        "$.detail.id:", "$.detail.status:", "$.detail.lines[1].price:", "$.time:",
        "$.detail.contact.mail:", "$.detail.labels:"]


def test_swift_reads_and_writes_an_event(schemas, tmp_path):
    generate(schemas, "Swift5", tmp_path)
    compiler = shutil.which("swiftc")
    if compiler is None:
        pytest.skip("swiftc is not installed: Swift's bindings were generated, not compiled")
    (tmp_path / "main.swift").write_text("""
        import Foundation

        let given = FileHandle.standardInput.readDataToEndOfFile()
        let event = try Marshaller.unmarshall(given)
        let order: OrderPlaced = event.detail
        precondition(order.class == .aB && order.lines[1].price == 2.25 && order.default?.city == "Köln")
        precondition(order.extra == .object(["any": .array([.integer(1), .null, .string("x")])]))
        precondition(order.parent?.status == .open && order.placedAt != nil && order.placedAt_1 != nil)
        FileHandle.standardOutput.write(try Marshaller.marshall(event))
        """)
    sources = [str(path) for path in (tmp_path / "Sources").rglob("*.swift")]
    program = str(tmp_path / "program")
    result = subprocess.run(
        [compiler, "-swift-version", "5", "-o", program, str(tmp_path / "main.swift"), *sources],
        capture_output=True, text=True, timeout=600)
    assert result.returncode == 0, result.stderr
    assert "warning:" not in result.stderr, result.stderr
    result = subprocess.run([program], input=json.dumps(EVENT).encode(), capture_output=True, timeout=60)
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout) == EVENT
    event = json.loads(json.dumps(EVENT))
    event["detail"]["status"] = "gone"
    result = subprocess.run([program], input=json.dumps(event).encode(), capture_output=True, timeout=60)
    assert result.returncode != 0


@pytest.mark.parametrize("language", ["Python36", "TypeScript3", "Swift5"])
def test_every_provided_schema_has_bindings(schemas, tmp_path, language):
    for schema in schemas.list_schemas(RegistryName="aws.events")["Schemas"]:
        assert generate(schemas, language, tmp_path, schema["SchemaName"], "aws.events")


@pytest.mark.parametrize("language", ["Java8", "Go1"])
def test_other_languages_are_refused_by_name(schemas, language):
    with pytest.raises(schemas.exceptions.BadRequestException, match="there are Python36, TypeScript3, Swift5"):
        schemas.put_code_binding(
            RegistryName="bindings", SchemaName="com.shop.lambda@OrderPlaced", Language=language)


def test_code_is_there_after_a_restart(own_server, tmp_path):
    server = own_server()
    schemas = server.client("schemas")
    schemas.create_registry(RegistryName="r")
    schemas.create_schema(
        RegistryName="r", SchemaName="s", Type="JSONSchemaDraft4",
        Content=json.dumps({"title": "T", "type": "object", "properties": {"a": {"type": "string"}}}))
    named = {"RegistryName": "r", "SchemaName": "s", "Language": "Python36"}
    with pytest.raises(botocore.exceptions.ClientError, match="has no code binding in Python36"):
        schemas.get_code_binding_source(**named)
    schemas.put_code_binding(**named)
    before = schemas.get_code_binding_source(**named)["Body"].read()
    server.kill()
    server.start()
    schemas = server.client("schemas")
    assert schemas.describe_code_binding(**named)["Status"] == "CREATE_COMPLETE"
    assert schemas.get_code_binding_source(**named)["Body"].read() == before
    assert os.path.basename(zipfile.ZipFile(io.BytesIO(before)).namelist()[0]) == "__init__.py"

"""Writes the protocol, the action table and the model of a service in Swift."""
import re

from names import lower, plain
from shapes import swift_string


class Service:
    def __init__(self, model, shapes):
        self.model = model
        self.shapes = shapes
        self.names = model.module + "Operations"

    def types(self, operation):
        facts = self.model.operations[operation]
        return tuple(
            self.shapes.types[facts[part]["shape"]] if part in facts else "Unit" for part in ("input", "output"))

    def operation(self, name):
        """The model of one operation, and how its input names resources."""
        facts = self.model.operations[name]
        http = facts.get("http", {})
        input_type, output_type = self.types(name)
        prefix = self.model.overlay.get("iamPrefix", self.signing_name)
        action = self.model.overlay.get("iam", {}).get(name, name)
        if self.model.overlay.get("iamByMethod"):
            action = http["method"]
        if ":" not in action:
            action = f"{prefix}:{action}"
        arguments = [swift_string(name)]
        method, uri = http.get("method", "POST"), http.get("requestUri", "/")
        if (method, uri) != ("POST", "/"):
            arguments += [swift_string(method), f"URIPattern({swift_string(uri)})"]
        if http.get("responseCode", 200) != 200:
            arguments.append(f"status: {http['responseCode']}")
        arguments += [f"iamAction: {swift_string(action)}", f"input: {{ {input_type}.schema }}",
                      f"output: {{ {output_type}.schema }}"]
        host = facts.get("endpoint", {}).get("hostPrefix")
        if host:
            arguments.append(f"hostPrefix: {swift_string(host)}")
        wrapper = facts.get("output", {}).get("resultWrapper")
        if not wrapper and "output" in facts and "awsQuery" in self.model.protocols:
            wrapper = name + "Result"
        if wrapper:
            arguments.append(f"resultWrapper: {swift_string(wrapper)}")
        for part in ("input", "output"):
            if self.streams(facts, part):
                arguments.append(f"streams{part.capitalize()}: true")
        arguments += self.checksum(facts) + self.pagination(name)
        if facts.get("authtype") == "none":
            arguments.append("isAnonymous: true")
        if facts.get("unwrapped"):
            arguments.append("isUnwrapped: true")
        errors = facts.get("errors", [])
        if errors:
            codes = ", ".join(swift_string(self.shapes.error_facts(error)[0]) for error in errors)
            arguments.append(f"errors: [{codes}]")
        if facts.get("targetPrefix"):
            arguments.append(f"targetPrefix: {swift_string(facts['targetPrefix'])}")
        body = ",\n        ".join(arguments)
        return (f"extension {self.names} {{\n    /// The facts about `{name}`.\n"
                f"    public static let {lower(name)} = OperationModel(\n        {body})\n"
                f"{self.resources(name, input_type)}}}\n")

    def streams(self, facts, part):
        if part not in facts:
            return False
        members = self.model.shapes[facts[part]["shape"]].get("members", {})
        return any((member.get("streaming") or self.model.shapes[member["shape"]].get("streaming"))
                   and self.model.shapes[member["shape"]]["type"] == "blob" for member in members.values())

    @staticmethod
    def checksum(facts):
        found = facts.get("httpChecksum")
        if not found:
            return []
        parts = []
        if found.get("requestChecksumRequired"):
            parts.append("isRequired: true")
        if found.get("requestAlgorithmMember"):
            parts.append(f"algorithmMember: {swift_string(found['requestAlgorithmMember'])}")
        if found.get("requestValidationModeMember"):
            parts.append(f"modeMember: {swift_string(found['requestValidationModeMember'])}")
        return [f"checksum: OperationModel.Checksum({', '.join(parts)})"]

    def pagination(self, name):
        facts = self.model.pagination.get(name)
        if not facts:
            return []

        def names(value):
            values = value if isinstance(value, list) else [value]
            return "[" + ", ".join(swift_string(item) for item in values) + "]"
        limit = f", limit: {swift_string(facts['limit_key'])}" if "limit_key" in facts else ""
        return [f"pagination: OperationModel.Pagination(\n            inputTokens: {names(facts['input_token'])}, "
                f"outputTokens: {names(facts['output_token'])}{limit}, results: {names(facts['result_key'])})"]

    # Resources

    def resource_paths(self, name):
        facts = self.model.operations[name]
        if "input" not in facts:
            return {}
        rules = self.model.overlay.get("resources", {})
        if name in rules:
            return rules[name]
        members = self.model.shapes[facts["input"]["shape"]].get("members", {})
        return {kind: path for kind, path in rules.get("*", {}).items() if path in members}

    def resources(self, name, input_type):
        paths = self.resource_paths(name)
        if not paths:
            return ""
        lines = [f"\n    static func {plain(name)}Resources(_ input: {input_type}) -> [NamedResource] {{",
                 "        var found: [NamedResource] = []"]
        shape = self.model.operations[name]["input"]["shape"]
        for kind, path in paths.items():
            for one in path if isinstance(path, list) else [path]:
                lines += self.walk(shape, "input", one.split("."), kind, 2)
        return "\n".join(lines + ["        return found", "    }\n"])

    def walk(self, shape, value, steps, kind, depth):
        """Statements that append the values at a path: `A.B`, `List[].Id`, `Map{}` for the keys of a map."""
        pad = "    " * depth
        if not steps:
            return [f"{pad}found.append(NamedResource(kind: {swift_string(kind)}, value: {value}))"]
        match = re.fullmatch(r"(\w+)(\[\]|\{\})?", steps[0])
        wire, many = match.group(1), match.group(2)
        members = self.model.shapes[shape]["members"]
        if wire not in members:
            raise SystemExit(f"{self.model.service}: {shape} has no member {wire}")
        target = members[wire]["shape"]
        variable = lower(wire)
        access = f"{value}.{variable}"
        lines = []
        if wire not in self.model.shapes[shape].get("required", []):
            lines.append(f"{pad}if let {variable} = {access} {{")
            access, pad, depth, closing = variable, pad + "    ", depth + 1, [pad + "}"]
        else:
            closing = []
        facts = self.model.shapes[target]
        if many == "[]":
            lines.append(f"{pad}for item in {access} {{")
            lines += self.walk(facts["member"]["shape"], "item", steps[1:], kind, depth + 1) + [pad + "}"]
        elif many == "{}":
            lines.append(f"{pad}for item in {access}.keys.sorted() {{")
            lines += self.walk(target, "item", [], kind, depth + 1) + [pad + "}"]
        else:
            lines += self.walk(target, access, steps[1:], kind, depth)
        return lines + closing

    # The interface

    @property
    def signing_name(self):
        return self.model.metadata.get("signingName", self.model.metadata["endpointPrefix"])

    def declarations(self):
        return [self.protocol(), self.defaults(), self.table(), self.facts()]

    def protocol(self):
        module = self.model.module
        lines = [f"/// The operations of {self.model.metadata['serviceId']}.",
                 f"public protocol {module}Interface: Interface {{"]
        for name in sorted(self.model.operations):
            input_type, output_type = self.types(name)
            lines.append(f"    func {lower(name)}(_ input: {input_type}, _ call: Call) async throws -> {output_type}")
        return "\n".join(lines + ["}\n"])

    def defaults(self):
        lines = [f"extension {self.model.module}Interface {{"]
        for name in sorted(self.model.operations):
            input_type, output_type = self.types(name)
            lines.append(
                f"    public func {lower(name)}(_ input: {input_type}, _ call: Call) async throws -> {output_type} {{")
            lines.append(f"        throw NotImplemented({swift_string(name)})\n    }}\n")
        return "\n".join(lines).rstrip("\n") + "\n}\n"

    def client(self):
        module = self.model.module
        lines = [f"/// {self.model.metadata['serviceId']} at the other end of a wire.",
                 f"public struct {module}Client<T: Transport>: {module}Interface {{",
                 "    public typealias Call = T.Options\n",
                 "    /// What carries the calls.",
                 "    public let transport: T\n",
                 "    public init(_ transport: T) { self.transport = transport }\n"]
        for name in sorted(self.model.operations):
            input_type, output_type = self.types(name)
            lines.append(
                f"    public func {lower(name)}(_ input: {input_type}, _ call: Call) async throws -> {output_type} {{\n"
                f"        try await transport.send(input, to: {self.names}.{lower(name)}, of: Self.model, call)\n    }}\n")
        return "\n".join(lines).rstrip("\n") + "\n}\n"

    def table(self):
        lines = [f"extension {self.model.module}Interface {{",
                 f"    public static var model: ServiceModel {{ {self.names}.service }}\n",
                 "    public static var actions: [Action<Self>] {",
                 "        var actions: [Action<Self>] = []",
                 f"        actions.reserveCapacity({len(self.model.operations)})"]
        for name in sorted(self.model.operations):
            input_type, _ = self.types(name)
            resources = f", resources: {self.names}.{plain(name)}Resources" if self.resource_paths(name) else ""
            lines.append(
                f"        actions.append(Action({self.names}.{lower(name)}{resources}) {{ (service: Self) in\n"
                f"            {{ (input: {input_type}, call: Call) in try await service.{lower(name)}(input, call) }}"
                "\n        })")
        return "\n".join(lines + ["        return actions", "    }", "}\n"])

    def facts(self):
        model, metadata = self.model, self.model.metadata
        arguments = [
            f"name: {swift_string(metadata['endpointPrefix'])}",
            f"signingName: {swift_string(self.signing_name)}",
            f"iamPrefix: {swift_string(model.overlay.get('iamPrefix', self.signing_name))}",
            f"serviceID: {swift_string(metadata['serviceId'])}",
            f"apiVersion: {swift_string(metadata['apiVersion'])}"]
        if metadata.get("targetPrefix"):
            arguments.append(f"targetPrefix: {swift_string(metadata['targetPrefix'])}")
        arguments.append("protocols: [" + ", ".join("." + name for name in model.protocols) + "]")
        space = model.overlay.get("xmlNamespace", metadata.get("xmlNamespace"))
        if space:
            arguments.append(f"xmlNamespace: {swift_string(space if isinstance(space, str) else space['uri'])}")
        if metadata.get("awsQueryCompatible"):
            arguments.append("isQueryCompatible: true")
        if model.overlay.get("errorNamespace"):
            arguments.append(f"errorNamespace: {swift_string(model.overlay['errorNamespace'])}")
        arguments.append(f"validation: {self.validation()}")
        for fact in ("alwaysWritesMilliseconds", "prefixesBodyPaths"):
            if model.overlay.get(fact):
                arguments.append(f"{fact}: true")
        if model.other:
            rows = ",\n            ".join(swift_string(name) for name in model.other)
            arguments.append(f"otherOperations: [\n            {rows},\n        ]")
        rows = []
        for name in model.errors:
            code, query, _ = self.shapes.error_facts(name)
            spelled = f", queryCode: {swift_string(query)}" if query and query != code else ""
            rows.append(f"ErrorModel({self.shapes.types[name]}.self, {swift_string(code)}{spelled}),")
        if rows:
            arguments.append("errors: [\n            " + "\n            ".join(rows) + "\n        ]")
        return (f"/// The facts about {metadata['serviceId']} and its operations.\npublic enum {self.names} {{\n"
                "    public static let service = ServiceModel(\n        " + ",\n        ".join(arguments) + ")\n}\n")

    def validation(self):
        """`parameters`, or a style and a code: `listed ValidationException`."""
        style, _, code = self.model.overlay["validation"].partition(" ")
        return f".{style}(code: {swift_string(code)})" if code else f".{style}"

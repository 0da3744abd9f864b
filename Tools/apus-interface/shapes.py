"""Writes structures, unions and errors in Swift."""
import json

from names import KEYWORDS, lower, plain, upper

SCALARS = {
    "string": ("String", "string"), "byte": ("Int", "integer"), "short": ("Int", "integer"),
    "integer": ("Int", "integer"), "long": ("Int", "integer"), "float": ("Double", "double"),
    "double": ("Double", "double"), "boolean": ("Bool", "boolean"), "blob": ("[UInt8]", "blob"),
    "timestamp": ("Timestamp", "timestamp"), "character": ("String", "string"),
}
READER = "reader: inout some (ShapeReader & ~Copyable & ~Escapable)"
WRITER = "writer: inout some (ShapeWriter & ~Copyable)"
FAILURE_MEMBERS = {"code", "queryCode", "status", "isSenderFault"}


def string(text):
    return json.dumps(text, ensure_ascii=False).replace("\\u", "\\u")


def swift_string(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'


class Property:
    """One member of a structure as Swift sees it."""

    def __init__(self, shapes, owner, position, wire, facts):
        self.position = position
        self.wire = wire
        self.facts = facts
        self.name = lower(wire)
        self.shape = facts["shape"]
        model = shapes.model
        self.is_stream = (facts.get("streaming") or model.shapes[self.shape].get("streaming", False)) \
            and model.shapes[self.shape]["type"] == "blob"
        self.type = "BodyStream" if self.is_stream else shapes.type(self.shape)
        self.required = wire in model.shapes[owner].get("required", [])
        self.boxed = model.is_structure(self.shape) and not model.is_union(self.shape) \
            and not model.is_union(owner) and self.shape in shapes.recursive and owner in shapes.recursive
        if self.boxed and not shapes.reaches(self.shape, owner):
            self.boxed = False


class Shapes:
    def __init__(self, model):
        self.model = model
        self.recursive = {
            name for name in model.shapes
            if model.is_structure(name) and not model.is_union(name) and model.contains_itself(name)}
        self.inputs = {}
        self.outputs = {}
        self.used_enumerations = {}
        self.checked = None
        self.name_types()

    def reaches(self, source, target):
        seen, waiting = set(), [source]
        while waiting:
            current = waiting.pop()
            if current == target:
                return True
            for member in self.model.shapes[current].get("members", {}).values():
                if self.model.is_structure(member["shape"]) and member["shape"] not in seen:
                    seen.add(member["shape"])
                    waiting.append(member["shape"])
        return False

    # Names

    def name_types(self):
        """Inputs and outputs are named after their operation where they belong to it alone."""
        model = self.model
        self.types = {}
        mentions = {}
        for facts in model.operations.values():
            for part in ("input", "output"):
                if part in facts:
                    name = facts[part]["shape"]
                    mentions[name] = mentions.get(name, 0) + 1
        nested = {target for name in model.shapes for target in model.targets(name)}
        taken = {upper(name) for name in model.shapes if model.is_structure(name)}
        for operation, facts in sorted(model.operations.items()):
            for part, kept in (("input", self.inputs), ("output", self.outputs)):
                if part not in facts:
                    continue
                name = facts[part]["shape"]
                kept[name] = operation
                wanted = upper(operation) + part.capitalize()
                own = mentions[name] == 1 and name not in nested
                if own and (wanted not in taken or upper(name) == wanted):
                    self.types[name] = wanted
        for name in model.shapes:
            if model.is_structure(name):
                self.types.setdefault(name, upper(model.shapes[name].get("typeName", name)))

    def is_input(self, name):
        return name in self.inputs

    def is_output(self, name):
        return name in self.outputs

    def type(self, name):
        facts = self.model.shapes[name]
        kind = facts["type"]
        if facts.get("document"):
            return "JSON"
        if kind == "structure":
            return self.types[name]
        if kind == "list":
            return f"[{self.type(facts['member']['shape'])}]"
        if kind == "map":
            return f"[String: {self.type(facts['value']['shape'])}]"
        return SCALARS[kind][0]

    # Reading and writing

    def reading(self, name):
        facts = self.model.shapes[name]
        kind = facts["type"]
        if facts.get("document"):
            return "reader.document()"
        if kind == "structure":
            return f"{self.types[name]}(from: &reader)"
        if kind in ("list", "map"):
            element = facts["member" if kind == "list" else "value"]["shape"]
            return f"reader.{kind} {{ reader throws(WireError) in try {self.reading(element)} }}"
        return f"reader.{SCALARS[kind][1]}()"

    def writing(self, name, value):
        facts = self.model.shapes[name]
        kind = facts["type"]
        if facts.get("document"):
            return f"writer.document({value})"
        if kind == "structure":
            return f"{value}.write(to: &writer)"
        if kind in ("list", "map"):
            element = facts["member" if kind == "list" else "value"]["shape"]
            return f"writer.{kind}({value}) {{ writer, value in {self.writing(element, 'value')} }}"
        return f"writer.{SCALARS[kind][1]}({value})"

    # Schemas

    def traits(self, facts, owner=None, wire=None):
        model = self.model
        target = model.shapes[facts["shape"]]
        found = []
        if owner and wire in model.shapes[owner].get("required", []):
            found.append(".required")
        found += self.binding(facts, target, owner, wire)
        found += self.constraints(facts["shape"], target)
        stamp = facts.get("timestampFormat", target.get("timestampFormat"))
        if stamp:
            known = {"iso8601": "iso8601", "rfc822": "rfc822", "unixTimestamp": "epoch"}
            found.append(f".timestampFormat(.{known[stamp]})")
        if facts.get("flattened") or target.get("flattened"):
            found.append(".flattened")
        if facts.get("xmlAttribute") or target.get("xmlAttribute"):
            found.append(".attribute")
        space = facts.get("xmlNamespace", target.get("xmlNamespace"))
        if space:
            space = {"uri": space} if isinstance(space, str) else space
            prefix = swift_string(space["prefix"]) if space.get("prefix") else "nil"
            found.append(f".namespace({swift_string(space['uri'])}, prefix: {prefix})")
        for key, trait in (("hostLabel", "hostLabel"), ("idempotencyToken", "idempotencyToken"),
                           ("jsonvalue", "jsonValue")):
            if facts.get(key):
                found.append("." + trait)
        if target.get("sensitive"):
            found.append(".sensitive")
        return found

    def binding(self, facts, target, owner, wire):
        location = facts.get("location")
        # Shapes of old models carry the name that lists and headers use.
        name = facts.get("locationName", target.get("locationName") if wire is None else None)
        is_flat = facts.get("flattened") or target.get("flattened")
        if not name and wire and target["type"] == "list" and is_flat and self.model.keeps_member_names_in_json:
            # Services that came from the query protocol call the items of a flattened list by their element.
            name = target["member"].get("locationName")
        quoted = swift_string(name or wire or "")
        if owner and self.model.shapes[owner].get("payload") == wire:
            return [".payload"] + ([f".named({quoted})"] if name else [])
        if location == "header":
            return [f".header({quoted})"]
        if location == "headers":
            return [f".headers(prefix: {swift_string(name or '')})"]
        if location == "uri":
            return [f".label({quoted})"]
        if location == "querystring":
            return [".queryMap"] if target["type"] == "map" and not name else [f".query({quoted})"]
        if location == "statusCode":
            return [".status"]
        found = []
        if name and name != wire:
            found.append(f".named({quoted})")
            if wire and self.model.keeps_member_names_in_json:
                found.append(f".jsonName({swift_string(wire)})")
        if facts.get("queryName"):
            found.append(f".queryName({swift_string(facts['queryName'])})")
        return found

    def constraints(self, name, target):
        found = []
        kind = target["type"]
        least, most = target.get("min"), target.get("max")
        if least is not None or most is not None:
            sized = kind in ("string", "blob", "list", "map")
            trait = "length" if sized else "range"
            if not (sized and least == 0 and most is None):
                found.append(f".{trait}({self.bound(least)}, {self.bound(most)})")
        if "pattern" in target:
            found.append(f".pattern({swift_string(target['pattern'])})")
        if target.get("enum") and kind == "string":
            self.used_enumerations[name] = target["enum"]
            found.append(f".values(Enumerations.{lower(name)})")
        return found

    @staticmethod
    def bound(value):
        return "nil" if value is None else str(value)

    def member(self, facts, owner=None, wire=None, default=None):
        """The expression that makes a schema's member."""
        target = self.model.shapes[facts["shape"]]
        kind = target["type"]
        name = swift_string(wire or default)
        traits = self.traits(facts, owner, wire)
        if kind == "blob" and (facts.get("streaming") or target.get("streaming")):
            kind = "stream"
        if target.get("document"):
            kind, arguments = "document", [name]
        elif kind == "structure":
            arguments = [name, f"{{ {self.types[facts['shape']]}.schema }}"]
        elif kind == "list":
            arguments = [name, self.member(target["member"], default="member")]
        elif kind == "map":
            arguments = [name, self.member(target["key"], default="key"),
                         self.member(target["value"], default="value")]
        else:
            kind = "string" if kind == "character" else kind
            arguments = [name]
        return f".{kind}({', '.join(arguments + traits)})"

    def schema(self, name, members):
        rows = [f"        {self.member(facts, name, wire)}," for wire, facts in members]
        arguments = ""
        root = self.root(name)
        if root.get("locationName"):
            arguments += f", xmlRoot: {swift_string(root['locationName'])}"
        space = root.get("xmlNamespace")
        if space:
            uri = space if isinstance(space, str) else space["uri"]
            arguments += f", xmlNamespace: XMLNamespace({swift_string(uri)})"
        if self.model.is_union(name):
            arguments += ", isUnion: true"
        if self.model.is_error(name):
            arguments += ", isError: true"
        if not rows:
            return f"    public static let schema: Schema = Schema({swift_string(name)}, []{arguments})\n"
        return f"    public static let schema: Schema = Schema({swift_string(name)}, [\n" + "\n".join(rows) \
            + f"\n    ]{arguments})\n"

    def root(self, name):
        """The element around the shape when it is a whole document."""
        for part, kept in (("input", self.inputs), ("output", self.outputs)):
            if name in kept:
                facts = dict(self.model.operations[kept[name]][part])
                override = self.model.overlay.get("xmlRoots", {}).get(
                    name, self.model.shapes[name].get("locationName"))
                if override:
                    facts["locationName"] = override
                return facts
        override = self.model.overlay.get("xmlRoots", {}).get(name, self.model.shapes[name].get("locationName"))
        return {"locationName": override} if override else {}

    # Declarations

    def declaration(self, name):
        return self.union(name) if self.model.is_union(name) else self.structure(name)

    def properties(self, name):
        members = list(self.model.shapes[name].get("members", {}).items())
        return members, [Property(self, name, index, wire, facts) for index, (wire, facts) in enumerate(members)]

    def subject(self, name):
        if name in self.inputs and name not in self.outputs:
            return f"The input of `{self.inputs[name]}`."
        if name in self.outputs and self.types[name].endswith("Output"):
            return f"The output of `{self.outputs[name]}`."
        return f"The shape `{name}`."

    def structure(self, name):
        members, properties = self.properties(name)
        out = [f"/// {self.subject(name)}", f"public struct {self.types[name]}: {self.conformances(name)} {{"]
        for item in properties:
            wrapper = "@Boxed " if item.boxed else ""
            out.append(f"    {wrapper}public var {item.name}: {item.type}{'' if item.required else '?'}")
        if properties:
            out.append("")
        out.append(self.schema(name, members))
        out.append(self.constrained(name, properties))
        out.append(self.memberwise(properties))
        out.append(self.read(properties))
        out.append(self.written(properties))
        out.append(self.specialised(name))
        out.append("}\n")
        return "\n".join(part for part in out if part is not None)

    def conformances(self, name):
        return "Shape, Hashable" if name in self.model.overlay.get("hashable", []) else "Shape"

    # Constraints

    def is_checked(self, name):
        """Whether the shape comes with requests and has values that can break a constraint."""
        if self.checked is None:
            self.checked = set().union(*(self.model.reach(name) for name in self.inputs))
        return name in self.checked and self.model.is_constrained(name)

    def constrained(self, name, properties):
        """The checks of a structure, or of a union, without a report of what is broken."""
        if not self.is_checked(name):
            return "    public var keepsConstraints: Bool { true }\n" if self.is_input(name) else None
        is_union = self.model.is_union(name)
        lines = []
        for item in properties:
            test = None if item.is_stream else self.fits(
                item.shape, "value" if is_union else item.name, f"Self.schema.members[{item.position}]")
            if not test:
                continue
            if is_union:
                lines.append(f"        case .{item.name}(let value): return {test}")
            elif item.required:
                lines.append(f"        guard {test} else {{ return false }}")
            else:
                lines.append(f"        if let {item.name}, !({test}) {{ return false }}")
        if is_union:
            rest = [] if len(lines) == len(properties) else ["        default: return true"]
            lines = ["        switch self {"] + lines + rest + ["        }"]
        else:
            lines.append("        return true")
        return "\n".join(["    public var keepsConstraints: Bool {"] + lines + ["    }\n"])

    def fits(self, name, value, member):
        """The expression that says whether a value keeps the constraints of its shape; None where it must."""
        facts = self.model.shapes[name]
        kind = facts["type"]
        if facts.get("document"):
            return None
        if kind == "structure":
            return f"{value}.keepsConstraints" if self.model.is_constrained(name) else None
        least, most = facts.get("min"), facts.get("max")
        is_open = least is None and most is None
        if kind == "string":
            if "pattern" in facts or facts.get("enum"):
                return f"Constraints.allow({value}, by: {member})"
            found = [] if is_open else [f"Constraints.allow(length: {value}, {least or 0}, {self.most(most)})"]
        elif kind in ("blob", "list", "map"):
            found = [] if is_open else [
                f"Constraints.allow(count: {value}.count, {least or 0}, {self.most(most)})"]
        elif is_open:
            found = []
        else:
            bounds = f"{'-.infinity' if least is None else least}, {'.infinity' if most is None else most}"
            found = [f"Constraints.allow(number: Double({value}), {bounds})"]
        parts = (("member", "", "element"), ("key", ".keys", "key"), ("value", ".values", "element"))
        for part, source, step in parts:
            if part in facts:
                joint = "?." if member.endswith(("element", "key")) else "."
                test = self.fits(facts[part]["shape"], "value", f"{member}{joint}{step}")
                if test:
                    found.append(f"{value}{source}.allSatisfy({{ value in {test} }})")
        return " && ".join(found) or None

    @staticmethod
    def most(bound):
        return ".max" if bound is None else bound

    @staticmethod
    def memberwise(properties):
        ordered = sorted(properties, key=lambda item: not item.required)
        parameters = [f"{item.name}: {item.type}{'' if item.required else '? = nil'}" for item in ordered]
        if not properties:
            return "    public init() {}\n"
        lines = ["    public init("] + ["        " + ",\n        ".join(parameters)] + ["    ) {"]
        lines += [f"        self.{item.name} = {item.name}" for item in properties]
        return "\n".join(lines + ["    }\n"])

    def read(self, properties, prefix=""):
        lines = [f"    public init(from {READER}) throws(WireError) {{"]
        for item in properties:
            if item.required:
                lines.append(f"        var {item.name}: {item.type}?")
        lines.append("        var frame = try reader.beginStructure(Self.schema)")
        if properties:
            lines.append("        while let member = try reader.nextMember(&frame) {")
            lines.append("            switch member {")
            for item in properties:
                target = item.name if item.required else f"self.{item.name}"
                value = "reader.stream()" if item.is_stream else self.reading(item.shape)
                lines.append(f"            case {item.position}: {target} = try {value}")
            lines.append("            default: break")
            lines.append("            }")
            lines.append("        }")
        else:
            lines.append("        while try reader.nextMember(&frame) != nil {}")
        for item in properties:
            if item.required:
                lines.append(
                    f"        guard let {item.name} else {{ throw .missing(Self.schema, {item.position}) }}")
        for item in properties:
            if item.required:
                lines.append(f"        self.{item.name} = {item.name}")
        return "\n".join(lines + ["    }\n"])

    def written(self, properties):
        lines = [f"    public func write(to {WRITER}) {{"]
        if not properties:
            lines.append("        writer.endStructure(writer.beginStructure(Self.schema))")
            return "\n".join(lines + ["    }"])
        lines.append("        var frame = writer.beginStructure(Self.schema)")
        # Attributes stand in the start tag, so they are written before any element.
        for item in sorted(properties, key=lambda item: not item.facts.get("xmlAttribute", False)):
            def value(name):
                return f"writer.stream({name})" if item.is_stream else self.writing(item.shape, name)
            if item.required:
                lines.append(f"        writer.member({item.position}, &frame)")
                lines.append(f"        {value(item.name)}")
            else:
                lines.append(f"        if let {item.name} {{")
                lines.append(f"            writer.member({item.position}, &frame)")
                lines.append(f"            {value(item.name)}")
                lines.append("        }")
        lines.append("        writer.endStructure(frame)")
        return "\n".join(lines + ["    }"])

    def specialised(self, name):
        """Entry points that give the compiler a copy of the walk for the service's first protocol."""
        if not self.model.protocols[0].startswith("awsJson"):
            return None
        lines = []
        if self.is_input(name):
            lines.append("\n    public init(fromJSON reader: inout JSONReader) throws(WireError) {")
            lines.append("        try self.init(from: &reader)")
            lines.append("    }")
        if self.is_output(name):
            lines.append("\n    public func write(toJSON writer: inout JSONWriter) { write(to: &writer) }")
        return "\n".join(lines) if lines else None

    def union(self, name):
        members, properties = self.properties(name)
        out = [f"/// {self.subject(name)}",
               f"public indirect enum {self.types[name]}: {self.conformances(name)} {{"]
        out += [f"    case {item.name}({item.type})" for item in properties]
        out += ["", self.schema(name, members)]
        if self.is_checked(name):
            out.append(self.constrained(name, properties))
        out.append(f"    public init(from {READER}) throws(WireError) {{")
        out.append("        var found: Self?")
        out.append("        var frame = try reader.beginStructure(Self.schema)")
        out.append("        while let member = try reader.nextMember(&frame) {")
        out.append("            if found != nil { throw reader.ambiguousUnion() }" if not self.is_hashable(name)
                   else "            guard found == nil else { throw reader.ambiguousUnion() }")
        out.append("            switch member {")
        for item in properties:
            out.append(f"            case {item.position}: found = .{item.name}(try {self.reading(item.shape)})")
        out.append("            default: break")
        out.append("            }")
        out.append("        }")
        out.append("        guard let found else { throw reader.emptyUnion() }")
        out.append("        self = found")
        out.append("    }\n")
        out.append(f"    public func write(to {WRITER}) {{")
        out.append("        var frame = writer.beginStructure(Self.schema)")
        out.append("        switch self {")
        for item in properties:
            out.append(f"        case .{item.name}(let value):")
            out.append(f"            writer.member({item.position}, &frame)")
            out.append(f"            {self.writing(item.shape, 'value')}")
        out.append("        }")
        out.append("        writer.endStructure(frame)")
        out.append("    }")
        out.append("}\n")
        return "\n".join(out)

    def is_hashable(self, name):
        return name in self.model.overlay.get("hashable", [])

    def error_facts(self, name):
        """Code, code in the query protocol and status of an error."""
        facts = self.model.shapes[name]
        spelled = facts.get("error", {})
        code = name
        query = spelled.get("queryCode")
        if self.model.protocols[0] in ("awsQuery", "restXml"):
            code = spelled.get("code", name)
        elif "queryCode" in spelled or "code" in spelled:
            query = query or spelled.get("code")
            code = spelled.get("code", name) if "typeName" in facts else name
        status = spelled.get("httpStatusCode", 500 if facts.get("fault") else 400)
        return code, query, status

    def error(self, name):
        members, properties = self.properties(name)
        code, query, status = self.error_facts(name)
        text = next((item for item in properties if plain(item.wire) == "message"), None)
        if text is None:
            self.model.shapes.setdefault("ApusText", {"type": "string"})
            members = members + [("message", {"shape": "ApusText"})]
            text = Property(self, name, len(properties), "message", {"shape": "ApusText"})
            properties = properties + [text]
        others = [item for item in properties if item is not text]
        for item in others:
            item.required = False
            if plain(item.wire) in FAILURE_MEMBERS:
                item.name = plain(item.wire) + "Member"
        out = [f"/// The error `{code}`.", f"public struct {self.types[name]}: Failure, Shape {{",
               "    public var message: String"]
        out += [f"    public var {item.name}: {item.type}?" for item in others]
        out += ["", f"    public var code: String {{ {swift_string(code)} }}"]
        if query and query != code:
            out.append(f"    public var queryCode: String {{ {swift_string(query)} }}")
        out += [f"    public var status: Int {{ {status} }}\n", self.schema(name, members)]
        message = swift_string(self.model.default_messages.get(name, ""))
        parameters = [f"_ message: String = {message}"] + [f"{item.name}: {item.type}? = nil" for item in others]
        out.append("    public init(" + ", ".join(parameters) + ") {")
        out += ["        self.message = message"] + [f"        self.{item.name} = {item.name}" for item in others]
        out.append("    }\n")
        out.append(f"    public init(from {READER}) throws(WireError) {{")
        out.append('        message = ""')
        out.append("        var frame = try reader.beginStructure(Self.schema)")
        out.append("        while let member = try reader.nextMember(&frame) {")
        out.append("            switch member {")
        for item in properties:
            target = "message" if item is text else f"self.{item.name}"
            out.append(f"            case {item.position}: {target} = try {self.reading(item.shape)}")
        out += ["            default: break", "            }", "        }", "    }\n"]
        text.required = True
        text.name = "message"
        out.append(self.written(properties))
        out.append("}\n")
        return "\n".join(out)

    def enumerations(self):
        if not self.used_enumerations:
            return []
        out = ["/// The values of the service's enumerations.", "enum Enumerations {"]
        for name in sorted(self.used_enumerations):
            values = ", ".join(swift_string(value) for value in self.used_enumerations[name])
            out.append(f"    static let {lower(name)}: [String] = [{values}]")
        return ["\n".join(out + ["}\n"])]

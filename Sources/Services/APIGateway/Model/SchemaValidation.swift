internal import Wire

/// Validates a value against a JSON schema of draft 4, in the part that models use.
/// <https://json-schema.org/draft-04/draft-fge-json-schema-validation-00>
struct SchemaValidation {
    /// How deep schemas may lead to one another.
    static let depthMax = 64
    /// Comparisons of one value with its schema, so that alternatives within alternatives come to an end.
    static let stepsMax = 100_000
    static let errorsMax = 20

    let root: JSON
    /// The schema of a model that another one refers to by its address.
    let model: (String) -> JSON?
    private(set) var errors: [String] = []
    private var steps = 0
    private var depth = 0

    init(root: JSON, model: @escaping (String) -> JSON?) {
        self.root = root
        self.model = model
    }

    private mutating func fail(_ text: String) {
        if errors.count < Self.errorsMax { errors.append(text) }
    }

    /// Notes what is wrong with a value.
    mutating func check(_ value: JSON, against schema: JSON, at place: String) {
        steps += 1
        guard depth < Self.depthMax, steps < Self.stepsMax else {
            fail("\(place): too deep")
            return
        }
        depth += 1
        defer { depth -= 1 }
        if let reference = schema["$ref"]?.string {
            checkReference(value, reference, at: place)
            return
        }
        checkType(value, schema["type"], at: place)
        if let choices = schema["enum"]?.array, !choices.contains(where: { Self.areEqual($0, value) }) {
            fail("\(place): instance value not found in enum")
        }
        switch value {
        case .string(let text): checkText(text, schema, at: place)
        case .number: checkNumber(value.double ?? 0, schema, at: place)
        case .array(let elements): checkElements(elements, schema, at: place)
        case .object(let object): checkMembers(object, schema, at: place)
        default: break
        }
        checkCombinations(value, schema, at: place)
    }

    private mutating func checkReference(_ value: JSON, _ reference: String, at place: String) {
        if reference.hasPrefix("#") {
            var found: JSON? = root
            for part in reference.dropFirst().split(separator: "/") {
                found = found?[String(part).replacing("~1", with: "/").replacing("~0", with: "~")]
            }
            guard let found else { return fail("\(place): no schema \(reference)") }
            return check(value, against: found, at: place)
        }
        let name = String(reference.split(separator: "/").last ?? "")
        guard reference.contains("/models/"), let other = model(name) else {
            return fail("\(place): no schema \(reference)")
        }
        // References within the other model mean its own parts.
        var inner = SchemaValidation(root: other, model: model)
        inner.depth = depth
        inner.steps = steps
        inner.check(value, against: other, at: place)
        steps = inner.steps
        for error in inner.errors { fail(error) }
    }

    private static func areEqual(_ a: JSON, _ b: JSON) -> Bool {
        if let x = a.double, let y = b.double { return x == y }
        return a == b
    }

    private static func type(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .number(let digits): (Double(digits).map { $0 == $0.rounded() } ?? false) ? "integer" : "number"
        }
    }

    private mutating func checkType(_ value: JSON, _ stated: JSON?, at place: String) {
        let allowed = (stated?.array ?? stated.map { [$0] } ?? []).compactMap(\.string)
        let type = Self.type(value)
        guard !allowed.isEmpty, !allowed.contains(type), !(type == "integer" && allowed.contains("number"))
        else { return }
        fail("\(place): instance type (\(type)) does not match any allowed primitive type")
    }

    private mutating func checkText(_ text: String, _ schema: JSON, at place: String) {
        let length = text.unicodeScalars.count
        if let limit = schema["minLength"]?.integer, length < limit { fail("\(place): string is too short") }
        if let limit = schema["maxLength"]?.integer, length > limit { fail("\(place): string is too long") }
        if let pattern = schema["pattern"]?.string, !Pattern(Self.anywhere(pattern)).matches(text) {
            fail("\(place): ECMA 262 regex does not match input string")
        }
    }

    /// An expression that fits somewhere in a text, as one that fits the whole of it.
    static func anywhere(_ pattern: String) -> String {
        let start = pattern.hasPrefix("^") ? "" : "[\\s\\S]*"
        let end = pattern.hasSuffix("$") && !pattern.hasSuffix("\\$") ? "" : "[\\s\\S]*"
        let inner = pattern.dropFirst(start.isEmpty ? 1 : 0).dropLast(end.isEmpty ? 1 : 0)
        return "^\(start)(?:\(inner))\(end)$"
    }

    private mutating func checkNumber(_ value: Double, _ schema: JSON, at place: String) {
        if let limit = schema["minimum"]?.double {
            let isBelow = schema["exclusiveMinimum"] == true ? value <= limit : value < limit
            if isBelow { fail("\(place): numeric instance is lower than the required minimum") }
        }
        if let limit = schema["maximum"]?.double {
            let isAbove = schema["exclusiveMaximum"] == true ? value >= limit : value > limit
            if isAbove { fail("\(place): numeric instance is greater than the required maximum") }
        }
        if let step = schema["multipleOf"]?.double, step > 0 {
            let count = value / step
            if abs(count - count.rounded()) > 1e-9 { fail("\(place): remainder of division is not zero") }
        }
    }

    private mutating func checkElements(_ elements: [JSON], _ schema: JSON, at place: String) {
        if let limit = schema["minItems"]?.integer, elements.count < limit {
            fail("\(place): array is too short")
        }
        if let limit = schema["maxItems"]?.integer, elements.count > limit {
            fail("\(place): array is too long")
        }
        if schema["uniqueItems"] == true, Set(elements).count != elements.count {
            fail("\(place): array must not contain duplicate elements")
        }
        let ordered = schema["items"]?.array
        for (index, element) in elements.enumerated() {
            let item = ordered.map { index < $0.count ? $0[index] : nil } ?? schema["items"]
            if let item, item.object != nil { check(element, against: item, at: "\(place)/\(index)") }
        }
    }

    private mutating func checkMembers(_ object: JSONObject, _ schema: JSON, at place: String) {
        let required = (schema["required"]?.array ?? []).compactMap(\.string)
        let missing = required.filter { object[$0] == nil }
        if !missing.isEmpty {
            let list = missing.map { "\"\($0)\"" }.joined(separator: ",")
            fail("\(place): object has missing required properties ([\(list)])")
        }
        if let limit = schema["minProperties"]?.integer, object.count < limit {
            fail("\(place): object has too few properties")
        }
        if let limit = schema["maxProperties"]?.integer, object.count > limit {
            fail("\(place): object has too many properties")
        }
        let stated = schema["properties"]?.object ?? JSONObject()
        let patterns = (schema["patternProperties"]?.object?.members ?? []).map {
            (Pattern(Self.anywhere($0.name)), $0.value)
        }
        var others: [String] = []
        for member in object.members {
            var isStated = false
            if let inner = stated[member.name] {
                isStated = true
                check(member.value, against: inner, at: "\(place)/\(member.name)")
            }
            for (pattern, inner) in patterns where pattern.matches(member.name) {
                isStated = true
                check(member.value, against: inner, at: "\(place)/\(member.name)")
            }
            guard !isStated, let rest = schema["additionalProperties"] else { continue }
            if rest == false { others.append(member.name) }
            if rest.object != nil { check(member.value, against: rest, at: "\(place)/\(member.name)") }
        }
        if !others.isEmpty {
            let list = others.map { "\"\($0)\"" }.joined(separator: ",")
            fail("\(place): object instance has properties which are not allowed by the schema: [\(list)]")
        }
    }

    // MARK: Combinations

    private mutating func fits(_ value: JSON, _ schema: JSON) -> Bool {
        let before = errors
        errors = []
        check(value, against: schema, at: "#")
        defer { errors = before }
        return errors.isEmpty
    }

    private mutating func checkCombinations(_ value: JSON, _ schema: JSON, at place: String) {
        for part in schema["allOf"]?.array ?? [] { check(value, against: part, at: place) }
        if let choices = schema["anyOf"]?.array {
            var count = 0
            for choice in choices where fits(value, choice) { count += 1 }
            if count == 0 { fail("\(place): instance failed to match at least one required schema") }
        }
        if let choices = schema["oneOf"]?.array {
            var count = 0
            for choice in choices where fits(value, choice) { count += 1 }
            if count != 1 { fail("\(place): instance failed to match exactly one schema") }
        }
        if let other = schema["not"], fits(value, other) {
            fail("\(place): instance matched a schema which it should not have")
        }
    }
}

internal import Wire

/// Holds one value against compiled schemas.
struct SchemaCheck {
    private let schemas: [[Check]]
    private var path = JSONPath()
    private var steps = 0
    private var depth = 0
    /// Whether only the outcome counts: then the first violation ends the check.
    private var isQuiet: Bool
    private(set) var violations: [SchemaViolation] = []
    /// Why the check was given up: then the value does not follow its schema, whatever a negation makes of
    /// it.
    private var limit: String?

    init(schemas: [[Check]], isQuiet: Bool = false) {
        self.schemas = schemas
        self.isQuiet = isQuiet
    }

    private var isFull: Bool { limit != nil || violations.count >= JSONSchema.violationsMax }

    private mutating func refuse(
        _ keyword: String, _ value: JSON, wants wanted: @autoclosure () -> JSON = .null,
        _ reason: @autoclosure () -> String
    ) -> Bool {
        if !isQuiet, violations.count < JSONSchema.violationsMax {
            violations.append(
                SchemaViolation(
                    path: path.text, keyword: keyword, value: value, wanted: wanted(), reason: reason()))
        }
        return false
    }

    /// Whether a whole value follows a schema.
    mutating func decide(_ value: JSON, _ schema: SchemaIndex) -> Bool {
        let isValid = follows(value, schema)
        guard let limit else { return isValid }
        path = JSONPath()
        return refuse("limit", .null, limit)
    }

    private mutating func follows(_ value: JSON, _ schema: SchemaIndex) -> Bool {
        steps += 1
        guard limit == nil else { return false }
        guard depth < JSONSchema.depthMax else {
            limit = "is nested deeper than \(JSONSchema.depthMax)"
            return false
        }
        guard steps <= JSONSchema.stepsMax else {
            limit = "takes more than \(JSONSchema.stepsMax) checks"
            return false
        }
        depth += 1
        defer { depth -= 1 }
        var isValid = true
        for check in schemas[schema] where !follows(value, check) {
            isValid = false
            if isQuiet || isFull { return false }
        }
        return isValid
    }

    private mutating func quietly(_ value: JSON, _ schema: SchemaIndex) -> Bool {
        let before = isQuiet
        isQuiet = true
        defer { isQuiet = before }
        return follows(value, schema)
    }

    private mutating func follows(_ value: JSON, _ step: JSONPath.Step, _ schema: SchemaIndex) -> Bool {
        path.steps.append(step)
        defer { path.steps.removeLast() }
        return follows(value, schema)
    }

    private mutating func follows(_ value: JSON, _ check: Check) -> Bool {
        switch check {
        case .never: return refuse("false", value, "is not allowed here")
        case .reference(let schema): return follows(value, schema)
        case .types(let types, let isNullable): return hasType(value, types, isNullable)
        case .values(let values, let texts):
            return texts.contains(CanonicalText.of(value))
                || refuse(
                    "enum", value, wants: .array(values),
                    "is none of \(values.prefix(20).map(\.text).joined(separator: ", "))")
        case .constant(let constant, let text):
            return CanonicalText.of(value) == text
                || refuse("const", value, wants: constant, "is not \(constant.text)")
        case .all(let schemas):
            var isValid = true
            for schema in schemas where !follows(value, schema) { isValid = false }
            return isValid
        case .any(let schemas):
            for schema in schemas where quietly(value, schema) { return true }
            return refuse(
                "anyOf", value, wants: [0, .number(String(schemas.count))],
                "follows none of \(schemas.count) alternatives")
        case .one(let schemas):
            let count = schemas.count { quietly(value, $0) }
            return count == 1
                || refuse(
                    "oneOf", value, wants: [.number(String(count)), .number(String(schemas.count))],
                    "follows \(count) of \(schemas.count) alternatives instead of one")
        case .not(let schema):
            return !quietly(value, schema) || refuse("not", value, "follows what it must not")
        case .condition(let condition, let then, let otherwise):
            guard let next = quietly(value, condition) ? then : otherwise else { return true }
            return follows(value, next)
        default: return followsPart(value, check)
        }
    }

    private mutating func followsPart(_ value: JSON, _ check: Check) -> Bool {
        switch value {
        case .number(let digits):
            guard case .number(let kind, .number(let bound)) = check else { return true }
            return follows(digits, kind, bound)
        case .string(let text): return follows(text, check)
        case .array(let elements): return follows(elements, check)
        case .object(let object): return follows(object, check)
        case .null, .bool: return true
        }
    }

    private mutating func hasType(_ value: JSON, _ types: [ValueType], _ isNullable: Bool) -> Bool {
        if isNullable, case .null = value { return true }
        return types.contains { $0.includes(value) }
            || refuse(
                "type", value, wants: .array(types.map { .string($0.rawValue) }),
                "is \(ValueType.words(of: value)), not \(types.map(\.words).joined(separator: " or "))")
    }

    private mutating func follows(_ digits: String, _ kind: Check.NumberCheck, _ bound: String) -> Bool {
        let (number, limit) = (ExactNumber(digits), ExactNumber(bound))
        switch kind {
        case .multiple:
            return number.isMultiple(of: limit)
                || refuse(
                    "multipleOf", .number(digits), wants: .number(bound),
                    "\(digits) is no multiple of \(bound)")
        case .most:
            return !(limit < number)
                || refuse(
                    "maximum", .number(digits), wants: .number(bound), "\(digits) is greater than \(bound)")
        case .least:
            return !(number < limit)
                || refuse(
                    "minimum", .number(digits), wants: .number(bound), "\(digits) is less than \(bound)")
        case .below:
            return number < limit
                || refuse(
                    "exclusiveMaximum", .number(digits), wants: .number(bound),
                    "\(digits) is not less than \(bound)")
        case .above:
            return limit < number
                || refuse(
                    "exclusiveMinimum", .number(digits), wants: .number(bound),
                    "\(digits) is not greater than \(bound)")
        }
    }

    private mutating func follows(_ text: String, _ check: Check) -> Bool {
        switch check {
        case .lengthAtLeast(let least):
            let count = text.unicodeScalars.count
            return count >= least
                || refuse(
                    "minLength", .string(text), wants: .number(String(least)),
                    "has \(count) characters, fewer than \(least)")
        case .lengthAtMost(let most):
            let count = text.unicodeScalars.count
            return count <= most
                || refuse(
                    "maxLength", .string(text), wants: .number(String(most)),
                    "has \(count) characters, more than \(most)")
        case .pattern(let pattern):
            return pattern.isFound(in: text)
                || refuse(
                    "pattern", .string(text), wants: .string(pattern.text), "does not match \(pattern.text)")
        case .format(let format):
            return format.includes(text)
                || refuse(
                    "format", .string(text), wants: .string(format.rawValue), "is no \(format.rawValue)")
        default: return true
        }
    }

    // MARK: Arrays

    private mutating func follows(_ elements: [JSON], _ check: Check) -> Bool {
        let count = elements.count
        switch check {
        case .elements(let schema): return all(elements, from: 0) { _ in schema }
        case .tuple(let schemas, let rest):
            return all(elements, from: 0) { $0 < schemas.count ? schemas[$0] : rest }
        case .elementsAtLeast(let least):
            return count >= least
                || refuse(
                    "minItems", .array(elements), wants: .number(String(least)),
                    "has \(count) elements, fewer than \(least)")
        case .elementsAtMost(let most):
            return count <= most
                || refuse(
                    "maxItems", .array(elements), wants: .number(String(most)),
                    "has \(count) elements, more than \(most)")
        case .uniqueElements:
            var seen: Set<[UInt8]> = []
            for (index, element) in elements.enumerated()
            where !seen.insert(CanonicalText.of(element)).inserted {
                return refuse("uniqueItems", .array(elements), "element \(index) is there already")
            }
            return true
        case .contains(let schema):
            for element in elements where quietly(element, schema) { return true }
            return refuse("contains", .array(elements), "has no element that it must have")
        default: return true
        }
    }

    private mutating func all(
        _ elements: [JSON], from start: Int, _ schema: (Int) -> SchemaIndex?
    ) -> Bool {
        var isValid = true
        for (index, element) in elements.enumerated() {
            guard let schema = schema(index), !follows(element, .element(index), schema) else { continue }
            isValid = false
            if isQuiet || isFull { break }
        }
        return isValid
    }

    // MARK: Objects

    private mutating func follows(_ object: JSONObject, _ check: Check) -> Bool {
        switch check {
        case .members(let members): return follows(object, members)
        case .required(let names):
            let missing = names.filter { object[$0] == nil }
            return missing.isEmpty
                || refuse(
                    "required", .object(object), wants: Self.list(missing), "lacks \(Self.words(missing))")
        case .membersAtLeast(let least):
            return object.count >= least
                || refuse(
                    "minProperties", .object(object), wants: .number(String(least)),
                    "has \(object.count) members, fewer than \(least)")
        case .membersAtMost(let most):
            return object.count <= most
                || refuse(
                    "maxProperties", .object(object), wants: .number(String(most)),
                    "has \(object.count) members, more than \(most)")
        case .dependentNames(let name, let others):
            guard object[name] != nil, let missing = others.first(where: { object[$0] == nil }) else {
                return true
            }
            return refuse(
                "dependencies", .object(object), wants: [.string(name), Self.list(others)],
                "has the member '\(name)' without '\(missing)'")
        case .dependentSchema(let name, let schema):
            return object[name] == nil || follows(.object(object), schema)
        case .names(let schema):
            for name in object.names where !quietly(.string(name), schema) {
                return refuse("propertyNames", .string(name), "'\(name)' is not allowed as a name")
            }
            return true
        default: return true
        }
    }

    private mutating func follows(_ object: JSONObject, _ members: Check.Members) -> Bool {
        var isValid = true
        var others: [String] = []
        for member in object.members {
            var schemas = members.named[member.name].map { [$0] } ?? []
            for (pattern, schema) in members.patterned where pattern.isFound(in: member.name) {
                schemas.append(schema)
            }
            if schemas.isEmpty, let rest = members.rest {
                // Nothing that is not named may be there: told of the object, for all that is too much.
                if case .never? = self.schemas[rest].first {
                    if isQuiet { return false }
                    others.append(member.name)
                    continue
                }
                schemas = [rest]
            }
            for schema in schemas where !follows(member.value, .member(member.name), schema) {
                isValid = false
                if isQuiet || isFull { return false }
            }
        }
        guard !others.isEmpty else { return isValid }
        return refuse(
            "additionalProperties", .object(object), wants: Self.list(others),
            "must not have \(Self.words(others))")
    }

    private static func list(_ names: [String]) -> JSON { .array(names.map { .string($0) }) }

    /// `the member 'a'`, `the members 'a', 'b'`
    private static func words(_ names: [String]) -> String {
        let named = names.prefix(20).map { "'\($0)'" }.joined(separator: ", ")
        return "the member\(names.count == 1 ? "" : "s") \(named)"
    }
}

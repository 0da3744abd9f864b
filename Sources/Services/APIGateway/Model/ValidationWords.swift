internal import JSONSchema
internal import Wire

/// Tells violations of a model as AWS does in logs and in `$context.error.validationErrorString`.
enum ValidationWords {
    /// A body that is no JSON at all.
    static let unreadable = "Unknown error parsing request body"

    /// Violations told of one body.
    static let count = 20

    static func text(_ violation: SchemaViolation) -> String {
        let wanted = violation.wanted
        let value = violation.value
        switch violation.keyword {
        case "type":
            let allowed = Set((wanted.array ?? []).compactMap(\.string).flatMap(primitives)).sorted()
            return "instance type (\(type(value))) does not match any allowed primitive type"
                + " (allowed: \(JSON.array(allowed.map { .string($0) }).text))"
        case "enum":
            return "instance value (\(value.text)) not found in enum (possible values: \(wanted.text))"
        case "required": return "object has missing required properties (\(wanted.text))"
        case "additionalProperties":
            return "object instance has properties which are not allowed by the schema: \(wanted.text)"
        case "dependencies":
            let names = wanted.array?.last?.array ?? []
            let missing = names.filter { $0.string.map { value[$0] == nil } ?? false }
            return "property \(wanted.array?.first?.text ?? "") of object has missing property dependencies"
                + " (schema requires \(JSON.array(names).text); missing: \(JSON.array(missing).text))"
        case "anyOf":
            return "instance failed to match at least one required schema among \(counts(wanted).all)"
        case "oneOf":
            let (matched, all) = counts(wanted)
            return "instance failed to match exactly one schema (matched \(matched) out of \(all))"
        case "not": return "instance matched a schema which it should not have"
        default: return scalarText(violation) ?? countText(violation) ?? violation.reason
        }
    }

    private static func scalarText(_ violation: SchemaViolation) -> String? {
        let (wanted, value) = (violation.wanted.text, violation.value.text)
        let length = violation.value.string?.unicodeScalars.count ?? 0
        switch violation.keyword {
        case "minimum":
            return "numeric instance is lower than the required minimum (minimum: \(wanted), found: \(value))"
        case "maximum":
            return
                "numeric instance is greater than the required maximum (maximum: \(wanted), found: \(value))"
        case "exclusiveMinimum":
            return "numeric instance is not strictly greater than the required minimum \(wanted)"
        case "exclusiveMaximum":
            return "numeric instance is not strictly lower than the required maximum \(wanted)"
        case "multipleOf": return "remainder of division is not zero (\(value) / \(wanted))"
        case "minLength":
            return "string \(value) is too short (length: \(length), required minimum: \(wanted))"
        case "maxLength":
            return "string \(value) is too long (length: \(length), maximum allowed: \(wanted))"
        case "pattern":
            let (pattern, text) = (violation.wanted.string ?? "", violation.value.string ?? "")
            return "ECMA 262 regex \"\(pattern)\" does not match input string \"\(text)\""
        default: return nil
        }
    }

    private static func countText(_ violation: SchemaViolation) -> String? {
        let wanted = violation.wanted.text
        let count = violation.value.array?.count ?? violation.value.object?.count ?? 0
        switch violation.keyword {
        case "minItems":
            return
                "array is too short: must have at least \(wanted) elements but instance has \(count) elements"
        case "maxItems":
            return
                "array is too long: must have at most \(wanted) elements but instance has \(count) elements"
        case "uniqueItems": return "array must not contain duplicate elements"
        case "minProperties":
            return "object has too few properties (found \(count) but schema requires at least \(wanted))"
        case "maxProperties":
            return "object has too many properties (found \(count) but schema requires at most \(wanted))"
        default: return nil
        }
    }

    private static func counts(_ wanted: JSON) -> (matched: Int, all: Int) {
        (wanted.array?.first?.integer ?? 0, wanted.array?.last?.integer ?? 0)
    }

    /// Whoever takes numbers takes integers.
    private static func primitives(_ type: String) -> [String] {
        type == "number" ? ["integer", "number"] : [type]
    }

    private static func type(_ value: JSON) -> String {
        switch value {
        case .null: "null"
        case .bool: "boolean"
        case .string: "string"
        case .array: "array"
        case .object: "object"
        case .number(let digits): digits.utf8.contains { ".eE".utf8.contains($0) } ? "number" : "integer"
        }
    }
}

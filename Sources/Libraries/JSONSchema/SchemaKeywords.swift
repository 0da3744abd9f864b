internal import Wire

/// The keywords of one schema that hold no schemas themselves.
struct SchemaKeywords {
    let object: JSONObject
    let place: SchemaPlace
    let dialect: SchemaDialect

    func error(_ name: String, _ reason: String) -> SchemaError {
        SchemaError(place.appending(name).path, reason)
    }

    // MARK: Reading

    func names(of name: String) throws(SchemaError) -> [String] {
        guard let value = object[name] else { return [] }
        guard let members = value.object else { throw error(name, "must be an object") }
        return members.names
    }

    func texts(_ name: String, _ inner: String? = nil) throws(SchemaError) -> [String] {
        let value = inner.map { object[name]?[$0] } ?? object[name]
        let found = value?.array?.map(\.string) ?? [nil]
        guard !found.contains(nil), Set(found).count == found.count else {
            throw error(name, "must be a list of different names")
        }
        return found.compactMap { $0 }
    }

    func pattern(_ text: String, _ name: String) throws(SchemaError) -> Pattern {
        let pattern = Pattern(ecmaScript: text)
        guard pattern.isSupported else { throw error(name, "'\(text)' is no regular expression known here") }
        return pattern
    }

    private func number(_ name: String) throws(SchemaError) -> JSON? {
        guard let value = object[name] else { return nil }
        guard case .number = value else { throw error(name, "must be a number") }
        return value
    }

    private func count(_ name: String) throws(SchemaError) -> Int? {
        guard let value = object[name] else { return nil }
        guard case .number(let digits) = value, case let number = ExactNumber(digits), number.isInteger,
            !number.isNegative || number.digits.isEmpty
        else { throw error(name, "must be a whole number that is not negative") }
        return Double(digits).map { $0 >= Double(Int.max) ? Int.max : Int($0) }
    }

    private func flag(_ name: String) throws(SchemaError) -> Bool {
        guard let value = object[name] else { return false }
        guard let flag = value.bool else { throw error(name, "must be true or false") }
        return flag
    }

    // MARK: Checks

    func typeChecks() throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if let value = object["type"] {
            let names: [String]
            if let name = value.string { names = [name] } else { names = try texts("type") }
            var types: [ValueType] = []
            for name in names {
                guard let type = ValueType(rawValue: name) else {
                    throw error("type", "'\(name)' is no type")
                }
                types.append(type)
            }
            guard !types.isEmpty else { throw error("type", "names no type") }
            let isNullable = try flag("nullable")
            checks.append(.types(types, isNullable: dialect == .openAPI3 && isNullable))
        }
        if let value = object["enum"] {
            guard let values = value.array, !values.isEmpty else {
                throw error("enum", "must be a list of values")
            }
            checks.append(.values(values, Set(values.map { CanonicalText.of($0) })))
        }
        if dialect == .draft7, let value = object["const"] {
            checks.append(.constant(value, CanonicalText.of(value)))
        }
        return checks
    }

    func numberChecks() throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if let divisor = try number("multipleOf") {
            guard case .number(let digits) = divisor, case let value = ExactNumber(digits), !value.isNegative,
                !value.digits.isEmpty
            else { throw error("multipleOf", "must be greater than zero") }
            checks.append(.number(.multiple, divisor))
        }
        if dialect.hasBooleanExclusion {
            let (isBelow, isAbove) = (try flag("exclusiveMaximum"), try flag("exclusiveMinimum"))
            if let most = try number("maximum") { checks.append(.number(isBelow ? .below : .most, most)) }
            if let least = try number("minimum") { checks.append(.number(isAbove ? .above : .least, least)) }
            return checks
        }
        if let most = try number("maximum") { checks.append(.number(.most, most)) }
        if let least = try number("minimum") { checks.append(.number(.least, least)) }
        if let most = try number("exclusiveMaximum") { checks.append(.number(.below, most)) }
        if let least = try number("exclusiveMinimum") { checks.append(.number(.above, least)) }
        return checks
    }

    func textChecks(assertsFormats: Bool) throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if let least = try count("minLength") { checks.append(.lengthAtLeast(least)) }
        if let most = try count("maxLength") { checks.append(.lengthAtMost(most)) }
        if let value = object["pattern"] {
            guard let text = value.string else { throw error("pattern", "must be a text") }
            checks.append(.pattern(try pattern(text, "pattern")))
        }
        if assertsFormats, let format = object["format"]?.string.flatMap({ ValueFormat(rawValue: $0) }) {
            checks.append(.format(format))
        }
        return checks
    }

    func elementCounts() throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if let least = try count("minItems") { checks.append(.elementsAtLeast(least)) }
        if let most = try count("maxItems") { checks.append(.elementsAtMost(most)) }
        if try flag("uniqueItems") { checks.append(.uniqueElements) }
        return checks
    }

    func memberCounts() throws(SchemaError) -> [Check] {
        var checks: [Check] = []
        if object["required"] != nil { checks.append(.required(try texts("required"))) }
        if let least = try count("minProperties") { checks.append(.membersAtLeast(least)) }
        if let most = try count("maxProperties") { checks.append(.membersAtMost(most)) }
        return checks
    }
}

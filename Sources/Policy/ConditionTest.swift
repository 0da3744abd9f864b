/// The values of one condition, compiled for their operator.
enum ConditionTest: Sendable, Hashable {
    case text([Pattern], folded: Bool)
    case numbers([Double], ConditionOperator.Comparison)
    case dates([Double], ConditionOperator.Comparison)
    case flags([Bool])
    case binaries([[UInt8]])
    case addresses([IPRange])
    case arns([ARNPattern])
    case absences([Bool])

    /// Compiles `values`; throws the first that cannot be read as the operator demands.
    init(
        _ values: [String], for family: ConditionOperator.Family, variables: PatternSyntax
    ) throws(InvalidValue) {
        switch family {
        case .string(let syntax):
            self = .text(
                values.map { Pattern($0, syntax: syntax.union(variables)) }, folded: syntax.contains(.folded))
        case .numeric(let comparison):
            self = .numbers(try Self.read(values, Self.number), comparison)
        case .date(let comparison):
            self = .dates(try Self.read(values, PolicyDate.seconds), comparison)
        case .bool: self = .flags(try Self.read(values, Self.flag))
        case .binary: self = .binaries(try Self.read(values, Base64.decode))
        case .address: self = .addresses(try Self.read(values, IPRange.init(cidr:)))
        case .arn: self = .arns(values.map { ARNPattern($0, syntax: [.wildcards, variables]) })
        case .null: self = .absences(try Self.read(values, Self.flag))
        }
    }

    struct InvalidValue: Error {
        let value: String
    }

    private static func read<T>(_ values: [String], _ reader: (String) -> T?) throws(InvalidValue) -> [T] {
        var out: [T] = []
        for value in values {
            guard let item = reader(value) else { throw InvalidValue(value: value) }
            out.append(item)
        }
        return out
    }

    /// Whether a value of the request equals (or matches) one of the policy's.
    func matches(_ value: String, in request: AuthorizationRequest) -> Bool {
        switch self {
        case .text(let patterns, let folded):
            let bytes = Array((folded ? value.lowercased() : value).utf8)
            return Self.anyMatches(patterns.span, bytes.span, request)
        case .numbers(let limits, let comparison):
            guard let number = Self.number(value) else { return false }
            return limits.contains { comparison.holds(number, $0) }
        case .dates(let limits, let comparison):
            guard let seconds = PolicyDate.seconds(value) else { return false }
            return limits.contains { comparison.holds(seconds, $0) }
        case .flags(let flags): return Self.flag(value).map(flags.contains) ?? false
        case .binaries(let binaries): return Base64.decode(value).map(binaries.contains) ?? false
        case .addresses(let ranges):
            guard let address = IPAddress(value) else { return false }
            return ranges.contains { $0.contains(address) }
        case .arns(let patterns):
            let bytes = Array(value.utf8)
            return Self.isARN(bytes) && patterns.contains { $0.matches(bytes.span, in: request) }
        case .absences: return false
        }
    }

    private static func anyMatches(
        _ patterns: Span<Pattern>, _ text: Span<UInt8>, _ request: AuthorizationRequest
    ) -> Bool {
        for index in patterns.indices where patterns[index].matches(text, in: request) { return true }
        return false
    }

    private static func isARN(_ bytes: [UInt8]) -> Bool {
        bytes.starts(with: "arn:".utf8) && bytes.lazy.filter { $0 == UInt8(ascii: ":") }.count >= 5
    }

    private static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true": true
        case "false": false
        default: nil
        }
    }

    /// A decimal number; the spellings of infinity and of hexadecimal numbers are none.
    private static func number(_ text: String) -> Double? {
        let plain = text.utf8.allSatisfy { byte in
            byte >= 0x30 && byte <= 0x39 || "+-.eE".utf8.contains(byte)
        }
        return plain ? Double(text) : nil
    }
}

/// What a request substitutes in its expressions, and which of it has been used.
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Query.html>
public struct Placeholders: Sendable {
    let names: [String: String]
    let values: [String: AttributeValue]
    private(set) var usedNames: Set<String> = []
    private(set) var usedValues: Set<String> = []

    /// Checks form and values; nil stands for a parameter that is absent.
    public init(names: [String: String]?, values: [String: AttributeValue]?) throws(ExpressionError) {
        self.names = names ?? [:]
        self.values = values ?? [:]
        if let names {
            guard !names.isEmpty else { throw ExpressionError("ExpressionAttributeNames must not be empty") }
            for key in names.keys.sorted() where !Self.isPlaceholder(key, after: "#") {
                throw ExpressionError(
                    "ExpressionAttributeNames contains invalid key: Syntax error; key: \"\(key)\"")
            }
        }
        if let values {
            guard !values.isEmpty else {
                throw ExpressionError("ExpressionAttributeValues must not be empty")
            }
            for key in values.keys.sorted() where !Self.isPlaceholder(key, after: ":") {
                throw ExpressionError(
                    "ExpressionAttributeValues contains invalid key: Syntax error; key: \"\(key)\"")
            }
            for (key, value) in values.sorted(by: { $0.key < $1.key }) {
                guard let fault = value.fault else { continue }
                throw ExpressionError(
                    "ExpressionAttributeValues contains invalid value: \(fault.message) for key \(key)")
            }
        }
    }

    private static func isPlaceholder(_ key: String, after mark: Character) -> Bool {
        guard key.first == mark, key.utf8.count > 1 else { return false }
        return key.utf8.dropFirst().allSatisfy { byte in
            (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == UInt8(ascii: "_")
        }
    }

    mutating func name(_ placeholder: String) -> String? {
        usedNames.insert(placeholder)
        return names[placeholder]
    }

    mutating func value(_ placeholder: String) -> AttributeValue? {
        usedValues.insert(placeholder)
        return values[placeholder]
    }

    /// Refuses placeholders that no expression used; asked after all expressions have been read.
    public func checkUse() throws(ExpressionError) {
        let idleNames = names.keys.filter { !usedNames.contains($0) }.sorted()
        guard idleNames.isEmpty else {
            throw ExpressionError(
                "Value provided in ExpressionAttributeNames unused in expressions: "
                    + "keys: {\(idleNames.joined(separator: ", "))}")
        }
        let idleValues = values.keys.filter { !usedValues.contains($0) }.sorted()
        guard idleValues.isEmpty else {
            throw ExpressionError(
                "Value provided in ExpressionAttributeValues unused in expressions: "
                    + "keys: {\(idleValues.joined(separator: ", "))}")
        }
    }
}

/// What registries and schemas may be called.
enum NameRules {
    static let registryLengthMax = 64
    static let schemaLengthMax = 385

    static func checkRegistry(_ name: String) throws {
        guard (1...registryLengthMax).contains(name.utf8.count), name.utf8.allSatisfy({ isPlain($0) }) else {
            throw Refusals.invalid(
                "RegistryName must have 1 to \(registryLengthMax) letters, digits, '.', '-' or '_'.")
        }
        guard !name.hasPrefix("aws.") else {
            throw Refusals.forbidden("Names of registries that begin with 'aws.' are reserved.")
        }
    }

    static func checkSchema(_ name: String) throws {
        let isValid = name.utf8.allSatisfy { isPlain($0) || $0 == UInt8(ascii: "@") }
        guard (1...schemaLengthMax).contains(name.utf8.count), isValid else {
            throw Refusals.invalid(
                "SchemaName must have 1 to \(schemaLengthMax) letters, digits, '.', '-', '_' or '@'.")
        }
    }

    /// Whether OpenAPI allows a name of a component.
    static func isComponent(_ name: String) -> Bool { !name.isEmpty && name.utf8.allSatisfy { isPlain($0) } }

    /// Whether a byte may stand in any name.
    static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

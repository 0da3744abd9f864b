internal import CloudFormationInterface
internal import Wire

/// A resource as a template declares it.
struct ResourceDeclaration: Sendable {
    let name: String
    let type: String
    let properties: JSON
    let dependsOn: [String]
    let condition: String?
    let deletionPolicy: RemovalPolicy
    let updateReplacePolicy: RemovalPolicy
    let metadata: JSON?

    private static let attributes: Set = [
        "Type", "Properties", "DependsOn", "Condition", "DeletionPolicy", "UpdateReplacePolicy", "Metadata",
        "CreationPolicy", "UpdatePolicy", "Description",
    ]

    init(_ name: String, _ value: JSON) throws {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isASCIIAlphanumeric }) else {
            throw ValidationError.format("Resource name \(name) is non alphanumeric.")
        }
        guard case .object(let object) = value else {
            throw ValidationError.format("[/Resources/\(name)] resource definition is malformed")
        }
        if let unknown = object.names.first(where: { !Self.attributes.contains($0) }) {
            throw ValidationError("Invalid template resource property '\(unknown)'")
        }
        guard let type = object["Type"]?.string, !type.isEmpty else {
            throw ValidationError.format(
                "[/Resources/\(name)] Every Resources object must contain a Type member.")
        }
        for policy in ["CreationPolicy", "UpdatePolicy"] where object[policy]?.object?.isEmpty == false {
            throw NotImplemented("\(policy) of \(name) (\(type))")
        }
        self.name = name
        self.type = type
        properties = object["Properties"] ?? [:]
        guard case .object = properties else {
            throw ValidationError.format("[/Resources/\(name)/Properties] Properties must be an object.")
        }
        dependsOn = try Self.names(object["DependsOn"], of: name)
        condition = object["Condition"]?.string
        if object["Condition"] != nil, condition == nil {
            throw ValidationError.format("Every Condition member must be a string.")
        }
        deletionPolicy = try RemovalPolicy(object["DeletionPolicy"], "DeletionPolicy", of: name, type)
        updateReplacePolicy = try RemovalPolicy(
            object["UpdateReplacePolicy"], "UpdateReplacePolicy", of: name, type)
        metadata = object["Metadata"]
    }

    private static func names(_ value: JSON?, of name: String) throws -> [String] {
        switch value {
        case nil: return []
        case .string(let text)?: return [text]
        case .array(let elements)?:
            let texts = elements.compactMap(\.string)
            if texts.count == elements.count { return texts }
        default: break
        }
        throw ValidationError.format("Every DependsOn value must be a string or a list of strings.")
    }
}

extension UInt8 {
    /// A letter or digit of ASCII.
    var isASCIIAlphanumeric: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}

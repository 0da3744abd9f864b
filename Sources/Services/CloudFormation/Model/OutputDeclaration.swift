internal import CloudFormationInterface
internal import Wire

/// An output as a template declares it.
struct OutputDeclaration: Sendable {
    let name: String
    let description: String?
    let condition: String?
    let value: JSON
    let exportName: JSON?

    init(_ name: String, _ json: JSON) throws(ValidationError) {
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isASCIIAlphanumeric }) else {
            throw .format("Output name \(name) is non alphanumeric.")
        }
        guard case .object(let object) = json else {
            throw .format("[/Outputs/\(name)] output definition is malformed")
        }
        let known: Set = ["Value", "Description", "Condition", "Export"]
        if let unknown = object.names.first(where: { !known.contains($0) }) {
            throw ValidationError("Invalid template output property '\(unknown)'")
        }
        guard let value = object["Value"], value != .null else {
            throw .format("Every Outputs member must contain a Value object")
        }
        self.name = name
        self.value = value
        description = object["Description"]?.string
        condition = object["Condition"]?.string
        if let export = object["Export"] {
            guard let exported = export["Name"] else {
                throw .format("Output \(name) is malformed. Every Export must contain a Name.")
            }
            exportName = exported
        } else {
            exportName = nil
        }
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// A template that is put together rightly, transforms done.
///
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html>
struct Template: Sendable {
    let json: JSON
    let description: String?
    let metadata: JSON?
    let version: String?
    let parameters: [DeclaredParameter]
    let mappings: JSONObject
    let conditions: JSONObject
    let rules: JSONObject
    let resources: [ResourceDeclaration]
    let outputs: [OutputDeclaration]
    /// What the template asks to be transformed by.
    let transforms: [String]

    private static let sections: Set = [
        "AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions",
        "Rules",
        "Resources", "Outputs", "Transform", "Hooks",
    ]

    /// Checks a template; `types` are the resource types that exist.
    init(_ json: JSON, transforms: [String], knows isKnown: (String) -> Bool) throws {
        guard case .object(let object) = json else { throw ValidationError.format("unsupported structure.") }
        let unknown = object.names.filter { !Self.sections.contains($0) }
        guard unknown.isEmpty else {
            throw ValidationError(
                "Invalid template property or properties [\(unknown.joined(separator: ", "))]")
        }
        if object["Hooks"] != nil { throw NotImplemented("The Hooks section of a template") }
        self.json = json
        self.transforms = transforms
        metadata = object["Metadata"]
        version = object["AWSTemplateFormatVersion"]?.scalarText
        if object["AWSTemplateFormatVersion"] != nil, version != "2010-09-09" {
            throw ValidationError.format("Template version \(version ?? "") is not supported.")
        }
        description = object["Description"]?.string
        if object["Description"] != nil, description == nil {
            throw ValidationError.format("Template Description must be a string.")
        }
        if let description, description.utf8.count > TemplateLimits.descriptionSizeMax {
            throw ValidationError.format(
                "Template Description is greater than maximum allowed, \(TemplateLimits.descriptionSizeMax)")
        }
        try Self.checkNulls(json, path: "", depth: 0)
        parameters = try Self.section("Parameters", object, max: TemplateLimits.parametersMax).members
            .map { try DeclaredParameter($0.name, $0.value) }
        mappings = try Self.section("Mappings", object, max: TemplateLimits.mappingsMax)
        conditions = try Self.section("Conditions", object, max: TemplateLimits.resourcesMax)
        rules = try Self.section("Rules", object, max: TemplateLimits.resourcesMax)
        let declared = try Self.section("Resources", object, max: TemplateLimits.resourcesMax)
        guard !declared.isEmpty else {
            throw ValidationError.format("At least one Resources member must be defined.")
        }
        resources = try declared.members.map { try ResourceDeclaration($0.name, $0.value) }
        outputs = try Self.section("Outputs", object, max: TemplateLimits.outputsMax).members
            .map { member throws(ValidationError) in try OutputDeclaration(member.name, member.value) }
        try checkMappings()
        try checkTypes(isKnown)
        try TemplateReferences(self).check()
    }

    private static func section(
        _ name: String, _ template: JSONObject, max: Int
    ) throws(ValidationError) -> JSONObject {
        guard let value = template[name], value != .null else { return JSONObject() }
        guard case .object(let object) = value else {
            throw .format("\(name) must be an object.")
        }
        guard object.count <= max else {
            throw .format(
                "Number of \(name.lowercased()), \(object.count), is greater than maximum allowed, \(max)")
        }
        return object
    }

    private static func checkNulls(_ value: JSON, path: String, depth: Int) throws(ValidationError) {
        guard depth <= TemplateLimits.depthMax else { throw .format("The template nests too deeply.") }
        switch value {
        case .null:
            // A section without members is written with nothing behind its colon.
            guard path.utf8.count(where: { $0 == UInt8(ascii: "/") }) > 1 else { return }
            throw .format("[\(path)] 'null' values are not allowed in templates")
        case .array(let elements):
            for (index, element) in elements.enumerated() {
                try checkNulls(element, path: "\(path)/\(index)", depth: depth + 1)
            }
        case .object(let object):
            for member in object.members {
                try checkNulls(member.value, path: "\(path)/\(member.name)", depth: depth + 1)
            }
        default: break
        }
    }

    private func checkMappings() throws(ValidationError) {
        for mapping in mappings.members {
            guard case .object(let keys) = mapping.value, !keys.isEmpty else {
                throw .format("Every Mappings member \(mapping.name) must be a map")
            }
            for key in keys.members {
                guard case .object = key.value else {
                    throw .format("Every Mappings member \(mapping.name) must be a map of maps")
                }
            }
        }
    }

    private func checkTypes(_ isKnown: (String) -> Bool) throws(ValidationError) {
        var unknown: [String] = []
        for resource in resources where !isKnown(resource.type) && !unknown.contains(resource.type) {
            unknown.append(resource.type)
        }
        guard unknown.isEmpty else {
            throw .format("Unrecognized resource types: [\(unknown.joined(separator: ", "))]")
        }
    }
}

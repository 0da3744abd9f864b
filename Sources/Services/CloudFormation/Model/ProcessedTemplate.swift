internal import CloudFormationInterface
internal import Wire

/// From a text to a template that is checked, transforms done.
enum ProcessedTemplate {
    /// Reads a template as a caller sent it.
    static func template(of text: String, types: ResourceTypes) throws -> Template {
        let json = try TemplateText.json(text)
        let transforms = try transforms(of: json)
        var result = json
        if transforms.contains(ServerlessTransform.name) {
            result = try ServerlessTransform.expanded(json)
        }
        if case .object(var object) = result {
            object["Transform"] = nil
            result = .object(object)
        }
        return try Template(result, transforms: transforms) { types[$0] != nil }
    }

    /// Reads a template as it was stored after its transforms.
    static func template(_ processed: String, types: ResourceTypes) throws -> Template {
        guard let json = try? JSON(parsing: processed) else {
            throw ValidationError.format("unsupported structure.")
        }
        return try Template(json, transforms: []) { types[$0] != nil }
    }

    private static func transforms(of json: JSON) throws -> [String] {
        guard let value = json["Transform"] else { return [] }
        let names = value.string.map { [$0] } ?? value.strings
        guard !names.isEmpty else { throw NotImplemented("Transform \(value.text)") }
        for name in names where name != ServerlessTransform.name {
            throw NotImplemented("The transform \(name)")
        }
        return names
    }
}

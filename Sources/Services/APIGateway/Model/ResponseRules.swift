internal import APIGatewayInterface

/// Changes of the answers of methods and integrations.
enum ResponseRules {
    static func apply(_ patch: Patch, to response: inout MethodResponse) throws {
        switch (patch.op, patch.path.first ?? "", patch.path.count) {
        case ("add", "responseParameters", 2), ("replace", "responseParameters", 2):
            response.responseParameters = response.responseParameters ?? [:]
            response.responseParameters?[patch.path[1]] = patch.value?.lowercased() == "true"
        case ("remove", "responseParameters", 2): response.responseParameters?[patch.path[1]] = nil
        case ("add", "responseModels", 2), ("replace", "responseModels", 2):
            response.responseModels = response.responseModels ?? [:]
            response.responseModels?[patch.path[1]] = try patch.text()
        case ("remove", "responseModels", 2): response.responseModels?[patch.path[1]] = nil
        default: throw BadRequestException("Invalid patch path \(patch.spelled)")
        }
    }

    static func apply(_ patch: Patch, to response: inout IntegrationResponse) throws {
        switch (patch.op, patch.path.first ?? "", patch.path.count) {
        case ("replace", "selectionPattern", 1): response.selectionPattern = patch.value ?? ""
        case ("add", "responseParameters", 2), ("replace", "responseParameters", 2):
            response.responseParameters = response.responseParameters ?? [:]
            response.responseParameters?[patch.path[1]] = try patch.text()
        case ("remove", "responseParameters", 2): response.responseParameters?[patch.path[1]] = nil
        case ("add", "responseTemplates", 2), ("replace", "responseTemplates", 2):
            response.responseTemplates = response.responseTemplates ?? [:]
            response.responseTemplates?[patch.path[1]] = patch.value ?? ""
        case ("remove", "responseTemplates", 2): response.responseTemplates?[patch.path[1]] = nil
        default: throw BadRequestException("Invalid patch path \(patch.spelled)")
        }
    }
}

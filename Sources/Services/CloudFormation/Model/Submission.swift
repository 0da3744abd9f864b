internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// A template with its settings as a caller hands it in, to a stack or to a change set.
struct Submission: Sendable {
    var body: String?
    var url: String?
    var usesPreviousTemplate = false
    var parameters: [Parameter] = []
    var capabilities: [String]?
    var tags: [Tag]?
    var role: String?
    var notificationARNs: [String]?
    /// Whether a change set stands between the template and its execution.
    var isReviewed = false

    /// Topics a stack may tell.
    static let topicsMax = 5
    static let tagsMax = 50

    /// Checks everything that can be checked before anything is made.
    func definition(
        previous: Definition?, types: ResourceTypes, _ call: Kernel.Call
    ) async throws -> (definition: Definition, template: Template) {
        var text: String
        if usesPreviousTemplate, let previous {
            guard body == nil, url == nil else {
                throw ValidationError(
                    "You must specify either a template or to use the previous template, not both.")
            }
            text = previous.template
        } else {
            text = try await TemplateSource.text(body: body, url: url, call)
        }
        let template = try ProcessedTemplate.template(of: text, types: types)
        var settings = Settings()
        settings.parameters = try ParameterValues.resolve(
            parameters, for: template, previous: previous?.settings.parameters)
        try Capabilities.check(capabilities, for: template, isReviewed: isReviewed)
        settings.capabilities = capabilities ?? previous?.settings.capabilities ?? []
        settings.tags = try tags.map(Self.texts) ?? previous?.settings.tags ?? [:]
        settings.role = role ?? previous?.settings.role
        settings.notificationARNs = notificationARNs ?? previous?.settings.notificationARNs ?? []
        guard settings.notificationARNs.count <= Self.topicsMax else {
            throw ValidationError("At most \(Self.topicsMax) notification ARNs may be given.")
        }
        if let role = settings.role, ARN(role)?.service != "iam" {
            throw ValidationError("Role \(role) is invalid or cannot be assumed")
        }
        if let role = settings.role { try await Self.requireTrust(of: role, call) }
        return (Definition(template: text, processed: template.json.text, settings: settings), template)
    }

    /// Where permissions are checked, a role must be there and trust CloudFormation.
    private static func requireTrust(of role: String, _ call: Kernel.Call) async throws {
        guard call.kernel.settings.authentication == .enforce, let arn = ARN(role) else { return }
        let isTrusted = try await call.read { tx in
            guard let found = try call.kernel.authoriser.role(arn, in: tx) else { return false }
            return try call.kernel.authoriser.trusts(
                found, service: "cloudformation.amazonaws.com", at: call.now, in: tx)
        }
        guard isTrusted else { throw ValidationError("Role \(role) is invalid or cannot be assumed") }
    }

    private static func texts(_ tags: [Tag]) throws(ValidationError) -> [String: String] {
        guard tags.count <= tagsMax else { throw ValidationError("At most \(tagsMax) tags may be given.") }
        var texts: [String: String] = [:]
        for tag in tags {
            guard texts[tag.key] == nil else { throw ValidationError("Duplicate tag keys found: \(tag.key)") }
            guard !tag.key.lowercased().hasPrefix("aws:") else {
                throw ValidationError("aws: prefixed tag key names are not allowed for external use.")
            }
            texts[tag.key] = tag.value
        }
        return texts
    }
}

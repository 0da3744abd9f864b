internal import Wire

/// What a stack was given beside its template.
struct Settings: Sendable, Equatable {
    /// Parameters as text.
    var parameters: [String: String] = [:]
    var tags: [String: String] = [:]
    var capabilities: [String] = []
    var notificationARNs: [String] = []
    var role: String?
    var timeoutMinutes: Int?
    var disableRollback = false
    var retainExceptOnCreate = false
    /// The exports that the stack uses, once it is made.
    var imports: [String] = []
    /// The ARN of the change set the settings came by.
    var changeSet: String?

    init() {}

    init(text: String) throws(JSONError) {
        let json = try JSON(parsing: text)
        parameters = json["parameters"]?.texts ?? [:]
        tags = json["tags"]?.texts ?? [:]
        capabilities = json["capabilities"]?.strings ?? []
        notificationARNs = json["notificationARNs"]?.strings ?? []
        role = json["role"]?.string
        timeoutMinutes = json["timeoutMinutes"]?.integer
        disableRollback = json["disableRollback"]?.bool ?? false
        retainExceptOnCreate = json["retainExceptOnCreate"]?.bool ?? false
        imports = json["imports"]?.strings ?? []
        changeSet = json["changeSet"]?.string
    }

    /// As a row keeps it.
    var text: String {
        var object: JSONObject = [
            "parameters": .object(texts: parameters), "tags": .object(texts: tags),
            "capabilities": .array(capabilities.map { .string($0) }),
            "notificationARNs": .array(notificationARNs.map { .string($0) }),
            "imports": .array(imports.map { .string($0) }),
            "disableRollback": .bool(disableRollback), "retainExceptOnCreate": .bool(retainExceptOnCreate),
        ]
        object["role"] = role.map { .string($0) }
        object["timeoutMinutes"] = timeoutMinutes.map { .number(String($0)) }
        object["changeSet"] = changeSet.map { .string($0) }
        return JSON.object(object).text
    }
}

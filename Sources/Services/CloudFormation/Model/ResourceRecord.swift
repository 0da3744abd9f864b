internal import Kernel
internal import Wire

/// A resource that a stack has made, with what is needed to change it or give it up.
struct ResourceRecord: Sendable, Equatable {
    var type: String
    var physicalID: String
    var attributes: [String: JSON]
    /// Properties after all functions.
    var properties: JSON
    /// The resources it was made after.
    var dependencies: [String]
    var deletionPolicy: RemovalPolicy
    var updateReplacePolicy: RemovalPolicy
    /// The stack's tags that were handed down.
    var tags: [String: String]

    var state: ResourceState { ResourceState(physicalID: physicalID, attributes: attributes) }

    /// As a row keeps it.
    var text: String {
        var attributes = JSONObject()
        for (name, value) in self.attributes.sorted(by: { $0.key < $1.key }) { attributes[name] = value }
        return JSON.object([
            "type": .string(type), "id": .string(physicalID), "attributes": .object(attributes),
            "properties": properties, "dependencies": .array(dependencies.map { .string($0) }),
            "deletionPolicy": .string(deletionPolicy.rawValue),
            "updateReplacePolicy": .string(updateReplacePolicy.rawValue), "tags": .object(texts: tags),
        ]).text
    }

    init(
        type: String, state: ResourceState, properties: JSON, dependencies: [String],
        declaration: ResourceDeclaration, tags: [String: String]
    ) {
        self.type = type
        physicalID = state.physicalID
        attributes = state.attributes
        self.properties = properties
        self.dependencies = dependencies
        deletionPolicy = declaration.deletionPolicy
        updateReplacePolicy = declaration.updateReplacePolicy
        self.tags = tags
    }

    init(text: String) throws(JSONError) {
        let json = try JSON(parsing: text)
        type = json["type"]?.string ?? ""
        physicalID = json["id"]?.string ?? ""
        attributes = [:]
        for member in json["attributes"]?.object?.members ?? [] { attributes[member.name] = member.value }
        properties = json["properties"] ?? [:]
        dependencies = (json["dependencies"]?.array ?? []).compactMap(\.string)
        deletionPolicy = json["deletionPolicy"]?.string.flatMap(RemovalPolicy.init(rawValue:)) ?? .delete
        updateReplacePolicy =
            json["updateReplacePolicy"]?.string.flatMap(RemovalPolicy.init(rawValue:)) ?? .delete
        tags = json["tags"]?.texts ?? [:]
    }
}

extension JSON {
    /// An object of texts, in the order of their names.
    static func object(texts: [String: String]) -> JSON {
        var object = JSONObject()
        for (name, value) in texts.sorted(by: { $0.key < $1.key }) { object[name] = .string(value) }
        return .object(object)
    }

    /// The members that are texts.
    var texts: [String: String] {
        var texts: [String: String] = [:]
        for member in object?.members ?? [] { texts[member.name] = member.value.string }
        return texts
    }

    /// The elements that are texts.
    var strings: [String] { (array ?? []).compactMap(\.string) }
}

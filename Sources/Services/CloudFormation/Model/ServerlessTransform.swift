internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// The transform `AWS::Serverless-2016-10-31`: short declarations become plain resource types.
///
/// It is a function of the template alone. What it does not know is refused by name.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html>
enum ServerlessTransform {
    static let name = "AWS::Serverless-2016-10-31"

    static func expanded(_ template: JSON) throws -> JSON {
        guard case .object(var object) = template else { return template }
        let globals = try ServerlessGlobals(object["Globals"])
        object["Globals"] = nil
        guard case .object(let declared)? = object["Resources"] else { return .object(object) }
        var expansion = ServerlessExpansion(conditions: Set(object["Conditions"]?.object?.names ?? []))
        for member in declared.members {
            let type = member.value["Type"]?.string ?? ""
            guard type.hasPrefix("AWS::Serverless::") else {
                if member.value["Connectors"] != nil { throw NotImplemented("Connectors of \(member.name)") }
                expansion.resources[member.name] = member.value
                continue
            }
            let properties = globals.merged(into: member.value["Properties"] ?? [:], of: type)
            let resource = ServerlessResource(
                name: member.name, declaration: member.value, properties: properties)
            try expansion.expand(resource, type)
        }
        try expansion.addImplicitAPI(globals: globals)
        try expansion.addNotifications()
        object["Resources"] = .object(expansion.resources)
        return expansion.renamed(.object(object))
    }
}

/// A resource of the transform's own types.
struct ServerlessResource {
    let name: String
    let declaration: JSON
    /// With the globals merged in.
    let properties: JSON

    private static let attributes = [
        "Condition", "DependsOn", "DeletionPolicy", "UpdateReplacePolicy", "Metadata",
    ]

    /// The logical id of the alias that a function gets; nil for a function without one.
    var aliasID: String? {
        properties["AutoPublishAlias"]?.string.map { alias in
            "\(name)Alias\(alias.filter { $0.isLetter || $0.isNumber })"
        }
    }

    /// A plain resource that stands for this one, with its attributes.
    func plain(_ type: String, _ properties: JSONObject) -> JSON {
        var object: JSONObject = ["Type": .string(type), "Properties": .object(properties)]
        for attribute in Self.attributes { object[attribute] = declaration[attribute] }
        return .object(object)
    }

    /// A plain resource that comes with this one.
    func companion(_ type: String, _ properties: JSONObject) -> JSON {
        var object: JSONObject = ["Type": .string(type), "Properties": .object(properties)]
        object["Condition"] = declaration["Condition"]
        return .object(object)
    }

    /// Throws for a property that would have no effect.
    func check(_ known: Set<String>, _ type: String) throws {
        for property in properties.object?.names ?? [] where !known.contains(property) {
            throw NotImplemented("The property \(property) of \(type) (\(name))")
        }
        if declaration["Connectors"] != nil { throw NotImplemented("Connectors of \(name)") }
    }

    /// Tags of the transform are a map; those of plain types a list.
    func tags(_ own: (String, String)? = nil) -> JSON {
        var list: [JSON] = []
        if let own { list.append(["Key": .string(own.0), "Value": .string(own.1)]) }
        for member in properties["Tags"]?.object?.members ?? [] {
            list.append(["Key": .string(member.name), "Value": member.value])
        }
        return .array(list)
    }
}

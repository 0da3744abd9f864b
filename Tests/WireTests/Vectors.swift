import SharedVectors

@testable import Wire

/// The published wire-protocol cases, read from beside the repository where they are present.
enum Vectors {
    static let files: [(name: String, wire: WireProtocol)] = [
        ("json", .awsJson1_1), ("json_1_0", .awsJson1_0), ("query", .awsQuery), ("rest-json", .restJson),
        ("rest-xml", .restXml), ("smithy-rpc-v2-cbor", .rpcv2Cbor),
        ("json_1_0-query-compatible", .awsJson1_0), ("smithy-rpc-v2-cbor-query-compatible", .rpcv2Cbor),
        ("smithy-rpc-v2-cbor-non-query-compatible", .rpcv2Cbor),
    ]

    struct Case: Sendable {
        let wire: WireProtocol
        let facts: JSON
        let model: VectorModel
        var id: String { facts["id"]?.string ?? "" }
    }

    static func cases(_ direction: String, _ file: String, _ wire: WireProtocol) throws -> [Case] {
        (try SharedVectors.document("protocols/\(direction)/\(file).json").array ?? []).flatMap { group in
            let model = VectorModel(group)
            return (group["cases"]?.array ?? []).map { Case(wire: wire, facts: $0, model: model) }
        }
    }
}

/// Builds schemas at test time from the model that a group of cases carries, as the generator does ahead.
final class VectorModel: Sendable {
    let facts: JSON

    init(_ facts: JSON) { self.facts = facts }

    func shape(_ name: String) -> JSON { facts["shapes"]?[name] ?? .null }

    func schema(_ reference: JSON?) -> Schema {
        guard let reference, let name = reference["shape"]?.string else { return Unit.schema }
        return structure(name, reference)
    }

    private func structure(_ name: String, _ reference: JSON? = nil) -> Schema {
        let shape = shape(name)
        let required = (shape["required"]?.array ?? []).compactMap(\.string)
        let members = (shape["members"]?.object?.members ?? []).map { entry in
            let isPayload = shape["payload"]?.string == entry.name
            return member(entry.name, entry.value, isPayload, isRequired: required.contains(entry.name))
        }
        let root = shape["locationName"]?.string ?? reference?["locationName"]?.string
        let space = namespace(reference?["xmlNamespace"] ?? shape["xmlNamespace"])
        return Schema(
            name, members, xmlRoot: root, xmlNamespace: space,
            isUnion: shape["union"]?.bool == true, isError: shape["exception"]?.bool == true)
    }

    private func namespace(_ facts: JSON?) -> XMLNamespace? {
        if let uri = facts?.string { return XMLNamespace(uri) }
        return facts?["uri"]?.string.map { XMLNamespace($0, prefix: facts?["prefix"]?.string) }
    }

    private func member(
        _ name: String, _ facts: JSON, _ isPayload: Bool = false, isRequired: Bool = false,
        isMember: Bool = true
    ) -> Member {
        let target = shape(facts["shape"]?.string ?? "")
        var traits: [Trait] = []
        let wire = facts["locationName"]?.string ?? (isMember ? nil : target["locationName"]?.string)
        switch facts["location"]?.string {
        case _ where isPayload:
            traits.append(.payload)
            if let wire, wire != name { traits.append(.named(wire)) }
        case "header": traits.append(.header(wire ?? name))
        case "headers": traits.append(.headers(prefix: wire ?? ""))
        case "uri": traits.append(.label(wire ?? name))
        case "querystring":
            traits.append(target["type"]?.string == "map" && wire == nil ? .queryMap : .query(wire ?? name))
        case "statusCode": traits.append(.status)
        default: if let wire { traits.append(.named(wire)) }
        }
        if let query = facts["queryName"]?.string { traits.append(.queryName(query)) }
        if facts["flattened"]?.bool == true || target["flattened"]?.bool == true { traits.append(.flattened) }
        if facts["xmlAttribute"]?.bool == true { traits.append(.attribute) }
        if facts["jsonvalue"]?.bool == true { traits.append(.jsonValue) }
        if facts["idempotencyToken"]?.bool == true { traits.append(.idempotencyToken) }
        if let space = namespace(facts["xmlNamespace"] ?? target["xmlNamespace"]) {
            traits.append(.namespace(space.uri, prefix: space.prefix))
        }
        let formats = ["iso8601": TimestampFormat.iso8601, "rfc822": .rfc822, "unixTimestamp": .epoch]
        if let format = (facts["timestampFormat"] ?? target["timestampFormat"])?.string.flatMap({
            formats[$0]
        }) {
            traits.append(.timestampFormat(format))
        }
        if isRequired { traits.append(.required) }
        return typed(name, facts, target, traits)
    }

    private func typed(_ name: String, _ facts: JSON, _ target: JSON, _ traits: [Trait]) -> Member {
        var traits = traits
        let type = target["type"]?.string ?? "string"
        switch type {
        case _ where target["document"]?.bool == true: return Member(name, .document, traits)
        case "structure":
            let shape = facts["shape"]?.string ?? ""
            traits.append(.structure { self.structure(shape) })
        case "list":
            traits.append(.element(member("member", target["member"] ?? .null, isMember: false)))
        case "map":
            traits.append(.key(member("key", target["key"] ?? .null, isMember: false)))
            traits.append(.element(member("value", target["value"] ?? .null, isMember: false)))
        case "blob" where facts["streaming"]?.bool == true || target["streaming"]?.bool == true:
            return Member(name, .stream, traits)
        default: break
        }
        let kinds: [String: Member.Kind] = [
            "string": .string, "byte": .byte, "short": .short, "integer": .integer, "long": .long,
            "float": .float,
            "double": .double, "boolean": .boolean, "blob": .blob, "timestamp": .timestamp, "list": .list,
            "map": .map, "structure": .structure, "character": .string,
        ]
        return Member(name, kinds[type] ?? .string, traits)
    }

    /// The operation of a case, and the service it belongs to.
    func operation(_ given: JSON?, _ wire: WireProtocol) -> OperationModel {
        let input = schema(given?["input"])
        let output = schema(given?["output"])
        let name = given?["name"]?.string ?? ""
        let wrapper =
            given?["output"]?["resultWrapper"]?.string
            ?? (given?["output"] != nil ? name + "Result" : nil)
        return OperationModel(
            name, given?["http"]?["method"]?.string ?? "POST",
            URIPattern(given?["http"]?["requestUri"]?.string ?? "/"),
            status: given?["http"]?["responseCode"]?.integer ?? 200, iamAction: "", input: { input },
            output: { output }, resultWrapper: wrapper)
    }

    func service(_ wire: WireProtocol) -> ServiceModel {
        let metadata = facts["metadata"]
        return ServiceModel(
            name: metadata?["endpointPrefix"]?.string ?? "vector", signingName: "vector", iamPrefix: "vector",
            serviceID: "Vector", apiVersion: metadata?["apiVersion"]?.string ?? "",
            targetPrefix: metadata?["targetPrefix"]?.string ?? "", protocols: [wire],
            xmlNamespace: namespace(metadata?["xmlNamespace"])?.uri ?? "",
            validation: .listed(code: "ValidationException"))
    }
}

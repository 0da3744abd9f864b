internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

/// What carries tags, by its ARN, such as `arn:aws:apigateway:eu-central-1::/restapis/a1b2/stages/prod`.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-tagging-supported-resources.html>
enum TaggedEntity {
    case api(String)
    case stage(String, api: String)
    case key(String)
    case plan(String)

    static let tagsMax = 50
    static let keyLengthMax = 128
    static let valueLengthMax = 256

    /// - Throws: `BadRequestException` for another ARN; `NotImplemented` for what cannot be made here.
    init(_ text: String, _ call: Kernel.Call) throws {
        guard let arn = ARN(text), arn.service == "apigateway", arn.region == call.region else {
            throw BadRequestException("Invalid resource ARN: \(text)")
        }
        let path = arn.resource.split(separator: "/").map(String.init)
        switch (path.first, path.count) {
        case ("restapis", 2): self = .api(path[1])
        case ("restapis", 4) where path[2] == "stages": self = .stage(path[3], api: path[1])
        case ("apikeys", 2): self = .key(path[1])
        case ("usageplans", 2): self = .plan(path[1])
        case ("clientcertificates", 2), ("domainnames", 2), ("vpclinks", 2):
            throw NotImplemented("Tags of \(path[0])")
        default: throw BadRequestException("Invalid resource ARN: \(text)")
        }
    }

    func tags(_ call: Kernel.Call, in tx: borrowing Transaction) throws -> [String: String] {
        switch self {
        case .api(let id): try Lookup.api(id, call, in: tx).tags ?? [:]
        case .stage(let name, let api): try Lookup.stage(name, of: api, call, in: tx).tags ?? [:]
        case .key(let id): try Lookup.key(id, call, in: tx).tags ?? [:]
        case .plan(let id): try Lookup.plan(id, call, in: tx).tags ?? [:]
        }
    }

    /// Replaces all tags.
    func set(_ tags: [String: String], _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        switch self {
        case .api(let id):
            var api = try Lookup.api(id, call, in: tx)
            api.tags = tags
            try Entities.put(api, .api, id: id, call.scope, in: tx)
        case .stage(let name, let api):
            var stage = try Lookup.stage(name, of: api, call, in: tx)
            stage.tags = tags
            try Entities.put(stage, .stage, parent: api, id: name, call.scope, in: tx)
        case .key(let id):
            var key = try Lookup.key(id, call, in: tx)
            key.tags = tags
            try Entities.put(key, .key, id: id, call.scope, in: tx)
        case .plan(let id):
            var plan = try Lookup.plan(id, call, in: tx)
            plan.tags = tags
            try Entities.put(plan, .plan, id: id, call.scope, in: tx)
        }
    }

    static func check(_ tags: [String: String]) throws(BadRequestException) {
        guard tags.count <= tagsMax else {
            throw BadRequestException("A resource has at most \(tagsMax) tags.")
        }
        for (key, value) in tags {
            guard (1...keyLengthMax).contains(key.count), value.count <= valueLengthMax else {
                throw BadRequestException(
                    "A tag has a key of 1 to \(keyLengthMax) and a value of up to \(valueLengthMax) characters."
                )
            }
            guard !key.lowercased().hasPrefix("aws:") else {
                throw BadRequestException("aws: prefixed tag key names are not allowed for external use.")
            }
        }
    }
}

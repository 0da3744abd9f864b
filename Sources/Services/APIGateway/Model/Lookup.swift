internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

/// Finds what an operation names, or throws AWS's error.
enum Lookup {
    static func api(_ id: String, _ call: Kernel.Call, in tx: borrowing Transaction) throws -> RestApi {
        guard let found = try Entities.find(RestApi.self, .api, id: id, call.scope, in: tx) else {
            throw NotFoundException("Invalid API identifier specified \(call.account):\(id)")
        }
        return found
    }

    static func resource(
        _ id: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Resource {
        _ = try Self.api(api, call, in: tx)
        let found = try Entities.find(Resource.self, .resource, parent: api, id: id, call.scope, in: tx)
        guard let found else { throw NotFoundException("Invalid Resource identifier specified") }
        return found
    }

    static func method(
        _ name: String, _ resource: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> (Resource, Method) {
        // An API that is not there has no such resource: AWS says no more.
        let (resource, found) = try MethodPlace(api, resource, name).find(call, in: tx)
        guard let method = found else { throw NotFoundException("Invalid Method identifier specified") }
        return (resource, method)
    }

    static func deployment(
        _ id: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Deployment {
        _ = try Self.api(api, call, in: tx)
        let found = try Entities.find(Deployment.self, .deployment, parent: api, id: id, call.scope, in: tx)
        guard let found else { throw NotFoundException("Invalid Deployment identifier specified") }
        return found
    }

    static func stage(
        _ name: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Stage {
        _ = try Self.api(api, call, in: tx)
        let found = try Entities.find(Stage.self, .stage, parent: api, id: name, call.scope, in: tx)
        guard let found else { throw NotFoundException("Invalid stage identifier specified") }
        return found
    }

    static func key(_ id: String, _ call: Kernel.Call, in tx: borrowing Transaction) throws -> ApiKey {
        guard let found = try Entities.find(ApiKey.self, .key, id: id, call.scope, in: tx) else {
            throw NotFoundException("Invalid API Key identifier specified")
        }
        return found
    }

    static func plan(_ id: String, _ call: Kernel.Call, in tx: borrowing Transaction) throws -> UsagePlan {
        guard let found = try Entities.find(UsagePlan.self, .plan, id: id, call.scope, in: tx) else {
            throw NotFoundException("Invalid Usage Plan ID specified")
        }
        return found
    }

    static func model(
        _ name: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Model {
        _ = try Self.api(api, call, in: tx)
        guard let found = try Entities.find(Model.self, .model, parent: api, id: name, call.scope, in: tx)
        else { throw NotFoundException("Invalid model name specified: \(name)") }
        return found
    }

    static func validator(
        _ id: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> RequestValidator {
        let found = try Entities.find(
            RequestValidator.self, .validator, parent: api, id: id, call.scope, in: tx)
        guard let found else { throw NotFoundException("Invalid Request Validator identifier specified") }
        return found
    }

    static func authorizer(
        _ id: String, of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Authorizer {
        _ = try Self.api(api, call, in: tx)
        let found = try Entities.find(Authorizer.self, .authorizer, parent: api, id: id, call.scope, in: tx)
        guard let found else { throw NotFoundException("Invalid Authorizer identifier specified") }
        return found
    }

    /// What an API says of its own about the answers of the gateway, by their kinds.
    static func responses(
        of api: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> [String: GatewayResponse] {
        _ = try Self.api(api, call, in: tx)
        let found = try Entities.list(
            GatewayResponse.self, .gatewayResponse, parent: api, limit: Snapshot.entriesMax, call.scope,
            in: tx)
        var responses: [String: GatewayResponse] = [:]
        for response in found { responses[response.responseType ?? ""] = response }
        return responses
    }
}

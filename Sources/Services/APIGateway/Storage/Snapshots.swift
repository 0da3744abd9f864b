internal import APIGatewayInterface
internal import Kernel
internal import Store
internal import Wire

/// What an API was when it was deployed: besides its resources what they refer to.
struct Snapshot: Sendable {
    var resources: [Resource] = []
    var models: [Model] = []
    var validators: [RequestValidator] = []
    var responses: [GatewayResponse] = []
    var authorizers: [Authorizer] = []

    /// Entries of one kind that an API may have.
    static let entriesMax = 300

    /// The API as it is now.
    init(of api: String, _ scope: Scope, in tx: borrowing Transaction) throws {
        resources = try ResourceTree(api: api, scope: scope).all(in: tx)
        models = try Entities.list(Model.self, .model, parent: api, limit: Self.entriesMax, scope, in: tx)
        validators = try Entities.list(
            RequestValidator.self, .validator, parent: api, limit: Self.entriesMax, scope, in: tx)
        responses = try Entities.list(
            GatewayResponse.self, .gatewayResponse, parent: api, limit: Self.entriesMax, scope, in: tx)
        authorizers = try Entities.list(
            Authorizer.self, .authorizer, parent: api, limit: Self.entriesMax, scope, in: tx)
    }

    /// The API as a deployment keeps it; nil where there is none.
    init?(
        deployment: String, of api: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        func part<S: Shape>(_ type: S.Type, _ name: String, _ tx: borrowing Transaction) throws -> S? {
            try Entities.find(type, .snapshot, parent: api, id: deployment + name, scope, in: tx)
        }
        guard let resources = try part(GetResourcesOutput.self, "", tx) else { return nil }
        self.resources = resources.items ?? []
        models = try part(GetModelsOutput.self, "/models", tx)?.items ?? []
        validators = try part(GetRequestValidatorsOutput.self, "/validators", tx)?.items ?? []
        responses = try part(GetGatewayResponsesOutput.self, "/responses", tx)?.items ?? []
        authorizers = try part(GetAuthorizersOutput.self, "/authorizers", tx)?.items ?? []
    }

    func write(
        deployment: String, of api: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        func put(_ part: some Shape, _ name: String, _ tx: borrowing Transaction) throws {
            try Entities.put(part, .snapshot, parent: api, id: deployment + name, scope, in: tx)
        }
        try put(GetResourcesOutput(items: resources), "", tx)
        if !models.isEmpty { try put(GetModelsOutput(items: models), "/models", tx) }
        if !validators.isEmpty { try put(GetRequestValidatorsOutput(items: validators), "/validators", tx) }
        if !responses.isEmpty { try put(GetGatewayResponsesOutput(items: responses), "/responses", tx) }
        if !authorizers.isEmpty { try put(GetAuthorizersOutput(items: authorizers), "/authorizers", tx) }
    }

    static func remove(
        deployment: String, of api: String, _ scope: Scope, in tx: borrowing Transaction
    ) throws {
        for part in ["", "/models", "/validators", "/responses", "/authorizers"] {
            try Entities.remove(.snapshot, parent: api, id: deployment + part, scope, in: tx)
        }
    }
}

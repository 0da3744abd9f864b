internal import JSONSchema
internal import Kernel
internal import SchemasInterface
internal import Store
internal import Wire

/// Checking an event, which AWS's interface has no operation for.
extension Schemas {
    static let validationPath = "/_schemas/validate"
    /// Bytes of a request, the event included.
    static let validationSizeMax = 2 << 20

    var routes: [Route] {
        [
            Route(.path(prefix: Self.validationPath)) { request, kernel in
                do {
                    return try await validate(request, kernel)
                } catch let failure as any Failure {
                    return Self.answer(
                        ["code": .string(failure.code), "message": .string(failure.message)],
                        status: failure.status)
                }
            }
        ]
    }

    /// Takes `registry`, `schema`, `version`, `component` (the last two may be left out) and `event`; answers
    /// whether the event is valid, and its violations with their places in the event. Who asks must be
    /// permitted to describe the schema.
    private func validate(_ request: RouteRequest, _ kernel: Kernel) async throws -> ResponseParts {
        guard request.method == "POST", request.path == Self.validationPath else {
            return Self.answer(
                ["message": .string("POST \(Self.validationPath) is all there is.")], status: 405)
        }
        guard request.parts.body.count <= Self.validationSizeMax else {
            throw Refusals.invalid("A request has at most \(Self.validationSizeMax) bytes.")
        }
        let question = try Self.question(request.parts.body)
        let call = try await self.call(request, kernel)
        let arn = StoredRegistry.arn(of: question.schema, in: question.registry, call.scope)
        try await kernel.authorise(call, action: "schemas:DescribeSchema", resource: arn)
        let version = try await bound(question.registry, question.schema, question.version, call)
        let content = try SchemaContent(version.content, type: version.type)
        if let component = question.component, !content.components.contains(component) {
            throw Refusals.missing("Schema \(question.schema) has no component \(component).")
        }
        let violations = try content.compiled(question.component).violations(in: question.event)
        return Self.answer(
            [
                "valid": .bool(violations.isEmpty), "schema": .string(arn.description),
                "version": .string(String(version.number)),
                "violations": .array(
                    violations.map {
                        [
                            "path": .string($0.path), "keyword": .string($0.keyword),
                            "message": .string($0.reason),
                        ]
                    }),
            ], status: 200)
    }

    private struct Question {
        let registry: String
        let schema: String
        let version: String?
        let component: String?
        let event: JSON
    }

    private static func question(_ body: [UInt8]) throws -> Question {
        let wish: JSON
        do {
            wish = try JSON(parsing: body)
        } catch {
            throw Refusals.invalid("The request is not JSON: \(error.reason) at offset \(error.offset).")
        }
        guard let registry = wish["registry"]?.string, let schema = wish["schema"]?.string,
            let event = wish["event"]
        else { throw Refusals.invalid("registry, schema and event must be given.") }
        return Question(
            registry: registry, schema: schema, version: wish["version"]?.string,
            component: wish["component"]?.string, event: event)
    }

    private func call(_ request: RouteRequest, _ kernel: Kernel) async throws -> Call {
        let principal = try await request.identify("schemas")
        if principal == nil, kernel.settings.authentication == .enforce {
            throw Refusals.forbidden("The request is not signed.")
        }
        let region = Self.region(request) ?? kernel.settings.defaultRegion
        let account = principal?.account ?? kernel.settings.defaultAccount
        let scope = try await kernel.scopes.scope(account: account, region: region)
        return Call(
            kernel: kernel, scope: scope, principal: principal ?? .root(account), operation: "Validate",
            requestID: request.requestID, endpoint: request.endpoint, sourceIP: request.sourceIP)
    }

    /// The region for which a request is signed.
    private static func region(_ request: RouteRequest) -> String? {
        guard let header = request.header("authorization"),
            let credential = header.split(separator: "Credential=").dropFirst().first
        else { return nil }
        let scope = credential.split(separator: ",")[0].split(separator: "/")
        return scope.count >= 5 ? String(scope[2]) : nil
    }

    private static func answer(_ body: JSON, status: Int) -> ResponseParts {
        var parts = ResponseParts(status: status)
        parts.headers = [("Content-Type", "application/json")]
        parts.body = body.utf8
        return parts
    }
}

internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// Calls an operation of another service in the name of the integration's role.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/getting-started-aws-proxy.html>
struct ServiceIntegration: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint
    let uri: ServiceURI
    let kernel: Kernel

    /// An operation as a request names it, with its input.
    private struct Named {
        let operation: String
        let wireProtocol: WireProtocol
        let body: [UInt8]
    }

    func send(_ mapped: MappedRequest) async throws -> IntegrationReply {
        guard let service = kernel.service(uri.service) else {
            throw Refusal.misconfigured("there is no service \(uri.service)")
        }
        let named = try name(mapped, service)
        guard let action = service.actions[named.operation] else {
            throw Refusal.misconfigured("\(uri.service) has no operation \(named.operation)")
        }
        let call = try await call(named.operation)
        do {
            let ready: ReadyCall
            do throws(WireError) {
                ready = try action.prepare(RequestParts(body: named.body), named.wireProtocol)
            } catch {
                throw service.model.failure(for: error, named.wireProtocol, operation: action.operation)
            }
            try await kernel.authorise(action, ready, call)
            let output = try await ready.run(call)
            return try reply(output, action, service, named.wireProtocol)
        } catch let failure as any Failure {
            return self.reply(failure, service, named.wireProtocol)
        }
    }

    private func call(_ operation: String) async throws -> Kernel.Call {
        let stage = exchange.stage.scope
        let scope = try await kernel.scopes.scope(account: stage.account, region: uri.region)
        let principal = try await RoleSession.principal(
            exchange.filled(endpoint.integration.credentials ?? ""), kernel)
        return Kernel.Call(
            kernel: kernel, scope: scope, principal: principal, operation: operation,
            requestID: exchange.request.requestID, trace: exchange.traceID,
            endpoint: exchange.request.endpoint, sourceIP: exchange.request.sourceIP)
    }

    // MARK: The request

    private func name(_ mapped: MappedRequest, _ service: RegisteredService) throws -> Named {
        let type = mapped.headers.first { $0.name.lowercased() == "content-type" }?.value
        let target = mapped.headers.first { $0.name.lowercased() == "x-amz-target" }?.value
        let json = service.model.protocols.first { $0 == .awsJson1_0 || $0 == .awsJson1_1 }
        let hasQuery = service.model.protocols.contains(.awsQuery)
        let isForm = MediaType.bare(type) == "application/x-www-form-urlencoded"
        if let target, let json, !isForm {
            return Named(
                operation: String(target.split(separator: ".").last ?? ""), wireProtocol: json,
                body: mapped.body)
        }
        if case .action(let operation) = uri.target, let json, !isForm, !hasQuery || mapped.query.isEmpty {
            return Named(operation: operation, wireProtocol: json, body: mapped.body)
        }
        guard hasQuery else {
            throw Refusal.misconfigured("\(uri.service) is not called by \(endpoint.integration.uri ?? "")")
        }
        return try form(mapped, isForm)
    }

    private func form(_ mapped: MappedRequest, _ isForm: Bool) throws -> Named {
        var fields = mapped.query
        if isForm {
            fields += PercentCoding.parameters(of: String(decoding: mapped.body, as: UTF8.self)) ?? []
        }
        var operation = fields.last { $0.name == "Action" }?.value
        if case .action(let name) = uri.target { operation = name }
        guard let operation else { throw Refusal.misconfigured("the request names no action") }
        if case .path(let path) = uri.target, uri.service == "sqs", path.utf8.count > 1,
            !fields.contains(where: { $0.name == "QueueUrl" })
        {
            var path = exchange.filled(path)
            for (name, value) in mapped.path { path = path.replacing("{\(name)}", with: value) }
            fields.append(("QueueUrl", exchange.request.endpoint + path))
        }
        let text = fields.filter { $0.name != "Action" && $0.name != "Version" }.map {
            "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))"
        }
        let body = (["Action=\(operation)"] + text).joined(separator: "&")
        return Named(operation: operation, wireProtocol: .awsQuery, body: Array(body.utf8))
    }

    // MARK: The answer

    private func reply(
        _ output: any Shape, _ action: RegisteredAction, _ service: RegisteredService,
        _ wireProtocol: WireProtocol
    ) throws -> IntegrationReply {
        guard wireProtocol == .awsQuery else {
            let parts = wireProtocol.encode(
                output, for: action.operation, of: service.model, requestID: exchange.request.requestID)
            return IntegrationReply(status: parts.status, headers: parts.headers, body: parts.body)
        }
        // Services of this protocol answer the gateway in JSON.
        let name = action.operation.name
        let result = try JSON(parsing: output.json())
        var inner = JSONObject()
        inner["ResponseMetadata"] = ["RequestId": .string(exchange.request.requestID)]
        if result.object?.isEmpty == false { inner["\(name)Result"] = result }
        var outer = JSONObject()
        outer["\(name)Response"] = .object(inner)
        return IntegrationReply(
            status: 200, headers: [("Content-Type", MediaType.json)], body: JSON.object(outer).utf8)
    }

    private func reply(
        _ failure: any Failure, _ service: RegisteredService, _ wireProtocol: WireProtocol
    ) -> IntegrationReply {
        guard wireProtocol == .awsQuery else {
            let parts = wireProtocol.encode(
                failure: failure, of: service.model, requestID: exchange.request.requestID)
            return IntegrationReply(status: parts.status, headers: parts.headers, body: parts.body)
        }
        let body: JSON = [
            "Error": [
                "Code": .string(failure.code), "Message": .string(failure.message),
                "Type": failure.status < 500 ? "Sender" : "Receiver",
            ],
            "RequestId": .string(exchange.request.requestID),
        ]
        return IntegrationReply(
            status: failure.status, headers: [("Content-Type", MediaType.json)], body: body.utf8)
    }
}

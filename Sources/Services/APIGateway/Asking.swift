internal import Kernel
internal import Store
internal import Wire

extension APIGateway {
    /// Calls a method of a deployed API for a rule, in the role of the target where the method asks for one.
    ///
    /// The ARN names API, stage, method and path; each `*` of the path stands for one of the parameters
    /// `PathParameterValues`. `HeaderParameters` and `QueryStringParameters` come as parameters too.
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-gateway-target.html>
    func ask(_ delivery: Delivery, _ call: Call) async throws -> [UInt8] {
        let parts = delivery.arn?.resource.split(separator: "/").map(String.init) ?? []
        guard delivery.action == "execute-api:Invoke", parts.count >= 3 else {
            throw DeliveryFailure.permanent(
                code: "INVALID_PARAMETER", message: "\(delivery.target) is no method of a deployed API.")
        }
        var values = (delivery.parameters["PathParameterValues"]?.array ?? []).compactMap(\.string)[...]
        let path = parts.dropFirst(3).map { part in
            part == "*" ? values.popFirst().map { PercentCoding.encoded($0) } ?? part : part
        }
        let caller = try await caller(delivery, call)
        let request = RouteRequest(
            method: parts[2],
            path: "/restapis/\(parts[0])/\(parts[1])/_user_request_/" + path.joined(separator: "/"),
            host: "", parts: Self.parts(of: delivery), endpoint: call.endpoint, sourceIP: call.sourceIP,
            requestID: call.requestID, identify: { _ in caller })
        let answer = await Serving(service: self).answer(request)
        guard !(200..<300).contains(answer.status) else { return answer.body }
        let message = "The method answered \(answer.status)."
        guard answer.status >= 500 || answer.status == 429 else {
            throw DeliveryFailure.permanent(code: "HTTP_\(answer.status)", message: message)
        }
        throw DeliveryFailure.transient(code: "HTTP_\(answer.status)", message: message)
    }

    private func caller(_ delivery: Delivery, _ call: Call) async throws -> Principal? {
        guard let role = delivery.role else { return nil }
        let source = ARN(delivery.source)
        let service = "\(source?.service ?? "events").amazonaws.com"
        return try await call.read { [kernel] tx in
            try kernel.actor(
                in: role, session: delivery.id, service: service, for: source, call.scope, at: call.now,
                in: tx)
        }
    }

    private static func parts(of delivery: Delivery) -> RequestParts {
        func texts(_ name: String) -> [(name: String, value: String)] {
            (delivery.parameters[name]?.object?.members ?? []).compactMap { member in
                member.value.string.map { (name: member.name, value: $0) }
            }
        }
        let query = texts("QueryStringParameters").map {
            "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))"
        }
        var headers = [(name: "Content-Type", value: "application/json; charset=utf-8")]
        for header in texts("HeaderParameters") {
            headers.removeAll { $0.name.lowercased() == header.name.lowercased() }
            headers.append(header)
        }
        return RequestParts(
            query: query.joined(separator: "&"), headers: headers, body: delivery.payload)
    }
}

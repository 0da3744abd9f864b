internal import APIGatewayInterface
internal import Kernel
internal import Velocity
internal import Wire

/// A gateway's own answer in the words of the API.
struct GatewayAnswer: Sendable {
    let refusal: Refusal
    let exchange: Exchange

    func parts() throws(VelocityError) -> ResponseParts {
        let id = exchange.request.requestID
        guard let kind = refusal.type, let response = exchange.stage.response(kind) else {
            return refusal.parts(requestID: id)
        }
        var sources = MappingSources(exchange)
        sources.context["error"] = .object(error(kind))
        var headers: [(name: String, value: String)] = [("x-amzn-RequestId", id)]
        headers.append(("x-amzn-ErrorType", refusal.errorType))
        let (type, template) = chosen(response.templates)
        headers.append(("Content-Type", type))
        for (name, expression) in response.parameters {
            guard let value = sources.value(of: expression),
                !value.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 })
            else { continue }
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            headers.append((name, value))
        }
        let body = try template.map { template throws(VelocityError) in try sources.render(template) } ?? ""
        return ResponseParts(
            status: response.status ?? refusal.status, headers: headers, body: Array(body.utf8))
    }

    /// `$context.error`.
    func error(_ kind: String) -> JSONObject {
        let quoted = refusal.message.isEmpty ? "null" : JSON.string(refusal.message).text
        return [
            "message": .string(refusal.message), "messageString": .string(quoted),
            "responseType": .string(kind),
            "validationErrorString": refusal.validation.map { .string($0) } ?? .null,
        ]
    }

    private func chosen(_ templates: [String: VelocityTemplate]) -> (
        type: String, template: VelocityTemplate?
    ) {
        let accepted = (exchange.request.header("accept") ?? "").split(separator: ",").map {
            MediaType.bare(String($0))
        }
        for type in accepted + [MediaType.json] {
            if let template = MediaType.choose(templates, for: type) { return (type, template) }
        }
        let first = templates.min { $0.key < $1.key }
        return (first?.key ?? MediaType.json, first?.value)
    }
}

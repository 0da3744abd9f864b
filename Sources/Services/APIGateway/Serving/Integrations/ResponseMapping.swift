internal import Kernel
internal import Velocity
internal import Wire

/// Makes the answer to a caller out of a backend's.
struct ResponseMapping: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint

    func parts(_ reply: IntegrationReply) throws -> ResponseParts {
        guard let response = endpoint.response(for: reply) else {
            throw Refusal.misconfigured("no response for the status \(reply.status)")
        }
        var sources = MappingSources(exchange, reply: reply)
        var headers: [(name: String, value: String)] = []
        for (name, expression) in response.parameters {
            if let value = sources.value(of: expression) { set(name, value, &headers) }
        }
        var body = reply.body
        var type = MediaType.json
        if let (mediaType, template) = choose(response.templates) {
            do throws(VelocityError) {
                body = Array(try sources.render(template).utf8)
            } catch {
                throw Refusal.misconfigured("response template: \(error.text)")
            }
            type = mediaType
        }
        let override = sources.context["responseOverride"]
        for member in override?["header"]?.object?.members ?? [] {
            set(member.name, VelocityValue.data(member.value).text, &headers)
        }
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append(("Content-Type", type))
        }
        headers.append(("x-amzn-RequestId", exchange.request.requestID))
        let status = override?["status"].flatMap { Int(VelocityValue.data($0).text) } ?? Int(response.status)
        guard let status, (100...599).contains(status) else {
            throw Refusal.misconfigured("the status \(response.status)")
        }
        return ResponseParts(status: status, headers: headers, body: body)
    }

    /// The template for what the caller accepts, or the usual one.
    private func choose(
        _ templates: [String: VelocityTemplate]
    ) -> (type: String, template: VelocityTemplate)? {
        let accepted = (exchange.request.header("accept") ?? "").split(separator: ",").map {
            MediaType.bare(String($0))
        }
        for type in accepted + [MediaType.json] {
            if let found = templates.first(where: { MediaType.bare($0.key) == type }) {
                return (found.key, found.value)
            }
        }
        return templates.min { $0.key < $1.key }.map { ($0.key, $0.value) }
    }

    private func set(_ name: String, _ value: String, _ headers: inout [(name: String, value: String)]) {
        guard !value.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else { return }
        headers.removeAll { $0.name.lowercased() == name.lowercased() }
        headers.append((name, value))
    }
}

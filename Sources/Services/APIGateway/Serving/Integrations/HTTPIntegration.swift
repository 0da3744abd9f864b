internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// Sends requests on to endpoints of the web.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/setup-http-integrations.html>
struct HTTPIntegration: Sendable {
    /// What concerns one connection alone, and what is set anew.
    private static let ownHeaders: Set<String> = [
        "host", "connection", "content-length", "transfer-encoding", "keep-alive", "te", "trailer", "upgrade",
        "proxy-authorization", "proxy-authenticate", "expect", "content-encoding",
    ]

    let exchange: Exchange
    let endpoint: Endpoint
    let kernel: Kernel
    let isProxy: Bool

    func send(_ mapped: MappedRequest) async throws -> IntegrationReply {
        var headers: [(name: String, value: String)] = []
        var query = mapped.query
        if isProxy {
            headers = exchange.request.parts.headers.filter {
                !Self.ownHeaders.contains($0.name.lowercased())
            }
            query =
                exchange.query.filter { given in !mapped.query.contains { $0.name == given.name } } + query
            headers.append(("X-Forwarded-For", exchange.request.sourceIP))
        } else {
            headers = [
                ("Content-Type", exchange.request.header("content-type") ?? MediaType.json),
                ("Accept", exchange.request.header("accept") ?? MediaType.json),
                ("User-Agent", "AmazonAPIGateway_\(exchange.target.api)"),
            ]
        }
        headers.removeAll { header in
            mapped.headers.contains { $0.name.lowercased() == header.name.lowercased() }
        }
        headers += mapped.headers + [("x-amzn-apigateway-api-id", exchange.target.api)]
        if !headers.contains(where: { $0.name.lowercased() == "x-amzn-trace-id" }) {
            headers.append(("X-Amzn-Trace-Id", exchange.traceID))
        }
        let method = endpoint.integration.httpMethod ?? exchange.request.method
        let hasBody = !["GET", "HEAD"].contains(method) || !mapped.body.isEmpty
        let response = try await kernel.outside.http.send(
            OutboundRequest(
                method: method == "ANY" ? exchange.request.method : method, url: url(mapped, query),
                headers: headers, body: hasBody ? mapped.body : [], timeout: endpoint.timeout,
                answerSizeMax: Serving.bodySizeMax))
        return IntegrationReply(
            status: response.status,
            headers: response.headers.filter { !Self.ownHeaders.contains($0.name.lowercased()) },
            body: response.body)
    }

    /// The endpoint with stage variables and path parameters filled in.
    private func url(_ mapped: MappedRequest, _ query: [(name: String, value: String)]) -> String {
        var url = exchange.filled(endpoint.integration.uri ?? "")
        for (name, value) in mapped.path {
            let spelled = PercentCoding.encoded(value, keepsSlashes: true)
            url = url.replacing("{\(name)}", with: spelled).replacing("{\(name)+}", with: spelled)
        }
        guard !query.isEmpty else { return url }
        let text = query.map {
            "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))"
        }.joined(separator: "&")
        return url + (url.contains("?") ? "&" : "?") + text
    }
}

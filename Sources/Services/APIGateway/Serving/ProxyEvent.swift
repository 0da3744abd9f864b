internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// The event that a proxy integration hands to its function, format 1.0.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
enum ProxyEvent {
    static func json(_ exchange: Exchange) -> JSON {
        let request = exchange.request
        let body = request.parts.body
        let isBinary = exchange.isBinary
        let text: JSON =
            body.isEmpty
            ? .null : .string(isBinary ? Base64.encoded(body) : String(decoding: body, as: UTF8.self))
        var headers = request.parts.headers
        headers.append((name: "X-Amzn-Trace-Id", value: exchange.traceID))
        headers.append((name: "X-Forwarded-For", value: request.sourceIP))
        let query = exchange.query
        return [
            "resource": .string(exchange.endpoint?.resource.path ?? "/"), "path": .string(exchange.location),
            "httpMethod": .string(request.method), "headers": single(headers),
            "multiValueHeaders": multiple(headers), "queryStringParameters": single(query),
            "multiValueQueryStringParameters": multiple(query),
            "pathParameters": texts(exchange.parameters), "stageVariables": texts(exchange.variables),
            "requestContext": .object(exchange.context), "body": text,
            "isBase64Encoded": .bool(isBinary && !body.isEmpty),
        ]
    }

    /// Of repeated names the last value; null when there is nothing.
    static func single(_ fields: [(name: String, value: String)]) -> JSON {
        var object = JSONObject()
        for field in fields { object[field.name] = .string(field.value) }
        return object.isEmpty ? .null : .object(object)
    }

    static func multiple(_ fields: [(name: String, value: String)]) -> JSON {
        var object = JSONObject()
        for field in fields {
            object[field.name] = .array((object[field.name]?.array ?? []) + [.string(field.value)])
        }
        return object.isEmpty ? .null : .object(object)
    }

    static func texts(_ values: [String: String]) -> JSON {
        values.isEmpty
            ? .null : single(values.sorted { $0.key < $1.key }.map { (name: $0.key, value: $0.value) })
    }
}

/// Times as access logs spell them: `09/Apr/2015:12:34:56 +0000`.
enum RequestTime {
    static func text(_ now: Instant) -> String {
        // `Thu, 09 Apr 2015 12:34:56 GMT` holds the same parts.
        let parts = now.timestamp.text(.rfc822).split(separator: " ")
        guard parts.count == 6 else { return "" }
        return "\(parts[1])/\(parts[2])/\(parts[3]):\(parts[4]) +0000"
    }
}

internal import APIGatewayInterface
internal import Kernel
internal import Wire

/// The event that a proxy integration hands to its function, format 1.0.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
struct ProxyEvent: Sendable {
    let json: JSON
    let traceID: String

    init(
        request: RouteRequest, stage: LiveStage, endpoint: LiveStage.Endpoint, path: [String],
        parameters: [String: String], key: (id: String, value: String)?, now: Instant
    ) {
        traceID = request.header("x-amzn-trace-id") ?? Trace.root(of: request.requestID, at: now)
        let location = "/" + path.joined(separator: "/")
        let query = PercentCoding.parameters(of: request.parts.query) ?? []
        let isBinary = Self.isBinary(request.header("content-type"), stage.api.binaryMediaTypes ?? [])
        let body = request.parts.body
        let text: JSON =
            body.isEmpty
            ? .null : .string(isBinary ? Base64.encoded(body) : String(decoding: body, as: UTF8.self))
        var headers = request.parts.headers
        headers.append((name: "X-Amzn-Trace-Id", value: traceID))
        headers.append((name: "X-Forwarded-For", value: request.sourceIP))
        json = [
            "resource": .string(endpoint.resource.path ?? "/"), "path": .string(location),
            "httpMethod": .string(request.method), "headers": Self.single(headers),
            "multiValueHeaders": Self.multiple(headers), "queryStringParameters": Self.single(query),
            "multiValueQueryStringParameters": Self.multiple(query),
            "pathParameters": Self.texts(parameters),
            "stageVariables": Self.texts(stage.stage.variables ?? [:]),
            "requestContext": Self.context(
                request, stage: stage, endpoint: endpoint, location: location, key: key, now: now),
            "body": text, "isBase64Encoded": .bool(isBinary && !body.isEmpty),
        ]
    }

    private static func context(
        _ request: RouteRequest, stage: LiveStage, endpoint: LiveStage.Endpoint, location: String,
        key: (id: String, value: String)?, now: Instant
    ) -> JSON {
        var identity: JSONObject = [
            "cognitoIdentityPoolId": nil, "accountId": nil, "cognitoIdentityId": nil, "caller": nil,
            "sourceIp": .string(request.sourceIP), "principalOrgId": nil, "accessKey": nil,
            "cognitoAuthenticationType": nil, "cognitoAuthenticationProvider": nil, "userArn": nil,
            "userAgent": request.header("user-agent").map { .string($0) } ?? .null, "user": nil,
        ]
        if let key {
            identity["apiKey"] = .string(key.value)
            identity["apiKeyId"] = .string(key.id)
        }
        let name = stage.stage.stageName ?? ""
        return [
            "resourceId": .string(endpoint.resource.id ?? ""),
            "resourcePath": .string(endpoint.resource.path ?? "/"), "httpMethod": .string(request.method),
            "extendedRequestId": .string(request.requestID),
            "requestTime": .string(RequestTime.text(now)), "path": .string("/\(name)\(location)"),
            "accountId": .string(stage.scope.account), "protocol": "HTTP/1.1", "stage": .string(name),
            "domainPrefix": .string(stage.api.id ?? ""),
            "requestTimeEpoch": .number(String(now.milliseconds)), "requestId": .string(request.requestID),
            "identity": .object(identity), "domainName": .string(request.host),
            "deploymentId": .string(stage.stage.deploymentId ?? ""), "apiId": .string(stage.api.id ?? ""),
        ]
    }

    private static func isBinary(_ type: String?, _ types: [String]) -> Bool {
        guard !types.isEmpty else { return false }
        let bare = (type ?? "application/json").prefix { $0 != ";" }.lowercased()
        return types.contains { $0 == "*/*" || $0.lowercased() == bare }
    }

    /// Of repeated names the last value; null when there is nothing.
    private static func single(_ fields: [(name: String, value: String)]) -> JSON {
        var object = JSONObject()
        for field in fields { object[field.name] = .string(field.value) }
        return object.isEmpty ? .null : .object(object)
    }

    private static func multiple(_ fields: [(name: String, value: String)]) -> JSON {
        var object = JSONObject()
        for field in fields {
            object[field.name] = .array((object[field.name]?.array ?? []) + [.string(field.value)])
        }
        return object.isEmpty ? .null : .object(object)
    }

    private static func texts(_ values: [String: String]) -> JSON {
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

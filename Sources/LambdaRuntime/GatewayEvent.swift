public import Wire

/// A request as API Gateway hands it to a proxy integration, format 1.0.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html>
public struct GatewayEvent: Sendable {
    public let method: String
    /// The path as called, without the stage.
    public let path: String
    /// The route that matched, such as `/messages/{id}`.
    public let resource: String
    public let pathParameters: [String: String]
    public let query: [String: String]
    /// Names in lower case; of repeated headers the last value.
    public let headers: [String: String]
    public let body: [UInt8]
    /// The id and the value of the API key that let the request pass.
    public let apiKeyID: String?
    public let apiKey: String?
    public let sourceIP: String
    public let requestID: String

    /// Throws `LambdaError` for what is no such event.
    public init(_ event: [UInt8]) throws {
        let json = try JSON(parsing: event)
        guard let method = json["httpMethod"]?.string, let path = json["path"]?.string else {
            throw LambdaError("BadEvent", "The event has no httpMethod or no path.")
        }
        self.method = method
        self.path = path
        resource = json["resource"]?.string ?? path
        pathParameters = Self.texts(json["pathParameters"])
        query = Self.texts(json["queryStringParameters"])
        var headers: [String: String] = [:]
        for (name, value) in Self.texts(json["headers"]) { headers[name.lowercased()] = value }
        self.headers = headers
        let text = json["body"]?.string ?? ""
        if json["isBase64Encoded"] == true {
            guard let bytes = Base64.decoded(text) else {
                throw LambdaError("BadEvent", "The body is no base64.")
            }
            body = bytes
        } else {
            body = Array(text.utf8)
        }
        let context = json["requestContext"]
        apiKeyID = context?["identity"]?["apiKeyId"]?.string
        apiKey = context?["identity"]?["apiKey"]?.string
        sourceIP = context?["identity"]?["sourceIp"]?.string ?? ""
        requestID = context?["requestId"]?.string ?? ""
    }

    private static func texts(_ json: JSON?) -> [String: String] {
        guard case .object(let members)? = json else { return [:] }
        var found: [String: String] = [:]
        for member in members.members { found[member.name] = member.value.string }
        return found
    }
}

/// What a handler answers a proxy integration.
public struct GatewayAnswer: Sendable {
    public var status: Int
    public var headers: [String: String]
    public var body: String

    public init(status: Int, headers: [String: String] = ["Content-Type": "application/json"], body: String) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// An answer of JSON.
    public init(status: Int, _ json: JSON) { self.init(status: status, body: json.text) }

    /// The answer as the integration reads it.
    public var bytes: [UInt8] {
        var fields = JSONObject()
        for (name, value) in headers.sorted(by: { $0.key < $1.key }) { fields[name] = .string(value) }
        let json: JSON = [
            "statusCode": .number(String(status)), "headers": .object(fields), "body": .string(body),
            "isBase64Encoded": false,
        ]
        return Array(json.text.utf8)
    }
}

import MeterBroker
public import Wire

/// A request as API Gateway hands it to a function.
public struct APIRequest: Sendable {
    public let method: String
    public let path: String
    public let parameters: [String: String]
    public let query: [String: String]
    public let body: [UInt8]
    public let requestID: String
    /// Which API key the request came with, never the key itself.
    public let keyID: String

    public init(_ event: JSON) {
        method = event["httpMethod"]?.string ?? ""
        path = event["path"]?.string ?? ""
        parameters = Self.texts(event["pathParameters"])
        query = Self.texts(event["queryStringParameters"])
        let text = event["body"]?.string ?? ""
        let isEncoded = event["isBase64Encoded"]?.bool ?? false
        body = isEncoded ? Base64.decoded(text) ?? [] : Array(text.utf8)
        requestID = event["requestContext"]?["requestId"]?.string ?? ""
        keyID = event["requestContext"]?["identity"]?["apiKeyId"]?.string ?? ""
    }

    private static func texts(_ json: JSON?) -> [String: String] {
        var texts: [String: String] = [:]
        for member in json?.object?.members ?? [] { texts[member.name] = member.value.string }
        return texts
    }

    /// The parts of the path behind the API's own resource, as the greedy parameter holds them.
    var tail: [String] { (parameters["proxy"] ?? "").split(separator: "/").map(String.init) }

    func json() throws -> JSON {
        do {
            return try JSON(parsing: body)
        } catch {
            throw Refusal.malformed(Rejection("$", "is not JSON: \(error.reason) at byte \(error.offset)"))
        }
    }

    func number(_ name: String, default value: Int, max: Int) -> Int {
        min(Swift.max(query[name].flatMap { Int($0) } ?? value, 1), max)
    }
}

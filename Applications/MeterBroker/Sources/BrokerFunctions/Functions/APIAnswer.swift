import MeterBroker
public import Wire

/// An answer as API Gateway takes it from a function.
public struct APIAnswer: Sendable {
    public let status: Int
    public let body: JSON

    public init(_ status: Int, _ body: JSON) {
        self.status = status
        self.body = body
    }

    init(_ refusal: Refusal) { self.init(refusal.status, refusal.body) }

    /// What the function returns.
    public var json: JSON {
        [
            "statusCode": .number(String(status)), "headers": ["Content-Type": "application/json"],
            "body": .string(body.text), "isBase64Encoded": false,
        ]
    }
}

public import Wire

/// Why the hub does not take a message, as the sender is told and as it is recorded.
public struct Refusal: Error, Sendable, Equatable {
    /// The status of the HTTP answer.
    public let status: Int
    public let code: String
    public let message: String
    /// Where in the message the fault lies, if it lies there.
    public let path: String?

    private init(_ status: Int, _ code: String, _ message: String, path: String? = nil) {
        self.status = status
        self.code = code
        self.message = message
        self.path = path
    }

    public static func wrongSender(_ sender: String) -> Refusal {
        Refusal(
            403, "WrongSender", "The key does not belong to participant \(sender).", path: "$.S1.senderDIPID")
    }

    public static func forbidden(_ message: String) -> Refusal { Refusal(403, "Forbidden", message) }

    public static func unknownMeter(_ meter: String) -> Refusal {
        Refusal(404, "UnknownMeter", "Meter point \(meter) is not registered.", path: "$.M0.MPANCore")
    }

    public static func notFound(_ message: String) -> Refusal { Refusal(404, "NotFound", message) }

    public static func tooLarge(max: Int) -> Refusal {
        Refusal(413, "TooLarge", "The body has more than \(max) bytes; send it as a bulk upload.")
    }

    public static func malformed(_ rejection: Rejection) -> Refusal {
        Refusal(422, "Malformed", "\(rejection.path) \(rejection.reason).", path: rejection.path)
    }

    public static func overQuota(_ quota: Int) -> Refusal {
        Refusal(429, "OverQuota", "The participant's quota of \(quota) messages a day is used up.")
    }

    public static func sentTooOften(_ max: Int) -> Refusal {
        Refusal(409, "SentTooOften", "A message can be sent again \(max) times.")
    }

    public static func busy() -> Refusal {
        Refusal(503, "Busy", "The message could not be taken now; send it again with the same reference.")
    }

    public var body: JSON {
        var body: JSONObject = ["code": .string(code), "message": .string(message)]
        if let path { body["path"] = .string(path) }
        return .object(body)
    }
}

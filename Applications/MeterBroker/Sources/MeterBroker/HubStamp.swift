public import Wire

/// The block D0, which the hub adds to what the sender wrote when it hands the message to a receiver.
public struct HubStamp: Sendable, Equatable {
    public let transactionID: TransactionID
    /// When the hub accepted the message, to the millisecond.
    public let acceptedAt: Timestamp
    public let publicationID: String
    public let correlationID: String?
    public let isReplay: Bool

    public init(
        transactionID: TransactionID, acceptedAt: Timestamp, publicationID: String, correlationID: String?,
        isReplay: Bool
    ) {
        self.transactionID = transactionID
        self.acceptedAt = acceptedAt
        self.publicationID = publicationID
        self.correlationID = correlationID
        self.isReplay = isReplay
    }

    public var json: JSON {
        [
            "transactionID": .string(transactionID.text),
            "transactionTimestamp": .string(acceptedAt.text(.iso8601, alwaysMilliseconds: true)),
            "publicationID": .string(publicationID),
            "initialCorrelationID": correlationID.map(JSON.string) ?? .null,
            "replayIndicator": .bool(isReplay),
        ]
    }

    /// The archived bytes with the stamp as their last member.
    ///
    /// The bytes of the sender stay as they are, also their spelling of numbers and their white space: the
    /// stamp goes in before the brace that closes the message.
    public func stamped(_ body: [UInt8]) -> [UInt8] {
        guard let brace = body.lastIndex(of: UInt8(ascii: "}")) else { return body }
        var stamped: [UInt8] = []
        stamped.reserveCapacity(body.count + 256)
        stamped += body[..<brace]
        stamped += #","D0":"#.utf8
        json.write(to: &stamped)
        stamped += body[brace...]
        return stamped
    }
}

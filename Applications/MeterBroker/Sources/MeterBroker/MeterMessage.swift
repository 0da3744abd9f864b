public import Wire

/// A message as a sender posts it: the header's blocks and what of the readings the hub itself needs.
public struct MeterMessage: Sendable, Equatable {
    public let interfaceID: String
    public let schemaVersion: String
    public let sender: ParticipantID
    public let senderRole: String
    /// The sender's own name for the message: the same reference twice is one message.
    public let reference: String
    public let sentAt: Timestamp
    public let correlationID: String?
    public let environmentTag: String
    /// Nil in a bulk message, which holds many.
    public let meter: MeterPoint?
    public let distributor: ParticipantID?
    public let recipients: Recipients
    /// One in a reading, many in a bulk message.
    public let series: [MeterSeries]

    /// Whom the sender names, in the three lists of the block A0.
    public struct Recipients: Sendable, Equatable {
        public var primary: [ParticipantID] = []
        public var secondary: [ParticipantID] = []
        public var always: [ParticipantID] = []

        public var all: [ParticipantID] { primary + secondary + always }
    }

    /// The interface of one meter point's readings on one day.
    public static let readingInterface = "IF-021"
    /// The interface of a file with the readings of many meter points.
    public static let bulkInterface = "IF-022"
    static let schemaVersions: Set = ["1.0", "1.1"]
    static let recipientsMax = 50
    public static let bulkSeriesMax = 200_000
}

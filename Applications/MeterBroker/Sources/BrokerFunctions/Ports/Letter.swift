public import Wire

/// A message on the dead-letter queue, as somebody received it.
public struct Letter: Sendable {
    /// The same however often it is received.
    public let id: String
    /// With which it is taken off the queue.
    public let handle: String
    /// The delivery as it was when it was given up; null when the message is no letter of the broker.
    public let json: JSON

    public init(id: String, handle: String, json: JSON) {
        self.id = id
        self.handle = handle
        self.json = json
    }
}

public import Wire

/// A message or a record as those get it for whom a source is polled.
public struct SourceEvent: Sendable {
    /// What a report of failures calls it: a message's id, a record's sequence number.
    public let id: String
    public let json: JSON
    /// The trace it belongs to, where it says so.
    public let trace: String?

    init(id: String, json: JSON, trace: String?) {
        self.id = id
        self.json = json
        self.trace = trace
    }
}

public import Kernel

/// For whom a source is polled.
public protocol BatchConsumer: Sendable {
    /// A call with the permissions with which the source is read. It is asked for now and then, since roles
    /// change; what it throws is logged, and the source is tried again later.
    func sourceCall() async throws -> Kernel.Call

    /// Takes a batch.
    func take(_ events: [SourceEvent]) async -> BatchOutcome

    /// Told of messages that no filter lets through, as the filters see them, before they are deleted. What
    /// it throws leaves them in the queue.
    func passOver(_ events: [SourceEvent]) async throws

    /// Told of a batch for which there was no room however often it was tried.
    func giveBack(_ events: [SourceEvent]) async
}

extension BatchConsumer {
    public func passOver(_ events: [SourceEvent]) async throws {}
    public func giveBack(_ events: [SourceEvent]) async {}
}

/// For whom a stream is polled: it remembers how far it has come.
public protocol StreamConsumer: BatchConsumer {
    /// The place behind which records are wanted; nil ends the polling.
    func place() async throws -> StreamPlace?

    /// Keeps that everything up to a record is done with; false ends the polling.
    func note(_ number: String) async throws -> Bool

    /// Told of records that are given up.
    func giveUp(_ records: [SourceRecord], _ condition: GiveUpCondition, shard: String) async
}

/// A place in a stream.
public struct StreamPlace: Sendable {
    /// The sequence number of the last record that is done with; empty before the first.
    public let number: String
    /// Before the first record is done with, those from before this moment are left out.
    public let since: Instant

    public init(number: String, since: Instant) {
        self.number = number
        self.since = since
    }
}

/// Why records of a stream are given up, in AWS's words.
public enum GiveUpCondition: String, Sendable {
    case attempts = "RetryAttemptsExhausted"
    case age = "RecordAgeExceeded"
}

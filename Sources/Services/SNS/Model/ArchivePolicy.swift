internal import Kernel
internal import SNSInterface
internal import Wire

/// How long a FIFO topic keeps its messages for replays: `{"MessageRetentionPeriod": "30"}`, in days.
/// <https://docs.aws.amazon.com/sns/latest/dg/message-archiving-and-replay-topic-owner.html>
struct ArchivePolicy: Sendable {
    static let daysMax = 365
    /// The attribute in which a topic keeps since when it archives; nobody is told of it.
    static let sinceName = "_ArchiveSince"

    let retention: Duration

    /// Nil for `{}` and for nothing, which end the archive.
    init?(_ text: String, _ refusal: (String) -> InvalidParameterException) throws {
        if text.isEmpty { return nil }
        let object: JSONObject?
        do { object = try JSON(parsing: text).object } catch { object = nil }
        guard let object else { throw refusal("ArchivePolicy: failed to parse JSON.") }
        if object.isEmpty { return nil }
        if let unknown = object.names.first(where: { $0 != "MessageRetentionPeriod" }) {
            throw refusal("ArchivePolicy: Unexpected JSON member: \(unknown)")
        }
        let value = object["MessageRetentionPeriod"]
        guard let days = value?.integer ?? value?.string.flatMap({ Int($0) }),
            (1...Self.daysMax).contains(days)
        else {
            throw refusal("ArchivePolicy: MessageRetentionPeriod must be between 1 and \(Self.daysMax) days")
        }
        retention = .seconds(days * 86_400)
    }
}

extension StoredTopic {
    /// How long messages are archived; nil for a topic that archives none.
    var archiveRetention: Duration? {
        guard let text = attributes["ArchivePolicy"] else { return nil }
        do {
            return try ArchivePolicy(text) { InvalidParameterException($0) }?.retention
        } catch {
            // It was checked when it was set.
            return nil
        }
    }

    /// The earliest moment from which messages can be replayed.
    func beginningOfArchive(at now: Instant) -> Instant? {
        guard let retention = archiveRetention else { return nil }
        let since = attributes[ArchivePolicy.sinceName].flatMap { Int64($0) } ?? 0
        return max(
            Instant(milliseconds: since), Instant(milliseconds: now.milliseconds - retention.milliseconds))
    }
}

internal import DynamoDBInterface
internal import Kernel

/// A place in a shard: what was read last, and when the place was handed out.
struct ShardIterator {
    /// How long a place can be used.
    static let lifetime: Duration = .seconds(900)

    let stream: String
    /// The number of the record before the first to be read.
    let position: Int64
    let madeAt: Instant

    init(stream: String, position: Int64, madeAt: Instant) {
        self.stream = stream
        self.position = position
        self.madeAt = madeAt
    }

    init(_ text: String, at now: Instant) throws {
        let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, parts[1] == "1",
            let fields = PageToken.decode(parts[2], for: parts[0]), fields.count == 2,
            let position = Int64(fields[0]), let milliseconds = Int64(fields[1])
        else { throw ValidationException("Invalid ShardIterator") }
        self.init(stream: parts[0], position: position, madeAt: Instant(milliseconds: milliseconds))
        guard now < madeAt + Self.lifetime else {
            throw ExpiredIteratorException(
                "The shard iterator has expired. Shard iterators are only valid for 15 minutes")
        }
    }

    var text: String {
        "\(stream)|1|" + PageToken.encode([String(position), String(madeAt.milliseconds)], for: stream)
    }
}

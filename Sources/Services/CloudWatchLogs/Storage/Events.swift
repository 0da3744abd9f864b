internal import Kernel
internal import Store

extension Event: RowDecodable {
    static let columns: StaticString = "id, stream, at, ingested_at, message"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        stream = try row[1]
        at = try row[2]
        ingestedAt = try row[3]
        message = try row[4]
    }
}

/// A place between events: all before it in time, and among those of one moment all of lower id, are behind
/// it.
struct EventPlace {
    let at: Instant
    let id: Int64

    static let start = EventPlace(at: Instant(milliseconds: 0), id: 0)
    static let end = EventPlace(at: .distantFuture, id: .max)
}

/// The rows of `logs_event`. Access paths: by (group, time, id); by (stream, time, id).
enum Events {
    static func insert(
        _ message: String, at: Instant, into stream: Stream, of group: Group, ingestedAt: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO logs_event (log_group, stream, at, ingested_at, message)
            VALUES (\(group.id), \(stream.id), \(at), \(ingestedAt), \(message))
            """)
    }

    /// Events of a stream after a place, from the oldest on.
    ///
    /// The rest of a moment and what comes later are two searches, each bounded by the index at both ends: a
    /// comparison of pairs would look at all events of the moment again for each page of them.
    static func forward(
        _ stream: Stream, after place: EventPlace, until end: Instant, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Event] {
        guard place.at < end else { return [] }
        let here: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE stream = \(stream.id) AND at = \(place.at) AND id > \(place.id) ORDER BY id LIMIT \(limit)
            """)
        guard here.count < limit else { return here }
        let later: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE stream = \(stream.id) AND at > \(place.at) AND at < \(end)
            ORDER BY at, id LIMIT \(limit - here.count)
            """)
        return here + later
    }

    /// Events of a stream before a place, the newest first.
    static func backward(
        _ stream: Stream, before place: EventPlace, from start: Instant, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Event] {
        guard place.at >= start else { return [] }
        let here: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE stream = \(stream.id) AND at = \(place.at) AND id < \(place.id)
            ORDER BY id DESC LIMIT \(limit)
            """)
        guard here.count < limit else { return here }
        let earlier: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE stream = \(stream.id) AND at < \(place.at) AND at >= \(start)
            ORDER BY at DESC, id DESC LIMIT \(limit - here.count)
            """)
        return here + earlier
    }

    /// Events of all streams of a group after a place.
    static func ofGroup(
        _ group: Group, after place: EventPlace, until end: Instant, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [Event] {
        guard place.at < end else { return [] }
        let here: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE log_group = \(group.id) AND at = \(place.at) AND id > \(place.id) ORDER BY id LIMIT \(limit)
            """)
        guard here.count < limit else { return here }
        let later: [Event] = try tx.all(
            """
            SELECT \(raw: Event.columns) FROM logs_event
            WHERE log_group = \(group.id) AND at > \(place.at) AND at < \(end)
            ORDER BY at, id LIMIT \(limit - here.count)
            """)
        return here + later
    }

    /// Removes up to `limit` events of a group that are older than `instant`; answers how many went.
    static func remove(
        ofGroup id: Int64, before instant: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> Int {
        try tx.changing(
            """
            DELETE FROM logs_event WHERE id IN (SELECT id FROM logs_event
                WHERE log_group = \(id) AND at < \(instant) ORDER BY at, id LIMIT \(limit))
            """)
    }

    static func remove(ofStream id: Int64, limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM logs_event WHERE id IN
                (SELECT id FROM logs_event WHERE stream = \(id) ORDER BY at, id LIMIT \(limit))
            """)
    }
}

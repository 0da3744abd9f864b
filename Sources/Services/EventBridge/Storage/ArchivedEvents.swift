internal import Kernel
internal import Store

/// An event that an archive keeps.
struct ArchivedEvent: RowDecodable {
    static let columns: StaticString = "id, at, header, event"

    let place: ArchivePlace
    let event: Event

    init(row: borrowing Row) throws(StoreError) {
        place = ArchivePlace(at: try row[1], id: try row[0])
        let header: String = try row[2]
        do {
            event = try Event(header: header, bytes: try row[3])
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.column(index: 2, expected: "JSON", found: "other text")
        }
    }
}

/// How many events were removed, and their bytes.
struct RemovedEvents: RowDecodable {
    static let columns: StaticString = "COUNT(*), COALESCE(SUM(size), 0)"

    let count: Int
    let bytes: Int

    init(row: borrowing Row) throws(StoreError) {
        count = try row[0]
        bytes = try row[1]
    }
}

/// The rows of `events_archived`. Access path: by (archive, at, id).
enum ArchivedEvents {
    static func insert(
        _ event: Event, at: Instant, archive: Int64, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO events_archived (archive, at, size, header, event)
            VALUES (\(archive), \(at), \(event.bytes.count), \(event.header), \(event.bytes))
            """)
    }

    /// Events after a place up to a moment, from the oldest on.
    ///
    /// Asked for in two parts: of a comparison of pairs SQLite looks up the first half alone, and would pass
    /// over all events of the place's own moment each time. Events tell whole seconds, in which many come.
    static func next(
        of archive: Int64, after place: ArchivePlace, through end: Instant, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [ArchivedEvent] {
        guard place.at <= end else { return [] }
        let same: [ArchivedEvent] = try tx.all(
            """
            SELECT \(raw: ArchivedEvent.columns) FROM events_archived
            WHERE archive = \(archive) AND at = \(place.at) AND id > \(place.id) ORDER BY id LIMIT \(limit)
            """)
        guard same.count < limit else { return same }
        let later: [ArchivedEvent] = try tx.all(
            """
            SELECT \(raw: ArchivedEvent.columns) FROM events_archived
            WHERE archive = \(archive) AND at > \(place.at) AND at <= \(end)
            ORDER BY at, id LIMIT \(limit - same.count)
            """)
        return same + later
    }

    /// Removes some of the events that are older than a moment.
    static func remove(
        of archive: Int64, before instant: Instant, limit: Int, in tx: borrowing Transaction
    ) throws -> RemovedEvents? {
        let removed: RemovedEvents? = try tx.first(
            """
            SELECT \(raw: RemovedEvents.columns) FROM (SELECT size FROM events_archived
                WHERE archive = \(archive) AND at < \(instant) ORDER BY at, id LIMIT \(limit)) AS oldest
            """)
        try tx.run(
            """
            DELETE FROM events_archived WHERE id IN (SELECT id FROM events_archived
                WHERE archive = \(archive) AND at < \(instant) ORDER BY at, id LIMIT \(limit))
            """)
        return removed
    }
}

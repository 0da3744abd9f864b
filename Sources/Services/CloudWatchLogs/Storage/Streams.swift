internal import CloudWatchLogsInterface
internal import Kernel
internal import Store

extension Stream: RowDecodable {
    static let columns: StaticString =
        "id, name, created_at, first_event_at, last_event_at, last_ingested_at"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        name = try row[1]
        createdAt = try row[2]
        firstEventAt = try row[3]
        lastEventAt = try row[4]
        lastIngestedAt = try row[5]
    }
}

/// The rows of `logs_stream`. Access paths: by (group, name); by (group, last event).
enum Streams {
    static func insert(
        _ name: String, into group: Group, at now: Instant, in tx: borrowing Transaction
    ) throws {
        let count = try tx.changing(
            """
            INSERT INTO logs_stream (log_group, name, created_at)
            VALUES (\(group.id), \(name), \(now)) ON CONFLICT (log_group, name) DO NOTHING
            """)
        guard count == 1 else {
            throw ResourceAlreadyExistsException("The specified log stream already exists")
        }
    }

    static func named(_ name: String, in group: Group, _ tx: borrowing Transaction) throws -> Stream {
        let found = try tx.first(
            """
            SELECT \(raw: Stream.columns) FROM logs_stream
            WHERE log_group = \(group.id) AND name = \(name)
            """, as: Stream.self)
        guard let found else { throw ResourceNotFoundException("The specified log stream does not exist.") }
        return found
    }

    static func exists(_ name: String, in group: Group, _ tx: borrowing Transaction) throws -> Bool {
        try tx.value(
            "SELECT id FROM logs_stream WHERE log_group = \(group.id) AND name = \(name)", as: Int64.self) != nil
    }

    static func byName(
        _ group: Group, prefix: String, after name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [Stream] {
        try tx.all(
            """
            SELECT \(raw: Stream.columns) FROM logs_stream
            WHERE log_group = \(group.id) AND name > \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name LIMIT \(limit)
            """)
    }

    static func byNameDescending(
        _ group: Group, prefix: String, before name: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [Stream] {
        try tx.all(
            """
            SELECT \(raw: Stream.columns) FROM logs_stream
            WHERE log_group = \(group.id) AND name < \(name) AND name >= \(prefix)
                AND name < \(prefix + "\u{10FFFF}")
            ORDER BY name DESC LIMIT \(limit)
            """)
    }

    /// Streams by the time of their last event; those without events count as the oldest.
    static func byLastEvent(
        _ group: Group, descending: Bool, offset: Int, limit: Int, in tx: borrowing Transaction
    ) throws -> [Stream] {
        descending
            ? try tx.all(
                """
                SELECT \(raw: Stream.columns) FROM logs_stream WHERE log_group = \(group.id)
                ORDER BY last_event_at DESC, id DESC LIMIT \(limit) OFFSET \(offset)
                """)
            : try tx.all(
                """
                SELECT \(raw: Stream.columns) FROM logs_stream WHERE log_group = \(group.id)
                ORDER BY last_event_at, id LIMIT \(limit) OFFSET \(offset)
                """)
    }

    static func note(
        first: Instant, last: Instant, at now: Instant, _ stream: Stream, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            UPDATE logs_stream SET
                first_event_at = CASE WHEN first_event_at <= \(first) THEN first_event_at ELSE \(first) END,
                last_event_at = CASE WHEN last_event_at >= \(last) THEN last_event_at ELSE \(last) END,
                last_ingested_at = \(now)
            WHERE id = \(stream.id)
            """)
    }

    static func names(
        _ ids: Set<Int64>, in tx: borrowing Transaction
    ) throws -> [Int64: String] {
        var names: [Int64: String] = [:]
        for id in ids {
            names[id] = try tx.value("SELECT name FROM logs_stream WHERE id = \(id)", as: String.self)
        }
        return names
    }

    static func remove(_ stream: Stream, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM logs_stream WHERE id = \(stream.id)")
    }

    /// Removes up to `limit` streams of a group; answers how many went.
    static func remove(ofGroup id: Int64, limit: Int, in tx: borrowing Transaction) throws -> Int {
        try tx.changing(
            """
            DELETE FROM logs_stream WHERE id IN
                (SELECT id FROM logs_stream WHERE log_group = \(id) LIMIT \(limit))
            """)
    }
}

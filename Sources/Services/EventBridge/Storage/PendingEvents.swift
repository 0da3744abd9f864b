internal import Kernel
internal import Store

/// An event that a bus has taken and that has targets left to reach, from a place on.
struct PendingEvent: RowDecodable {
    static let columns: StaticString = "id, bus, rule, target, is_fresh, header, event"

    let id: Int64
    let bus: String
    let place: FanOutPlace
    /// Whether nobody has looked yet who takes it.
    let isFresh: Bool
    let event: Event

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        bus = try row[1]
        place = FanOutPlace(rule: try row[2], target: try row[3])
        isFresh = try row[4]
        let header: String = try row[5]
        do {
            event = try Event(header: header, bytes: try row[6])
        } catch let error as StoreError {
            throw error
        } catch {
            throw StoreError.column(index: 5, expected: "JSON", found: "other text")
        }
    }
}

/// The rows of `events_pending`. Access path: by id, in whose order they are worked off.
enum PendingEvents {
    static func insert(
        _ event: Event, bus arn: String, isFresh: Bool, in tx: borrowing Transaction
    ) throws -> Int64 {
        try tx.insert(
            """
            INSERT INTO events_pending (bus, rule, target, is_fresh, header, event)
            VALUES (\(arn), 0, 0, \(isFresh), \(event.header), \(event.bytes))
            """)
    }

    static func isThere(_ id: Int64, as event: String, in tx: borrowing Transaction) throws -> Bool {
        let row: PendingEvent? = try tx.first(
            "SELECT \(raw: PendingEvent.columns) FROM events_pending WHERE id = \(id)")
        return row?.event.id == event
    }

    static func first(_ limit: Int, in tx: borrowing Transaction) throws -> [PendingEvent] {
        try tx.all("SELECT \(raw: PendingEvent.columns) FROM events_pending ORDER BY id LIMIT \(limit)")
    }

    static func advance(_ id: Int64, to place: FanOutPlace, in tx: borrowing Transaction) throws {
        try tx.run(
            "UPDATE events_pending SET rule = \(place.rule), target = \(place.target) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM events_pending WHERE id = \(id)")
    }
}

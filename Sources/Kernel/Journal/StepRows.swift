public import Store

extension Step: RowDecodable {
    public static let columns: StaticString = "place, at, kind, subject, name, outcomes, payload"

    public init(row: borrowing Row) throws(StoreError) {
        let place: Int64 = try row.value(0)
        if place < 0 {
            self.place = .message(key: -place)
        } else if let flow = Flow(stored: place) {
            self.place = .flow(flow)
        } else {
            throw StoreError.column(index: 0, expected: "a place", found: "another number")
        }
        at = try row.value(1)
        kind = try row.value(2)
        subject = try row.value(3)
        name = try row.value(4)
        let text: String? = try row.value(5)
        outcomes = OutcomeLines.outcomes(in: text ?? "", of: subject)
        payload = try row.value(6)
    }
}

extension Step.Kind: SQLReadable {}

/// The rows of `kernel_step`: what happened lately, in the order in which it did.
///
/// Access paths: by id, from the oldest on, to forget; by (place, id).
enum StepRows {
    /// The oldest row, or the newest.
    struct End: RowDecodable {
        static let columns: StaticString = "id, at, position, place"

        let id: Int64
        let at: Instant
        let position: Int64
        let place: Int64

        init(row: borrowing Row) throws(StoreError) {
            id = try row.value(0)
            at = try row.value(1)
            position = try row.value(2)
            place = try row.value(3)
        }
    }

    static func insert(
        _ step: Step, _ lines: OutcomeLines, position: Int64, in tx: borrowing Transaction
    ) throws {
        try tx.run(insertion) { values in
            values.bind(step.place.stored)
            values.bind(step.at.milliseconds)
            values.bind(position)
            values.bind(Int64(step.kind.rawValue))
            values.bind(step.subject)
            values.bind(step.name)
            values.bind(lines.count == 0 ? nil : lines.text)
            values.bind(step.payload)
        }
    }

    private static let insertion = SQLTemplate(
        """
        INSERT INTO kernel_step (place, at, position, kind, subject, name, outcomes, payload)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static func of(_ place: Place, limit: Int, in tx: borrowing Transaction) throws -> [Step] {
        try tx.all(
            """
            SELECT \(raw: Step.columns) FROM kernel_step WHERE place = \(place.stored) ORDER BY id LIMIT \(limit)
            """)
    }

    static func oldest(in tx: borrowing Transaction) throws -> End? {
        try tx.first("SELECT \(raw: End.columns) FROM kernel_step ORDER BY id LIMIT 1")
    }

    static func newest(in tx: borrowing Transaction) throws -> End? {
        try tx.first("SELECT \(raw: End.columns) FROM kernel_step ORDER BY id DESC LIMIT 1")
    }

    static func lastPlace(in tx: borrowing Transaction) throws -> Int64? {
        try tx.value("SELECT place FROM kernel_step ORDER BY place DESC LIMIT 1")
    }

    /// Forgets up to `limit` of the oldest rows that are older than a moment or lie before a position;
    /// answers how many.
    static func forget(
        before instant: Instant, or position: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> Int {
        let last = try tx.value(
            """
            SELECT MAX(id) FROM (SELECT id, at, position FROM kernel_step ORDER BY id LIMIT \(limit)) AS oldest
            WHERE at < \(instant) OR position < \(position)
            """, as: Int64.self)
        guard let last else { return 0 }
        return try tx.changing("DELETE FROM kernel_step WHERE id <= \(last)")
    }
}

internal import EventSources
internal import Kernel
internal import Store

/// The rows of `pipes_place`: how far pipes have come in their streams. Access path: by pipe.
enum Places {
    private struct Place: RowDecodable {
        static let columns: StaticString = "number, since"
        let place: StreamPlace

        init(row: borrowing Row) throws(StoreError) {
            place = StreamPlace(number: try row.value(0), since: try row.value(1))
        }
    }

    static func insert(_ pipe: Int64, since: Instant, in tx: borrowing Transaction) throws {
        try tx.run("INSERT INTO pipes_place (pipe, number, since) VALUES (\(pipe), '', \(since))")
    }

    static func of(_ pipe: Int64, in tx: borrowing Transaction) throws -> StreamPlace? {
        try tx.first("SELECT \(raw: Place.columns) FROM pipes_place WHERE pipe = \(pipe)", as: Place.self)?
            .place
    }

    /// Answers whether the pipe is still there.
    static func set(_ pipe: Int64, to number: String, in tx: borrowing Transaction) throws -> Bool {
        try tx.changing("UPDATE pipes_place SET number = \(number) WHERE pipe = \(pipe)") > 0
    }

    static func remove(_ pipe: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM pipes_place WHERE pipe = \(pipe)")
    }
}

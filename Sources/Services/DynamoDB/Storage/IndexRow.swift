internal import Store

/// A secondary index of a table, or its index by expiry.
struct IndexRow: RowDecodable {
    enum State: String, SQLReadable {
        /// Items that were there before are still being added.
        case filling
        case complete
        /// Its entries are being removed; nobody sees it any more.
        case dropping
    }

    static let columns: StaticString = "id, table_id, name, state, position"

    let id: Int64
    let table: Int64
    let name: String
    let state: State
    /// The key of the last item that filling has looked at.
    let position: [UInt8]

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        table = try row[1]
        name = try row[2]
        state = try row[3]
        position = try row[4]
    }
}

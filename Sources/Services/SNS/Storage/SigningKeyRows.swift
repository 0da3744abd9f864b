internal import Store

/// The one row of `sns_signing_key`. It is as secret as the data directory that holds it.
enum SigningKeyRows {
    struct Stored: RowDecodable {
        static let columns: StaticString = "name, private_key, certificate"
        let name: String
        let privateKey: [UInt8]
        let certificate: [UInt8]

        init(row: borrowing Row) throws(StoreError) {
            name = try row[0]
            privateKey = try row[1]
            certificate = try row[2]
        }
    }

    static func current(in tx: borrowing Transaction) throws -> Stored? {
        try tx.first("SELECT \(raw: Stored.columns) FROM sns_signing_key WHERE id = 1")
    }

    /// Keeps the first key when two were made at once.
    static func insert(
        name: String, privateKey: [UInt8], certificate: [UInt8], in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO sns_signing_key (id, name, private_key, certificate)
            VALUES (1, \(name), \(privateKey), \(certificate)) ON CONFLICT (id) DO NOTHING
            """)
    }
}

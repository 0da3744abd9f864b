internal import Kernel
internal import S3Interface
internal import Store

extension StoredPart: RowDecodable {
    static let columns: StaticString = "number, etag, size, modified_at, checksum, blob"

    init(row: borrowing Row) throws(StoreError) {
        number = try row[0]
        etag = try row[1]
        size = try row[2]
        modifiedAt = try row[3]
        checksum = try row[4]
        blob = try row[5]
    }
}

/// The rows of `s3_part`, of uploads and of the objects made from them. Access path: by (upload, number).
enum Parts {
    /// Puts a part in the place of an earlier one of its number.
    static func put(
        _ content: Content, number: Int, of upload: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        try remove(number, of: upload, call, in: tx)
        try tx.run(
            """
            INSERT INTO s3_part (upload, number, etag, size, modified_at, checksum, blob, body)
            VALUES (\(upload), \(number), \(content.etag), \(content.size), \(call.now),
                \(content.kept?.value), \(content.blob?.name), \(content.body))
            """)
    }

    static func list(
        of upload: Int64, after number: Int = 0, limit: Int = StoredPart.numberMax,
        in tx: borrowing Transaction
    ) throws -> [StoredPart] {
        try tx.all(
            """
            SELECT \(raw: StoredPart.columns) FROM s3_part
            WHERE upload = \(upload) AND number > \(number) ORDER BY number LIMIT \(limit)
            """)
    }

    static func body(_ number: Int, of upload: Int64, in tx: borrowing Transaction) throws -> [UInt8] {
        try tx.value(
            "SELECT body FROM s3_part WHERE upload = \(upload) AND number = \(number)",
            as: [UInt8].self) ?? []
    }

    static func remove(
        _ number: Int, of upload: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let blob = try tx.value(
            "SELECT blob FROM s3_part WHERE upload = \(upload) AND number = \(number)", as: String.self)
        try Garbage.add(blob, call, in: tx)
        try tx.run("DELETE FROM s3_part WHERE upload = \(upload) AND number = \(number)")
    }

    static func removeAll(of upload: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        for part in try list(of: upload, in: tx) { try Garbage.add(part.blob, call, in: tx) }
        try tx.run("DELETE FROM s3_part WHERE upload = \(upload)")
    }
}

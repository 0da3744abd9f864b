internal import Kernel
internal import S3Interface
internal import Store

extension Upload: RowDecodable {
    static let columns: StaticString = "id, key, name, created_at, algorithm, is_whole, facts"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        key = try row[1]
        name = try row[2]
        createdAt = try row[3]
        algorithm = try row[4]
        isWhole = try row.integer(5) == 1
        facts = try row[6]
    }
}

extension ChecksumAlgorithm: SQLReadable {}

/// The rows of `s3_upload`. Access paths: by name; by (bucket, key, id).
enum Uploads {
    /// Uploads of a removed bucket that are abandoned in one transaction.
    static let pieceSize = 4

    static func insert(
        _ upload: NewUpload, of bucket: StoredBucket, at now: Instant, in tx: borrowing Transaction
    ) throws {
        // Numbers are never used again: parts of a finished upload go on to bear its number.
        let id = try tx.value("SELECT next FROM s3_upload_number WHERE id = 1", as: Int64.self) ?? 1
        try tx.run("UPDATE s3_upload_number SET next = \(id + 1) WHERE id = 1")
        try tx.run(
            """
            INSERT INTO s3_upload (id, bucket, key, name, created_at, algorithm, is_whole, facts)
            VALUES (\(id), \(bucket.id), \(upload.key), \(upload.name), \(now), \(upload.algorithm),
                \(upload.isWhole), \(upload.facts.json))
            """)
    }

    static func named(
        _ name: String, _ key: String, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws -> Upload {
        let found = try tx.first(
            "SELECT \(raw: Upload.columns) FROM s3_upload WHERE name = \(name) AND bucket = \(bucket.id)",
            as: Upload.self)
        guard let found, found.key.utf8.elementsEqual(key.utf8) else { throw NoSuchUpload(uploadId: name) }
        return found
    }

    static func list(
        of bucket: StoredBucket, from key: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [Upload] {
        try tx.all(
            """
            SELECT \(raw: Upload.columns) FROM s3_upload
            WHERE bucket = \(bucket.id) AND key >= \(key) ORDER BY key, id LIMIT \(limit)
            """)
    }

    static func list(
        of bucket: StoredBucket, _ key: String, after id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [Upload] {
        try tx.all(
            """
            SELECT \(raw: Upload.columns) FROM s3_upload
            WHERE bucket = \(bucket.id) AND key = \(key) AND id > \(id) ORDER BY id LIMIT \(limit)
            """)
    }

    static func exists(_ id: Int64, in tx: borrowing Transaction) throws -> Bool {
        try tx.value("SELECT id FROM s3_upload WHERE id = \(id)", as: Int64.self) != nil
    }

    /// Uploads of a bucket behind one of them, in the order of their keys.
    static func page(
        ofBucket bucket: Int64, afterKey key: String, id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [Upload] {
        try tx.all(
            """
            SELECT \(raw: Upload.columns) FROM s3_upload
            WHERE bucket = \(bucket) AND (key, id) > (\(key), \(id)) ORDER BY key, id LIMIT \(limit)
            """)
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM s3_upload WHERE id = \(id)")
    }

    /// Abandons a few uploads of a bucket that is gone; answers whether there may be more.
    static func abandonSome(
        ofBucket id: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> Bool {
        let found = try tx.values(
            "SELECT id FROM s3_upload WHERE bucket = \(id) LIMIT \(pieceSize)", as: Int64.self)
        for upload in found {
            try Parts.removeAll(of: upload, call, in: tx)
            try remove(upload, in: tx)
        }
        return found.count == pieceSize
    }
}

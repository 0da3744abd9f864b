internal import Kernel
internal import S3Interface
internal import Store

extension StoredObject: RowDecodable {
    static let columns: StaticString =
        "id, key, version, is_latest, is_marker, etag, size, modified_at, facts, blob, upload"

    init(row: borrowing Row) throws(StoreError) {
        id = try row[0]
        key = try row[1]
        version = try row[2]
        isLatest = try row.integer(3) == 1
        isMarker = try row.integer(4) == 1
        etag = try row[5]
        size = try row[6]
        modifiedAt = try row[7]
        facts = try row[8]
        blob = try row[9]
        upload = try row[10]
    }
}

/// The rows of `s3_object`. Access paths: by (bucket, key, version); by (bucket, key, id descending), the
/// first of which is the latest; by (bucket, key) of what is visible.
enum Objects {
    static func latest(
        _ key: String, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws -> StoredObject? {
        try tx.first(
            """
            SELECT \(raw: StoredObject.columns) FROM s3_object
            WHERE bucket = \(bucket.id) AND key = \(key) ORDER BY id DESC LIMIT 1
            """, as: StoredObject.self)
    }

    static func version(
        _ version: String, _ key: String, of bucket: StoredBucket, in tx: borrowing Transaction
    ) throws -> StoredObject? {
        try tx.first(
            """
            SELECT \(raw: StoredObject.columns) FROM s3_object
            WHERE bucket = \(bucket.id) AND key = \(key) AND version = \(version)
            """, as: StoredObject.self)
    }

    static func body(of object: StoredObject, in tx: borrowing Transaction) throws -> [UInt8] {
        try tx.value("SELECT body FROM s3_object WHERE id = \(object.id)", as: [UInt8].self) ?? []
    }

    static func isEmpty(_ bucket: StoredBucket, in tx: borrowing Transaction) throws -> Bool {
        try tx.value("SELECT id FROM s3_object WHERE bucket = \(bucket.id) LIMIT 1", as: Int64.self) == nil
    }

    /// Adds the latest version of a key.
    static func insert(
        _ object: NewObject, version: String, of bucket: StoredBucket, at now: Instant,
        in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO s3_object
                (bucket, key, version, is_latest, is_marker, etag, size, modified_at, facts, blob, upload,
                body)
            VALUES (\(bucket.id), \(object.key), \(version), 1, 0, \(object.etag), \(object.size), \(now),
                \(object.facts.json), \(object.blob?.name), \(object.upload), \(object.body))
            """)
    }

    static func insertMarker(
        _ key: String, version: String, of bucket: StoredBucket, at now: Instant, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO s3_object
                (bucket, key, version, is_latest, is_marker, etag, size, modified_at, facts)
            VALUES (\(bucket.id), \(key), \(version), 1, 1, '', 0, \(now), '{}')
            """)
    }

    static func setLatest(_ isLatest: Bool, _ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE s3_object SET is_latest = \(isLatest) WHERE id = \(id)")
    }

    static func setFacts(_ facts: ObjectFacts, _ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("UPDATE s3_object SET facts = \(facts.json) WHERE id = \(id)")
    }

    static func remove(_ id: Int64, in tx: borrowing Transaction) throws {
        try tx.run("DELETE FROM s3_object WHERE id = \(id)")
    }

    /// Visible objects from `start` on and below `end`, in the order of their keys.
    static func visible(
        of bucket: StoredBucket, from start: String, below end: String?, limit: Int,
        in tx: borrowing Transaction
    ) throws -> [StoredObject] {
        if let end {
            return try tx.all(
                """
                SELECT \(raw: StoredObject.columns) FROM s3_object
                WHERE bucket = \(bucket.id) AND is_latest = 1 AND is_marker = 0
                    AND key >= \(start) AND key < \(end) ORDER BY key LIMIT \(limit)
                """)
        }
        return try tx.all(
            """
            SELECT \(raw: StoredObject.columns) FROM s3_object
            WHERE bucket = \(bucket.id) AND is_latest = 1 AND is_marker = 0
                AND key >= \(start) ORDER BY key LIMIT \(limit)
            """)
    }

    /// Keys that have versions, behind one; each is found by a step of its own in the index.
    static func keys(
        of bucket: StoredBucket, after key: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [String] {
        var found: [String] = []
        var last = key
        while found.count < limit {
            let next = try tx.value(
                "SELECT key FROM s3_object WHERE bucket = \(bucket.id) AND key > \(last) ORDER BY key LIMIT 1",
                as: String.self)
            guard let next else { break }
            found.append(next)
            last = next
        }
        return found
    }

    /// Versions and markers from `start` on, those of one key from the newest on.
    static func history(
        of bucket: StoredBucket, from start: String, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredObject] {
        try tx.all(
            """
            SELECT \(raw: StoredObject.columns) FROM s3_object
            WHERE bucket = \(bucket.id) AND key >= \(start) ORDER BY key, id DESC LIMIT \(limit)
            """)
    }

    /// Versions and markers of one key that are older than `id`.
    static func history(
        of bucket: StoredBucket, _ key: String, before id: Int64, limit: Int, in tx: borrowing Transaction
    ) throws -> [StoredObject] {
        try tx.all(
            """
            SELECT \(raw: StoredObject.columns) FROM s3_object
            WHERE bucket = \(bucket.id) AND key = \(key) AND id < \(id) ORDER BY id DESC LIMIT \(limit)
            """)
    }
}

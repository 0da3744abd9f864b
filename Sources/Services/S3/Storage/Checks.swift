internal import Kernel
internal import Store

extension S3 {
    /// The bytes that stand in rows against their checksums.
    static let checks: [StoreCheck] = [
        StoreCheck(name: "objects in rows") { tx in
            try faults(
                """
                SELECT o.body, o.size, o.etag, b.name, o.key, o.version
                FROM s3_object AS o LEFT JOIN s3_bucket AS b ON b.id = o.bucket
                WHERE o.blob IS NULL AND o.upload IS NULL AND o.is_marker = 0 ORDER BY o.id
                """, "object", in: tx)
        },
        StoreCheck(name: "parts in rows") { tx in
            try faults(
                """
                SELECT p.body, p.size, p.etag, b.name, o.key, o.version
                FROM s3_part AS p LEFT JOIN s3_object AS o ON o.upload = p.upload
                    LEFT JOIN s3_bucket AS b ON b.id = o.bucket
                WHERE p.blob IS NULL ORDER BY p.upload, p.number
                """, "a part of object", in: tx)
        },
    ]

    private static func faults(
        _ sql: SQL, _ kind: String, in tx: borrowing Transaction
    ) throws -> [String] {
        var faults: [String] = []
        try tx.forEach(sql) { row in
            let body: [UInt8] = try row[0]
            let (size, etag): (Int, String) = (try row[1], try row[2])
            guard body.count == size, Digest.md5(body) == Digest.bytes(ofHex: etag) else {
                let owner = words(kind, bucket: try row[3], key: try row[4], version: try row[5])
                faults.append("\(owner): its bytes do not have their checksum")
                return true
            }
            return true
        }
        return faults
    }

    /// What holds bytes, in words.
    static func words(_ kind: String, bucket: String?, key: String?, version: String?) -> String {
        guard let key, let version else { return "a part of an upload that is not completed" }
        let suffix = version == History.unversioned ? "" : " (version \(version))"
        return "\(kind) \(bucket ?? "")/\(key)\(suffix)"
    }
}

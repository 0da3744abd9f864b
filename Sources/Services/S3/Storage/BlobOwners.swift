internal import Kernel
internal import Store

extension S3 {
    /// Objects, parts, and what waits for its removal.
    static let blobOwners: [BlobOwner] = [
        BlobOwner(
            names: { id, tx in
                try tx.value("SELECT id FROM s3_object WHERE blob = \(id.name)", as: Int64.self) != nil
            },
            page: { last, limit, tx in
                try tx.all(
                    """
                    SELECT o.blob, o.size, o.etag, b.name, o.key, o.version
                    FROM s3_object AS o LEFT JOIN s3_bucket AS b ON b.id = o.bucket
                    WHERE o.blob > \(last) ORDER BY o.blob LIMIT \(limit)
                    """, as: BlobRow.self
                ).map { $0.owned("object") }
            }),
        BlobOwner(
            names: { id, tx in
                try tx.value("SELECT number FROM s3_part WHERE blob = \(id.name)", as: Int64.self) != nil
            },
            page: { last, limit, tx in
                let parts = try tx.all(
                    """
                    SELECT p.blob, p.size, p.etag, b.name, o.key, o.version
                    FROM s3_part AS p LEFT JOIN s3_object AS o ON o.upload = p.upload
                        LEFT JOIN s3_bucket AS b ON b.id = o.bucket
                    WHERE p.blob > \(last) ORDER BY p.blob LIMIT \(limit)
                    """, as: BlobRow.self)
                return parts.map { $0.owned("a part of object") }
            }),
        BlobOwner(
            names: { id, tx in
                try tx.value("SELECT id FROM s3_garbage WHERE blob = \(id.name)", as: Int64.self) != nil
            },
            // Their blobs may be gone already, a moment before the rows.
            page: { _, _, _ in [] }),
    ]

    private struct BlobRow: RowDecodable {
        static let columns: StaticString = "blob, size, etag, name, key, version"

        let id: BlobID
        let size: Int
        let etag: String
        let bucket: String?
        let key: String?
        let version: String?

        init(row: borrowing Row) throws(StoreError) {
            id = BlobID(name: try row[0])
            size = try row[1]
            etag = try row[2]
            bucket = try row[3]
            key = try row[4]
            version = try row[5]
        }

        func owned(_ kind: String) -> OwnedBlob {
            let words = S3.words(kind, bucket: bucket, key: key, version: version)
            return OwnedBlob(
                id: id, owner: words, size: size, digest: Fingerprint(.md5, Digest.bytes(ofHex: etag)))
        }
    }
}

internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// A page of a bucket's visible objects, in the order of their keys.
struct Listing: Sendable {
    /// Entries of a page, keys and common prefixes together.
    static let pageMax = 1000
    /// Rows that are read at a time while common prefixes are skipped.
    private static let stride = 100

    private(set) var objects: [StoredObject] = []
    private(set) var prefixes: [String] = []
    /// The least key of the next page; nil on the last one.
    private(set) var next: String?
    /// The key or common prefix that came last.
    private(set) var last: String?

    let prefix: String
    let delimiter: String
    let limit: Int

    var count: Int { objects.count + prefixes.count }

    /// - Parameter start: the least key that the page may begin with.
    init(
        of bucket: StoredBucket, prefix: String?, delimiter: String?, from start: String, limit: Int,
        in tx: borrowing Transaction
    ) throws {
        self.prefix = prefix ?? ""
        self.delimiter = delimiter ?? ""
        self.limit = limit
        var cursor = KeyOrder.isBefore(start, self.prefix) ? self.prefix : start
        let end = self.prefix.isEmpty ? nil : KeyOrder.successor(of: self.prefix)
        guard limit > 0 else { return }
        while next == nil {
            let size = self.delimiter.isEmpty ? limit - count + 1 : Self.stride
            let rows = try Objects.visible(of: bucket, from: cursor, below: end, limit: size, in: tx)
            guard try take(rows, &cursor), rows.count == size else { return }
        }
    }

    /// Adds rows; false when nothing can follow.
    private mutating func take(_ rows: [StoredObject], _ cursor: inout String) throws -> Bool {
        for row in rows where !KeyOrder.isBefore(row.key, cursor) {
            if count == limit {
                next = row.key
                return true
            }
            let common = KeyOrder.commonPrefix(of: row.key, prefix: prefix, delimiter: delimiter)
            if let common {
                prefixes.append(common)
                guard let after = KeyOrder.successor(of: common) else { return false }
                cursor = after
            } else {
                objects.append(row)
                cursor = KeyOrder.following(row.key)
            }
            last = common ?? row.key
        }
        return true
    }

    /// The entries as the API spells them.
    func contents(owner: Owner?, isEncoded: Bool) -> [Object] {
        objects.map { object in
            Object(
                key: KeySpelling.text(object.key, isEncoded: isEncoded),
                lastModified: object.modifiedAt.timestamp, eTag: object.quotedETag, size: object.size,
                storageClass: "STANDARD", owner: owner)
        }
    }

    func commonPrefixes(isEncoded: Bool) -> [CommonPrefix] {
        prefixes.map { CommonPrefix(prefix: KeySpelling.text($0, isEncoded: isEncoded)) }
    }
}

internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// A page of a bucket's versions and delete markers.
struct VersionListing: Sendable {
    private static let stride = 100

    private(set) var rows: [StoredObject] = []
    private(set) var prefixes: [String] = []
    private(set) var isTruncated = false
    /// What came last: a version, or a common prefix without one.
    private(set) var last: (key: String, version: String?)?

    private let prefix: String
    private let delimiter: String
    private let limit: Int

    init(
        of bucket: StoredBucket, _ input: ListObjectVersionsInput, limit: Int, in tx: borrowing Transaction
    ) throws {
        prefix = input.prefix ?? ""
        delimiter = input.delimiter ?? ""
        self.limit = limit
        if input.versionIdMarker != nil, input.keyMarker == nil {
            throw InvalidArgument(
                "A version-id marker cannot be specified without a key marker.",
                argumentName: "version-id-marker", argumentValue: input.versionIdMarker ?? "")
        }
        guard limit > 0 else { return }
        var cursor = prefix
        if let marker = input.keyMarker, !marker.isEmpty {
            if let version = input.versionIdMarker {
                try takeRest(of: marker, behind: version, in: bucket, tx)
            }
            let common = KeyOrder.commonPrefix(of: marker, prefix: prefix, delimiter: delimiter)
            let behind = common == marker ? KeyOrder.successor(of: marker) : nil
            let after = behind ?? KeyOrder.following(marker)
            cursor = KeyOrder.isBefore(after, prefix) ? prefix : after
        }
        try takeAll(from: cursor, in: bucket, tx)
    }

    /// The versions of the marker's key that are older than the marker's.
    private mutating func takeRest(
        of key: String, behind version: String, in bucket: StoredBucket, _ tx: borrowing Transaction
    ) throws {
        guard let marked = try Objects.version(version, key, of: bucket, in: tx) else {
            throw InvalidArgument(
                "Invalid version id specified", argumentName: "version-id-marker", argumentValue: version)
        }
        let older = try Objects.history(of: bucket, key, before: marked.id, limit: limit + 1, in: tx)
        for row in older { add(row) }
    }

    private mutating func takeAll(
        from start: String, in bucket: StoredBucket, _ tx: borrowing Transaction
    ) throws {
        var cursor = start
        while !isTruncated {
            let found = try Objects.history(of: bucket, from: cursor, limit: Self.stride, in: tx)
            for row in found where !KeyOrder.isBefore(row.key, cursor) {
                guard KeyOrder.begins(row.key, with: prefix) else { return }
                let common = KeyOrder.commonPrefix(of: row.key, prefix: prefix, delimiter: delimiter)
                guard let common else {
                    add(row)
                    continue
                }
                guard add(common), let after = KeyOrder.successor(of: common) else { return }
                cursor = after
            }
            guard found.count == Self.stride, let end = found.last, !isTruncated else { return }
            guard !KeyOrder.isBefore(end.key, cursor) else { continue }
            // A key may have more versions than one reading holds.
            var before = end.id
            while !isTruncated {
                let older = try Objects.history(
                    of: bucket, end.key, before: before, limit: Self.stride, in: tx)
                for row in older { add(row) }
                guard older.count == Self.stride, let oldest = older.last else { break }
                before = oldest.id
            }
            cursor = KeyOrder.following(end.key)
        }
    }

    private mutating func add(_ row: StoredObject) {
        guard rows.count + prefixes.count < limit else {
            isTruncated = true
            return
        }
        rows.append(row)
        last = (row.key, row.version)
    }

    private mutating func add(_ common: String) -> Bool {
        guard rows.count + prefixes.count < limit else {
            isTruncated = true
            return false
        }
        prefixes.append(common)
        last = (common, nil)
        return true
    }
}

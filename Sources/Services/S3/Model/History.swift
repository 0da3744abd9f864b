internal import Kernel
internal import S3Interface
internal import Store

/// How versions follow each other: what a write or a deletion does to the versions of a key.
enum History {
    static let unversioned = "null"

    /// Stores an object as the latest version; answers its version id, nil in an unversioned bucket.
    static func put(
        _ object: NewObject, in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws -> String? {
        let version = try makeRoom(object.key, in: bucket, call, tx)
        try Objects.insert(object, version: version, of: bucket, at: call.now, in: tx)
        return bucket.versioning == nil ? nil : version
    }

    /// Takes the place of the latest version from what has it; answers the id of the version to come.
    private static func makeRoom(
        _ key: String, in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws -> String {
        if let latest = try Objects.latest(key, of: bucket, in: tx) {
            try Objects.setLatest(false, latest.id, in: tx)
        }
        if bucket.versioning == .enabled {
            return call.kernel.entropy.text(32)
        }
        try erase(unversioned, key, in: bucket, call, tx)
        return unversioned
    }

    /// Deletes as a request without a version does.
    static func delete(
        _ key: String, in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws -> Deletion {
        guard bucket.versioning != nil else {
            try erase(unversioned, key, in: bucket, call, tx)
            return Deletion()
        }
        let version = try makeRoom(key, in: bucket, call, tx)
        try Objects.insertMarker(key, version: version, of: bucket, at: call.now, in: tx)
        return Deletion(isMarker: true, version: version)
    }

    /// Deletes one version for good; one that is gone is no error.
    static func delete(
        _ key: String, version: String, in bucket: StoredBucket, _ call: Kernel.Call,
        _ tx: borrowing Transaction
    ) throws -> Deletion {
        try check(version)
        guard let old = try Objects.version(version, key, of: bucket, in: tx) else {
            return Deletion(version: version)
        }
        try erase(old, call, tx)
        if old.isLatest, let next = try Objects.latest(key, of: bucket, in: tx) {
            try Objects.setLatest(true, next.id, in: tx)
        }
        return Deletion(isMarker: old.isMarker, version: version)
    }

    /// The object that a request names, or AWS's error.
    static func object(
        _ key: String, version: String?, in bucket: StoredBucket, _ tx: borrowing Transaction
    ) throws -> StoredObject {
        guard let version else {
            guard let latest = try Objects.latest(key, of: bucket, in: tx), !latest.isMarker else {
                throw NoSuchKey(key: key)
            }
            return latest
        }
        try check(version)
        guard let found = try Objects.version(version, key, of: bucket, in: tx) else {
            throw NoSuchVersion(key: key, versionId: version)
        }
        if found.isMarker { throw MethodNotAllowed(method: "GET", resourceType: "DeleteMarker") }
        return found
    }

    private static func check(_ version: String) throws {
        guard version == unversioned || version.utf8.count == 32 else {
            throw InvalidArgument(
                "Invalid version id specified", argumentName: "versionId", argumentValue: version)
        }
    }

    private static func erase(
        _ version: String, _ key: String, in bucket: StoredBucket, _ call: Kernel.Call,
        _ tx: borrowing Transaction
    ) throws {
        guard let old = try Objects.version(version, key, of: bucket, in: tx) else { return }
        try erase(old, call, tx)
    }

    private static func erase(
        _ object: StoredObject, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws {
        try Objects.remove(object.id, in: tx)
        try Garbage.add(object.blob, call, in: tx)
        if let upload = object.upload { try Parts.removeAll(of: upload, call, in: tx) }
    }
}

internal import Kernel
internal import S3Interface
internal import Store

/// How versions follow each other: what a write or a deletion does to the versions of a key.
enum History {
    static let unversioned = "null"

    /// Stores an object as the latest version; answers its version id, nil in an unversioned bucket.
    static func put(
        _ object: NewObject, as kind: ObjectEvent.Kind, in bucket: StoredBucket, _ call: Kernel.Call,
        _ tx: borrowing Transaction
    ) throws -> String? {
        let version = try makeRoom(object.key, in: bucket, call, tx)
        try Objects.insert(object, version: version, of: bucket, at: call.now, in: tx)
        let shown = bucket.versioning == nil ? nil : version
        try ObjectEvent(kind, object, version: shown).announce(in: bucket, call, tx)
        return shown
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
        _ = try erase(unversioned, key, in: bucket, call, tx)
        return unversioned
    }

    /// Deletes as a request without a version does.
    static func delete(
        _ key: String, in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws -> Deletion {
        guard bucket.versioning != nil else {
            return Deletion(wasThere: try erase(unversioned, key, in: bucket, call, tx))
        }
        let version = try makeRoom(key, in: bucket, call, tx)
        try Objects.insertMarker(key, version: version, of: bucket, at: call.now, in: tx)
        return Deletion(isMarker: true, version: version, isNewMarker: true)
    }

    /// Deletes one version for good; one that is gone is no error.
    static func delete(
        _ key: String, version: String, in bucket: StoredBucket, _ call: Kernel.Call,
        _ tx: borrowing Transaction
    ) throws -> Deletion {
        try check(version)
        guard let old = try Objects.version(version, key, of: bucket, in: tx) else {
            return Deletion(version: version, wasThere: false)
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

    /// Gives an object tags; answers its version id, nil in an unversioned bucket.
    static func setTags(
        _ tags: [String: String], of object: StoredObject, in bucket: StoredBucket, _ call: Kernel.Call,
        _ tx: borrowing Transaction
    ) throws -> String? {
        var facts = try ObjectFacts(json: object.facts)
        facts.tags = tags
        try Objects.setFacts(facts, object.id, in: tx)
        let event = ObjectEvent(tags.isEmpty ? .untagging : .tagging, object, in: bucket)
        try event.announce(in: bucket, call, tx)
        return event.version
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
    ) throws -> Bool {
        guard let old = try Objects.version(version, key, of: bucket, in: tx) else { return false }
        try erase(old, call, tx)
        return true
    }

    private static func erase(
        _ object: StoredObject, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws {
        try Objects.remove(object.id, in: tx)
        try Garbage.add(object.blob, call, in: tx)
        if let upload = object.upload { try Parts.removeAll(of: upload, call, in: tx) }
    }
}

internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// The conditions of a request. <https://www.rfc-editor.org/rfc/rfc9110#section-13>
struct Conditions: Sendable {
    var ifMatch: String?
    var ifNoneMatch: String?
    var ifModifiedSince: Timestamp?
    var ifUnmodifiedSince: Timestamp?

    /// For a read.
    func check(_ object: StoredObject) throws {
        let seconds = object.modifiedAt.seconds
        if let ifMatch {
            guard Self.matches(ifMatch, object.etag) else { throw PreconditionFailed(condition: "If-Match") }
        } else if let since = ifUnmodifiedSince, seconds > Int64(since.milliseconds) / 1000 {
            throw PreconditionFailed(condition: "If-Unmodified-Since")
        }
        if let ifNoneMatch {
            if Self.matches(ifNoneMatch, object.etag) { throw NotModified() }
        } else if let since = ifModifiedSince, seconds <= Int64(since.milliseconds) / 1000 {
            throw NotModified()
        }
    }

    /// For the source of a copy, where whatever does not hold is a failure.
    func checkSource(_ object: StoredObject) throws {
        do {
            try check(object)
        } catch is NotModified {
            let name = ifNoneMatch == nil ? "Modified-Since" : "None-Match"
            throw PreconditionFailed(condition: "x-amz-copy-source-If-\(name)")
        } catch let failure as PreconditionFailed {
            throw PreconditionFailed(condition: "x-amz-copy-source-\(failure.condition ?? "")")
        }
    }

    /// For a write.
    func checkWrite(_ key: String, in bucket: StoredBucket, _ tx: borrowing Transaction) throws {
        guard ifMatch != nil || ifNoneMatch != nil else { return }
        guard ifMatch == nil || ifNoneMatch == nil else {
            throw ConditionNotImplemented(
                header: "If-Match,If-None-Match",
                additionalMessage: "Multiple conditional request headers present in the request")
        }
        if let ifNoneMatch, ifNoneMatch != "*" {
            throw ConditionNotImplemented(
                header: "If-None-Match",
                additionalMessage: "We don't accept the provided value of If-None-Match header for this API")
        }
        let latest = try Objects.latest(key, of: bucket, in: tx)
        let current = latest?.isMarker == true ? nil : latest
        if ifNoneMatch != nil, current != nil { throw PreconditionFailed(condition: "If-None-Match") }
        guard let ifMatch else { return }
        guard let current else { throw NoSuchKey(key: key) }
        guard Self.matches(ifMatch, current.etag) else { throw PreconditionFailed(condition: "If-Match") }
    }

    private static func matches(_ field: String, _ etag: String) -> Bool {
        field.split(separator: ",").contains { part in
            let text = part.drop { $0 == " " || $0 == "\"" }.prefix { $0 != "\"" && $0 != " " }
            return text == "*" || text == etag
        }
    }
}

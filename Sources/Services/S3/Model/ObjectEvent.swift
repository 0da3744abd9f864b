internal import Kernel
internal import Store
internal import Wire

/// Something that happened to an object, as notifications tell it.
struct ObjectEvent: Sendable {
    enum Kind: Sendable, CaseIterable {
        case put, copy, completion, deletion, markerCreation, tagging, untagging, expiration, expirationMarker

        /// What a notification calls it.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html>
        var name: String {
            switch self {
            case .put: "ObjectCreated:Put"
            case .copy: "ObjectCreated:Copy"
            case .completion: "ObjectCreated:CompleteMultipartUpload"
            case .deletion: "ObjectRemoved:Delete"
            case .markerCreation: "ObjectRemoved:DeleteMarkerCreated"
            case .tagging: "ObjectTagging:Put"
            case .untagging: "ObjectTagging:Delete"
            case .expiration: "LifecycleExpiration:Delete"
            case .expirationMarker: "LifecycleExpiration:DeleteMarkerCreated"
            }
        }

        /// Kinds that came later bear a later version.
        var version: String {
            switch self {
            case .put, .copy, .completion, .deletion, .markerCreation: "2.1"
            default: "2.3"
            }
        }

        var isLifecycle: Bool { self == .expiration || self == .expirationMarker }
        var isTagging: Bool { self == .tagging || self == .untagging }

        /// What EventBridge calls it.
        /// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventBridge.html>
        var detailType: String {
            switch self {
            case .put, .copy, .completion: "Object Created"
            case .deletion, .markerCreation, .expiration, .expirationMarker: "Object Deleted"
            case .tagging: "Object Tags Added"
            case .untagging: "Object Tags Deleted"
            }
        }

        var reason: String? {
            switch self {
            case .put: "PutObject"
            case .copy: "CopyObject"
            case .completion: "CompleteMultipartUpload"
            case .deletion, .markerCreation: "DeleteObject"
            case .expiration, .expirationMarker: "Lifecycle Expiration"
            case .tagging, .untagging: nil
            }
        }

        var deletionType: String? {
            switch self {
            case .deletion, .expiration: "Permanently Deleted"
            case .markerCreation, .expirationMarker: "Delete Marker Created"
            default: nil
            }
        }
    }

    let kind: Kind
    let key: String
    var size: Int?
    var etag: String?
    /// The version's id, where the bucket keeps versions.
    var version: String?

    /// An object that was stored.
    init(_ kind: Kind, _ object: NewObject, version: String?) {
        self.kind = kind
        key = object.key
        size = object.size
        etag = object.etag
        self.version = version
    }

    /// What a deletion did; nil when nothing was there.
    init?(_ deletion: Deletion, of key: String, byLifecycle isLifecycle: Bool = false) {
        guard deletion.wasThere else { return nil }
        self.key = key
        version = deletion.version
        if deletion.isNewMarker {
            kind = isLifecycle ? .expirationMarker : .markerCreation
            etag = Digest.hex(Digest.md5([]))
        } else {
            kind = isLifecycle ? .expiration : .deletion
        }
    }

    /// A change of an object's tags.
    init(_ kind: Kind, _ object: StoredObject, in bucket: StoredBucket) {
        self.kind = kind
        key = object.key
        etag = object.etag
        version = bucket.versioning == nil ? nil : object.version
    }

    /// The key as notifications spell it: percent-encoded, a space as a plus.
    var spelledKey: String {
        key.split(separator: " ", omittingEmptySubsequences: false)
            .map { PercentCoding.encoded(String($0), keepsSlashes: true) }.joined(separator: "+")
    }
}

internal import Kernel

/// An object that is about to be stored.
struct NewObject: Sendable {
    let key: String
    var etag: String
    var size: Int
    var facts: ObjectFacts
    var body: [UInt8]?
    var blob: BlobID?
    var upload: Int64?

    init(key: String, content: Content, facts: ObjectFacts) {
        self.key = key
        etag = content.etag
        size = content.size
        self.facts = facts
        self.facts.checksum = content.checksum
        body = content.body
        blob = content.blob
    }

    init(key: String, etag: String, size: Int, facts: ObjectFacts, upload: Int64) {
        self.key = key
        self.etag = etag
        self.size = size
        self.facts = facts
        self.upload = upload
    }
}

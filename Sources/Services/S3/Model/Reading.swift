internal import Kernel
internal import S3Interface
internal import Store
internal import Wire

/// An object that is about to be read, with where its bytes are.
struct Reading: Sendable {
    /// How much is read besides the object's row.
    enum Depth: Sendable { case facts, parts, body }

    let bucket: StoredBucket
    let object: StoredObject
    let facts: ObjectFacts
    let body: [UInt8]?
    let parts: [StoredPart]
    let inlineParts: [Int: [UInt8]]

    init(
        _ object: StoredObject, in bucket: StoredBucket, _ depth: Depth, _ tx: borrowing Transaction
    ) throws {
        self.bucket = bucket
        self.object = object
        facts = try ObjectFacts(json: object.facts)
        var inline: [Int: [UInt8]] = [:]
        if let upload = object.upload, depth != .facts {
            parts = try Parts.list(of: upload, in: tx)
            for part in parts where part.blob == nil && depth == .body {
                inline[part.number] = try Parts.body(part.number, of: upload, in: tx)
            }
        } else {
            parts = []
        }
        inlineParts = inline
        let isInline = depth == .body && object.upload == nil && object.blob == nil
        body = isInline ? try Objects.body(of: object, in: tx) : nil
    }

    var versionID: String? { bucket.versioning == nil ? nil : object.version }

    /// When the lifecycle ends the object; nothing is said of older versions.
    var expiration: String? {
        get throws {
            guard object.isLatest else { return nil }
            return try LifecycleTerms.expiration(
                in: bucket, object.key, size: object.size, tags: facts.tags, at: object.modifiedAt)
        }
    }

    /// The bytes of the range, in pieces.
    func stream(_ range: Range<Int>?, _ blobs: any Blobs) async throws -> BodyStream {
        let part = range ?? 0..<object.size
        if let body { return BodyStream(Array(body[part.clamped(to: body.indices)])) }
        if let blob = object.blob { return try await blobs.read(BlobID(name: blob), range: part) }
        let reader = PartReader(parts: segments(part), blobs: blobs)
        return BodyStream(length: part.count) { try await reader.next() }
    }

    private func segments(_ range: Range<Int>) -> [PartReader.Segment] {
        var segments: [PartReader.Segment] = []
        var start = 0
        for part in parts {
            let wanted = range.clamped(to: start..<(start + part.size))
            if !wanted.isEmpty {
                let inner = (wanted.lowerBound - start)..<(wanted.upperBound - start)
                segments.append(
                    PartReader.Segment(blob: part.blob, body: inlineParts[part.number], range: inner))
            }
            start += part.size
        }
        return segments
    }
}

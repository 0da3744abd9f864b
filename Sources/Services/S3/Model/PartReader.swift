internal import Kernel
internal import Wire

/// Reads the parts of an object one behind the other.
actor PartReader {
    struct Segment: Sendable {
        let blob: String?
        let body: [UInt8]?
        let range: Range<Int>
    }

    private var rest: ArraySlice<Segment>
    private var current: BodyStream?
    private let blobs: any Blobs

    init(parts: [Segment], blobs: any Blobs) {
        rest = parts[...]
        self.blobs = blobs
    }

    func next() async throws -> [UInt8]? {
        while true {
            if let current, let piece = try await current.next() { return piece }
            current = nil
            guard let segment = rest.popFirst() else { return nil }
            if let blob = segment.blob {
                current = try await blobs.read(BlobID(name: blob), range: segment.range)
            } else {
                return Array((segment.body ?? [])[segment.range])
            }
        }
    }
}

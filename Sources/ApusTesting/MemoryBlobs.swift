internal import Kernel
internal import Synchronization
internal import Wire

/// Blobs in memory, for tests.
final class MemoryBlobs: Blobs {
    struct Missing: Error {}

    private let blobs = Mutex<[BlobID: [UInt8]]>([:])
    private let entropy: Entropy

    init(entropy: Entropy) {
        self.entropy = entropy
    }

    func create() async throws -> any BlobWriter {
        Writer(id: BlobID(name: entropy.uuid()), blobs: self)
    }

    func read(_ id: BlobID, range: Range<Int>?) async throws -> BodyStream {
        guard let bytes = blobs.withLock({ $0[id] }) else { throw Missing() }
        let part = (range ?? bytes.indices).clamped(to: bytes.indices)
        let rest = Mutex<[UInt8]?>(Array(bytes[part]))
        let source = Source(rest: rest)
        return BodyStream(length: part.count) { source.take() }
    }

    func remove(_ id: BlobID) async throws { blobs.withLock { _ = $0.removeValue(forKey: id) } }

    func path(of id: BlobID) -> String { "/nonexistent/\(id.name)" }

    private final class Source: Sendable {
        let rest: Mutex<[UInt8]?>

        init(rest: consuming Mutex<[UInt8]?>) { self.rest = rest }

        func take() -> [UInt8]? {
            rest.withLock { rest in
                defer { rest = nil }
                return rest?.isEmpty == true ? nil : rest
            }
        }
    }

    private final class Writer: BlobWriter {
        let id: BlobID
        let blobs: MemoryBlobs
        let bytes = Mutex<[UInt8]>([])

        init(id: BlobID, blobs: MemoryBlobs) {
            self.id = id
            self.blobs = blobs
        }

        func write(_ bytes: [UInt8]) async throws { self.bytes.withLock { $0 += bytes } }

        func finish() async throws -> BlobID {
            let all = bytes.withLock { $0 }
            blobs.blobs.withLock { $0[id] = all }
            return id
        }

        func abandon() async {}
    }
}

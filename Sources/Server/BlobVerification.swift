internal import Kernel
internal import Outside
internal import Store

/// Compares the rows that name blobs with the files, both ways.
struct BlobVerification: Sendable {
    /// Rows that are read at a time.
    private static let stride = 256

    let store: Store
    let files: BlobFiles
    let progress: @Sendable (String) -> Void

    /// What is wrong, each fault as one sentence that names the object, or the file that nothing names.
    func run(_ owners: [BlobOwner], isComplete: Bool) async throws -> [String] {
        var faults: [String] = []
        for owner in owners { faults += try await check(owner) }
        return isComplete ? faults + (try await orphans(owners)) : faults
    }

    private func check(_ owner: BlobOwner) async throws -> [String] {
        var faults: [String] = []
        var last = ""
        while true {
            let start = last
            let page = try await store.read { tx in try owner.page(start, Self.stride, tx) }
            for blob in page {
                if let fault = try await fault(of: blob) { faults.append(fault) }
            }
            guard page.count == Self.stride, let end = page.last else { return faults }
            last = end.id.name
        }
    }

    private func fault(of blob: OwnedBlob) async throws -> String? {
        guard let size = try files.size(of: blob.id) else {
            return "\(blob.owner): its blob \(blob.id.name) is missing"
        }
        if let expected = blob.size, size != expected {
            return "\(blob.owner): its blob \(blob.id.name) has \(size) bytes instead of \(expected)"
        }
        guard let expected = blob.digest else { return nil }
        guard try await files.digest(of: blob.id, expected.algorithm) == expected.bytes else {
            return "\(blob.owner): the bytes of its blob \(blob.id.name) do not have their checksum"
        }
        return nil
    }

    private func orphans(_ owners: [BlobOwner]) async throws -> [String] {
        var faults: [String] = []
        let unsettled = try files.unsettled()
        for shard in files.shards {
            for id in try files.list(shard) {
                let isNamed = try await store.read { tx in
                    for owner in owners where try owner.names(id, tx) { return true }
                    return false
                }
                if isNamed { continue }
                if unsettled.contains(id) {
                    progress("note: blob \(id.name) was left by a crash; the next start removes it")
                } else {
                    faults.append("blob \(id.name) belongs to no object: \(files.path(of: id))")
                }
            }
        }
        return faults
    }
}

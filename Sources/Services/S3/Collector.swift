internal import Kernel
internal import Logging
internal import Store

/// Removes blobs that no row names any more, once their time has come.
struct Collector: Sendable {
    /// Blobs removed between two transactions.
    static let batchMax = 64

    let kernel: Kernel
    let signal: Signal

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    func run() async {
        while !Task.isCancelled {
            var isMore = false
            do {
                isMore = try await collect()
            } catch {
                kernel.log.error("s3: blobs were not removed: \(error)")
            }
            if !isMore { await signal.wait() }
        }
    }

    private func collect() async throws -> Bool {
        let now = kernel.time.now
        let rows = try await kernel.store.read { tx in
            try Garbage.due(at: now, limit: Self.batchMax, in: tx)
        }
        guard !rows.isEmpty else { return false }
        for row in rows { try await kernel.blobs.remove(row.blob) }
        try await kernel.store.write(label: "s3.garbage") { tx in try Garbage.remove(rows, in: tx) }
        return true
    }
}

internal import Kernel
internal import Logging
internal import Store
internal import Synchronization

/// Ends what a bucket's lifecycle says, once a day behind midnight.
///
/// It walks the bucket by its index, a page at a time, on snapshots; only what has come to its end costs a
/// transaction. What a stop interrupts is found on the next day.
struct Lifecycle: Sendable {
    /// Rows that are looked at in one reading.
    private static let stride = 100
    /// Objects that are ended in one transaction.
    private static let pieceSize = 16

    let kernel: Kernel
    let signal: Signal
    private let waiting = Waiting()

    /// Buckets whose day has come.
    private final class Waiting: Sendable {
        let buckets = Mutex<[Bucket]>([])
    }

    /// A bucket, and the call that ends what is in it.
    struct Bucket: Sendable {
        let id: Int64
        let call: Kernel.Call
    }

    init(kernel: Kernel) {
        self.kernel = kernel
        signal = Signal(activity: kernel.time.activity)
    }

    /// Asks to be told behind the next midnight.
    static func schedule(_ bucket: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        let next = Instant(milliseconds: call.now.milliseconds + 1)
        try call.schedule(
            "s3", at: LifecycleTerms.midnight(after: next, days: 0), key: "lifecycle:\(bucket)", in: tx)
    }

    /// Begins a bucket's day, and asks for the next one while the bucket has a lifecycle.
    func fire(_ id: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard try Buckets.with(id: id, in: tx)?.lifecycle != nil else { return }
        try Self.schedule(id, call, in: tx)
        let (waiting, signal) = (waiting, signal)
        tx.afterCommit {
            waiting.buckets.withLock { $0.append(Bucket(id: id, call: call)) }
            signal.fire()
        }
    }

    func run() async {
        while !Task.isCancelled {
            while let bucket = waiting.buckets.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
                do {
                    try await end(in: bucket)
                } catch {
                    kernel.log.error("s3: the lifecycle of bucket \(bucket.id) was not kept: \(error)")
                }
            }
            await signal.wait()
        }
    }

    private func end(in place: Bucket) async throws {
        var after = ""
        while !Task.isCancelled {
            let from = after
            let found = try await kernel.store.read { tx in
                try Buckets.with(id: place.id, in: tx).map { bucket in
                    (bucket, try Objects.keys(of: bucket, after: from, limit: Self.stride, in: tx))
                }
            }
            guard let (bucket, keys) = found, let text = bucket.lifecycle else { return }
            let rules = try LifecycleTerms.list(json: text).filter(\.isEnabled)
            var rest = keys[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Self.pieceSize))
                rest = rest.dropFirst(Self.pieceSize)
                try await end(piece, rules, place)
            }
            guard keys.count == Self.stride, let last = keys.last else { break }
            after = last
        }
        try await abandonUploads(place)
    }

    private func end(_ keys: [String], _ rules: [LifecycleTerms], _ place: Bucket) async throws {
        let now = place.call.now
        // Looked at without a transaction first: most days nothing ends.
        let due = try await kernel.store.read { tx in
            try keys.filter { key in
                guard let bucket = try Buckets.with(id: place.id, in: tx) else { return false }
                return try !Ending(key, rules, in: bucket, at: now, tx).isEmpty
            }
        }
        guard !due.isEmpty else { return }
        try await kernel.store.write(label: "s3.lifecycle") { tx in
            // What was read may have changed, the rules too.
            guard let bucket = try Buckets.with(id: place.id, in: tx), let text = bucket.lifecycle else {
                return
            }
            let rules = try LifecycleTerms.list(json: text).filter(\.isEnabled)
            for key in due {
                try Ending(key, rules, in: bucket, at: now, tx).carryOut(in: bucket, place.call, tx)
            }
        }
    }

    private func abandonUploads(_ place: Bucket) async throws {
        var (key, id) = ("", Int64.max)
        while !Task.isCancelled {
            let (from, last) = (key, id)
            let page = try await kernel.store.read { tx in
                try Uploads.page(ofBucket: place.id, afterKey: from, id: last, limit: Self.stride, in: tx)
            }
            for upload in page {
                try await kernel.store.write(label: "s3.lifecycle") { tx in
                    guard let bucket = try Buckets.with(id: place.id, in: tx), let text = bucket.lifecycle
                    else {
                        return
                    }
                    let isDue = try LifecycleTerms.list(json: text).contains { rule in
                        guard let days = rule.uploadDays, rule.isEnabled,
                            upload.key.utf8.starts(with: rule.prefix.utf8)
                        else { return false }
                        return LifecycleTerms.midnight(after: upload.createdAt, days: days) <= place.call.now
                    }
                    guard isDue, try Uploads.exists(upload.id, in: tx) else { return }
                    try Parts.removeAll(of: upload.id, place.call, in: tx)
                    try Uploads.remove(upload.id, in: tx)
                }
            }
            guard page.count == Self.stride, let end = page.last else { return }
            (key, id) = (end.key, end.id)
        }
    }
}

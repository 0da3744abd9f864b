internal import Kernel
internal import Store

/// What ends among the versions of a key, by the rules of a lifecycle.
struct Ending: Sendable {
    /// Versions of a key that one day looks at.
    private static let versionsMax = 1000

    let key: String
    /// Whether the current version ends.
    private var endsCurrent = false
    /// Versions that go for good.
    private var versions: [String] = []

    var isEmpty: Bool { !endsCurrent && versions.isEmpty }

    init(
        _ key: String, _ rules: [LifecycleTerms], in bucket: StoredBucket, at now: Instant,
        _ tx: borrowing Transaction
    ) throws {
        self.key = key
        guard let latest = try Objects.latest(key, of: bucket, in: tx) else { return }
        let older = try Objects.history(of: bucket, key, before: latest.id, limit: Self.versionsMax, in: tx)
        for rule in rules {
            if latest.isMarker {
                // A delete marker alone covers nothing.
                let isOld = rule.end(of: latest.modifiedAt).map { $0 <= now } ?? rule.endsLoneMarkers
                if older.isEmpty, isOld, key.utf8.starts(with: rule.prefix.utf8) {
                    versions.append(latest.version)
                }
            } else if try rule.covers(latest), let end = rule.end(of: latest.modifiedAt), end <= now {
                endsCurrent = true
            }
            guard let days = rule.noncurrentDays else { continue }
            var newer = latest
            for (index, version) in older.enumerated() {
                // A version is no longer current from when the next one came.
                let end = LifecycleTerms.midnight(after: newer.modifiedAt, days: days)
                if index >= rule.noncurrentKept ?? 0, end <= now, try rule.covers(version) {
                    versions.append(version.version)
                }
                newer = version
            }
        }
        versions = Array(Set(versions)).sorted()
    }

    /// Deletes what ends, and tells of it.
    func carryOut(
        in bucket: StoredBucket, _ call: Kernel.Call, _ tx: borrowing Transaction
    ) throws {
        for version in versions {
            let done = try History.delete(key, version: version, in: bucket, call, tx)
            try ObjectEvent(done, of: key, byLifecycle: true)?.announce(in: bucket, call, tx)
        }
        guard endsCurrent else { return }
        let done = try History.delete(key, in: bucket, call, tx)
        try ObjectEvent(done, of: key, byLifecycle: true)?.announce(in: bucket, call, tx)
    }
}

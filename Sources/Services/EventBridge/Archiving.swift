internal import Kernel
internal import Store

extension ActiveArchive {
    /// Keeps an event under the time that it tells.
    func keep(_ event: Event, in tx: borrowing Transaction) throws {
        try ArchivedEvents.insert(event, at: event.time, archive: id, in: tx)
        try Archives.count(events: 1, bytes: event.bytes.count, of: id, in: tx)
    }
}

/// What becomes of archived events when their time is over or their archive is deleted.
///
/// Work is cut into pieces that schedule their successor.
enum ArchiveRetention {
    static let keyPrefix = "archive:"
    static let pieceSize = 256
    /// How often an archive with a retention period is looked at.
    static let interval: Duration = .seconds(3600)
    private static let day: Duration = .seconds(86_400)

    static func arrange(
        _ archive: Int64, days: Int, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let key = "\(keyPrefix)\(archive)"
        guard days > 0 else { return try call.unschedule("events", key: key, in: tx) }
        try call.schedule("events", at: call.now + interval, key: key, in: tx)
    }

    static func clear(_ archive: Int64, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try Archives.retire(archive, in: tx)
        try call.schedule("events", at: call.now, key: "\(keyPrefix)\(archive)", in: tx)
    }

    static func fire(_ timer: Timer, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        guard let id = Int64(timer.key.dropFirst(keyPrefix.count)) else { return }
        let archive = try Archives.with(id: id, in: tx)
        let horizon = archive.map { call.now - day * $0.retentionDays } ?? .distantFuture
        let piece = try ArchivedEvents.remove(of: id, before: horizon, limit: pieceSize, in: tx)
        guard let removed = piece else { return }
        try Archives.count(events: -removed.count, bytes: -removed.bytes, of: id, in: tx)
        if removed.count == pieceSize {
            try call.schedule("events", at: call.now, key: timer.key, in: tx)
        } else if let archive {
            try arrange(archive.id, days: archive.retentionDays, call, in: tx)
        } else {
            try Archives.remove(id, in: tx)
        }
    }
}

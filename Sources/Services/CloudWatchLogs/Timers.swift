internal import Kernel
internal import Store

/// What goes when its time has come: events past their retention, and what deleted groups and streams leave
/// behind.
///
/// Work is cut into pieces that schedule their successor, so that no transaction grows with what is stored.
enum Retention {
    static let pieceSize = 500
    /// How often a group with a retention policy is looked at.
    static let interval: Duration = .seconds(3600)
    private static let day: Duration = .seconds(86_400)

    static func start(_ group: Group, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.schedule("logs", at: call.now, key: "retention:\(group.id)", in: tx)
    }

    static func clear(_ group: Group, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.unschedule("logs", key: "retention:\(group.id)", in: tx)
        try call.schedule("logs", at: call.now, key: "group:\(group.id)", in: tx)
    }

    static func clear(_ stream: Stream, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        try call.schedule("logs", at: call.now, key: "stream:\(stream.id)", in: tx)
    }

    static func fire(_ timer: Timer, _ call: Kernel.Call, in tx: borrowing Transaction) throws {
        let parts = timer.key.split(separator: ":")
        guard parts.count == 2, let id = Int64(parts[1]) else { return }
        switch parts[0] {
        case "retention":
            guard let days = try Groups.retention(of: id, in: tx) else { return }
            let horizon = call.now - day * days
            let removed = try Events.remove(ofGroup: id, before: horizon, limit: pieceSize, in: tx)
            let next = removed == pieceSize ? call.now : call.now + interval
            try call.schedule("logs", at: next, key: timer.key, in: tx)
        case "group":
            let events = try Events.remove(ofGroup: id, before: .distantFuture, limit: pieceSize, in: tx)
            let streams = try Streams.remove(ofGroup: id, limit: pieceSize, in: tx)
            if max(events, streams) == pieceSize {
                try call.schedule("logs", at: call.now, key: timer.key, in: tx)
            }
        case "stream":
            if try Events.remove(ofStream: id, limit: pieceSize, in: tx) == pieceSize {
                try call.schedule("logs", at: call.now, key: timer.key, in: tx)
            }
        default: break
        }
    }
}

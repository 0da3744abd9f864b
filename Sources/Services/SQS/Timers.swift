internal import Kernel
internal import Logging
internal import SQSInterface
internal import Store
internal import Wire

/// What a timer of SQS is for; its text is the timer's key.
enum TimerPurpose: Hashable {
    /// Old messages of a queue go.
    case expiry(queue: String)
    /// What is left of a purged or deleted queue's line goes.
    case sweep(line: Int64)
    /// Messages move from one queue to another.
    case move(task: Int64)

    init?(key: String) {
        let parts = key.split(separator: ":", maxSplits: 1)
        guard parts.count == 2 else { return nil }
        switch (parts[0], Int64(parts[1])) {
        case ("expiry", _): self = .expiry(queue: String(parts[1]))
        case ("sweep", let line?): self = .sweep(line: line)
        case ("move", let task?): self = .move(task: task)
        default: return nil
        }
    }

    var key: String {
        switch self {
        case .expiry(let queue): "expiry:\(queue)"
        case .sweep(let line): "sweep:\(line)"
        case .move(let task): "move:\(task)"
        }
    }
}

extension SQS {
    func fire(_ timer: Timer, _ call: Call, in tx: borrowing Transaction) throws {
        switch TimerPurpose(key: timer.key) {
        case .expiry(let name): try expire(name, call, in: tx)
        case .sweep(let line): try sweep(line, call, in: tx)
        case .move(let task): try move(task, call, in: tx)
        case nil: kernel.log.error("sqs: no purpose for timer \(timer.key)")
        }
    }

    /// Sees to it that a timer runs for the oldest message of a queue that has one.
    func ensureExpiry(of queue: Queue, in tx: borrowing Transaction) throws {
        if !expiries.isSet(queue) { try scheduleExpiry(of: queue, in: tx) }
    }

    /// Sets the timer for the oldest message, wherever it stands; lowers the flag when there is none.
    func scheduleExpiry(of queue: Queue, in tx: borrowing Transaction) throws {
        expiries.lower(queue)
        let heads = try [MessageKey.Lane.waiting, .delayed].compactMap { lane in
            try Messages.head(in: MessageKey.range(line: queue.line, lane: lane), tx)?.sentAt
        }
        guard let oldest = heads.min() else { return }
        let call = Call.internal(kernel, queue.scope)
        try call.schedule(
            "sqs", at: oldest + .seconds(queue.attributes.retentionSeconds),
            key: TimerPurpose.expiry(queue: queue.name).key, in: tx)
        tx.afterCommit { [expiries] in expiries.raise(queue) }
    }

    /// Throws away messages that are older than the queue keeps them, a piece at a time.
    private func expire(_ name: String, _ call: Call, in tx: borrowing Transaction) throws {
        guard let queue = try Queues.named(name, in: call.scope, tx), var line = try Lines.of(queue, in: tx)
        else {
            return
        }
        let limit = call.now - .seconds(queue.attributes.retentionSeconds)
        for lane in [MessageKey.Lane.waiting, .delayed] {
            let range = MessageKey.range(line: line.id, lane: lane)
            let old = try Messages.heads(in: range, limit: Limit.discardsPerTransaction, tx).prefix {
                $0.sentAt <= limit
            }
            for message in old {
                try noteExpiry(of: message.key, in: queue, at: call.now, in: tx)
                try remove(message.key, try HiddenMessages.find(message.key, in: tx), from: &line, in: tx)
                if let group = message.group { try refresh(group, in: tx) }
            }
        }
        try Lines.update(line, in: tx)
        try scheduleExpiry(of: queue, in: tx)
    }

    /// Leaves a line to be swept away.
    func abandonLine(of queue: Queue, in tx: borrowing Transaction) throws {
        try Lines.abandon(queue.line, in: tx)
        let call = Call.internal(kernel, queue.scope)
        try call.schedule("sqs", at: call.now, key: TimerPurpose.sweep(line: queue.line).key, in: tx)
        try call.unschedule("sqs", key: TimerPurpose.expiry(queue: queue.name).key, in: tx)
    }

    /// Removes a piece of what an abandoned line left behind, and comes again while there is more.
    private func sweep(_ line: Int64, _ call: Call, in tx: borrowing Transaction) throws {
        if try AbandonedLines.removePiece(of: line, limit: Limit.discardsPerTransaction, in: tx) {
            try call.schedule("sqs", at: call.now, key: TimerPurpose.sweep(line: line).key, in: tx)
        } else {
            try Lines.remove(line, in: tx)
        }
    }
}

internal import Kernel
internal import SQSInterface
internal import Store

extension SQS {
    /// Messages moved by one transaction.
    static let movesPerTransaction = 50

    /// Moves a piece of what a task has to move, and comes again while there is more.
    func move(_ id: Int64, _ call: Call, in tx: borrowing Transaction) throws {
        guard var task = try MoveTasks.find(id, in: tx), task.status == .running else { return }
        guard let source = ARN(task.source), let queue = try queue(of: source, in: tx), queue.id == task.queue
        else {
            task.status = .failed
            task.failure = "AWS.SimpleQueueService.NonExistentQueue"
            return try MoveTasks.update(task, in: tx)
        }
        // A limited task moves a tenth of its rate ten times a second, or one message at a time if it is
        // slower.
        let perTick = task.rate.map { max(1, $0 / 10) } ?? Self.movesPerTransaction
        let pause: Duration = task.rate.map { .milliseconds(1000 * perTick / $0) } ?? .zero
        let moved = try movePiece(
            from: queue, &task, limit: min(perTick, task.toMove - task.moved), call, in: tx)
        if task.status == .running, moved == 0 || task.moved >= task.toMove { task.status = .completed }
        try MoveTasks.update(task, in: tx)
        guard task.status == .running else { return }
        try call.schedule("sqs", at: call.now + pause, key: TimerPurpose.move(task: id).key, in: tx)
    }

    private func movePiece(
        from queue: Queue, _ task: inout MoveTask, limit: Int, _ call: Call, in tx: borrowing Transaction
    ) throws -> Int {
        guard limit > 0, var line = try Lines.of(queue, in: tx) else { return 0 }
        _ = try line.settle(at: call.now, in: tx)
        var moved = 0
        for (stored, hidden) in try visible(in: queue, line: line, limit: limit, at: call.now, tx) {
            guard !stored.isExpired(in: queue, at: call.now) else {
                try remove(stored.key, hidden, from: &line, in: tx)
                if let group = stored.group { try refresh(group, in: tx) }
                moved += 1
                continue
            }
            guard let target = (task.destination ?? stored.source).flatMap({ ARN($0) }),
                let destination = try self.queue(of: target, in: tx), destination.isFIFO == queue.isFIFO
            else {
                task.status = .failed
                task.failure = "AWS.SimpleQueueService.NonExistentQueue"
                break
            }
            // Moved messages count as new ones: with an id and an age of their own.
            var message = NewMessage(stored)
            message.id = ""
            if case .copy(_, let flow)? = kernel.names.meaning(of: stored.id) { message.flow = flow }
            let sent = try append(message, to: destination, at: call.now, in: tx)
            try note(
                stored, of: queue, movedTo: sent, in: destination, "a move task took it", at: call.now, in: tx
            )
            try remove(stored.key, hidden, from: &line, in: tx)
            if let group = stored.group { try refresh(group, in: tx) }
            try ensureExpiry(of: destination, in: tx)
            announce(1, in: destination, tx)
            moved += 1
        }
        try Lines.update(line, in: tx)
        task.moved += moved
        return moved
    }

    /// Messages that could be received, oldest first, without receiving them.
    private func visible(
        in queue: Queue, line: Line, limit: Int, at now: Instant, _ tx: borrowing Transaction
    ) throws -> [(StoredMessage, HiddenMessage?)] {
        guard !queue.isFIFO else { return try visibleInGroups(of: queue, limit: limit, at: now, tx) }
        var found: [(StoredMessage, HiddenMessage?)] = []
        for hidden in try HiddenMessages.due(line: line.id, at: now, limit: limit, in: tx) {
            if let stored = try Messages.find(hidden.key, in: tx) { found.append((stored, hidden)) }
        }
        let lane = MessageKey.range(line: line.id, lane: .waiting)
        let head = try HiddenMessages.last(in: lane, tx) ?? lane.lowerBound
        for stored in try Messages.after(head, in: lane, limit: limit - found.count, tx) {
            found.append((stored, nil))
        }
        return found.sorted { $0.0.key.sequence < $1.0.key.sequence }
    }
}

internal import Kernel
internal import SQSInterface
internal import Store
internal import Wire

extension SQS {
    func shortPath(of operation: String) -> ShortPath? {
        guard operation == SQSOperations.sendMessage.name else { return nil }
        return ShortPath(SQSOperations.sendMessage, of: Self.model) { input, call, done in
            try self.send(input, call, done)
        }
    }

    /// `SendMessage` to a standard queue in use; declines when the queue must be looked up.
    private func send(
        _ input: SendMessageInput, _ call: Call,
        _ done: @escaping @Sendable (@escaping @Sendable () throws -> SendMessageOutput) -> Void
    ) throws -> Bool {
        guard let queue = queues.queue(QueueCache.Key(scope: call.scope.id, url: input.queueUrl)),
            !queue.isFIFO
        else { return false }
        let messages = [try input.message(for: queue, call)]
        let now = call.now
        kernel.store.write(label: "sqs.SendMessage", checksFirst: true) { tx in
            try self.enqueue(messages, to: queue, at: now, in: tx)
        } completion: { sent in
            done {
                let sent = try sent.get()
                self.meters.countSent(messages)
                return SendMessageOutput(messages[0], sent[0], in: queue)
            }
        }
        return true
    }
}

public import Kernel
internal import SQSInterface
internal import Store
internal import Wire

/// Durable queues with visibility timeouts, FIFO groups and dead letters.
final class SQS: Service, SQSInterface {
    typealias Call = Kernel.Call

    static let namespace = "sqs"
    static var migrations: [Migration] { Schema.migrations }
    static let shortOperations: Set<String> = [
        "ChangeMessageVisibility", "ChangeMessageVisibilityBatch", "DeleteMessage", "DeleteMessageBatch",
        "GetQueueUrl", "ReceiveMessage", "SendMessage", "SendMessageBatch",
    ]
    static let receiveUndoesItself = true
    static let waitingOperations: Set<String> = ["ReceiveMessage"]

    let kernel: Kernel
    let arrivals: Arrivals
    let queues = QueueCache()
    let expiries = ExpiryFlags()
    let meters = Meters()

    init(kernel: Kernel) {
        self.kernel = kernel
        arrivals = Arrivals(time: kernel.time)
        meters.publish(in: kernel.metrics)
    }

    /// The queue that a URL names, in the region of the call; throws what AWS answers when there is none.
    func queue(at url: String, _ call: Call) async throws -> Queue {
        let key = QueueCache.Key(scope: call.scope.id, url: url)
        if let known = queues.queue(key) { return known }
        guard !url.isEmpty else {
            throw InvalidAddress("The address \(call.endpoint)/ is not valid for this endpoint.")
        }
        guard let address = QueueURL(url) else { throw QueueDoesNotExist() }
        let owner = address.account ?? call.account
        let scope =
            owner == call.account
            ? call.scope : try await kernel.scopes.scope(account: owner, region: call.region)
        let generation = queues.generation
        guard let queue = try await call.read({ tx in try Queues.named(address.name, in: scope, tx) }) else {
            throw QueueDoesNotExist()
        }
        queues.keep(queue, as: key, readAt: generation)
        return queue
    }

    /// The queue as this transaction sees it, for operations that change it.
    func current(_ queue: Queue, in tx: borrowing Transaction) throws -> Queue {
        guard let current = try Queues.named(queue.name, in: queue.scope, tx), current.id == queue.id else {
            throw QueueDoesNotExist()
        }
        return current
    }

    /// The queue of an ARN, as this transaction sees it.
    func queue(of arn: ARN, in tx: borrowing Transaction) throws -> Queue? {
        let scope = try kernel.scopes.scope(account: arn.account, region: arn.region, in: tx)
        return try Queues.named(arn.resource, in: scope, tx)
    }

    /// Makes calls read queues anew once the transaction has committed.
    func forgetQueues(after tx: borrowing Transaction) {
        tx.afterCommit { [queues] in queues.invalidate() }
    }
}

extension ServiceDescriptor {
    /// Simple Queue Service.
    public static let sqs = ServiceDescriptor(SQS.self)
}

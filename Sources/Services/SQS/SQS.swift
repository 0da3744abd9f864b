public import Kernel
internal import SQSInterface
internal import Store
internal import Wire

/// Durable queues with visibility timeouts, FIFO groups and dead letters.
struct SQS: Service, SQSInterface {
    typealias Call = Kernel.Call

    static let namespace = "sqs"
    static var migrations: [Migration] { Schema.migrations }

    let kernel: Kernel
    /// Long polls, by queue.
    let arrivals: Waiters<Int64>

    init(kernel: Kernel) {
        self.kernel = kernel
        arrivals = Waiters(time: kernel.time)
    }
}

extension ServiceDescriptor {
    /// Simple Queue Service.
    public static let sqs = ServiceDescriptor(SQS.self)
}

internal import NIOCore
internal import NIOPosix

/// Runs tasks on the event loop of the connections that they use.
final class OneThread: TaskExecutor {
    /// Lives as long as the process: a session may be made and left often.
    private static let shared = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let group: any EventLoopGroup = OneThread.shared
    let eventLoop: any EventLoop = OneThread.shared.next()

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}

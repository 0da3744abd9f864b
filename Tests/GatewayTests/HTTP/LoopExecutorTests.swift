import NIOCore
import NIOPosix
import Synchronization
import Testing

@testable import Gateway

@Suite("Tasks on event loops")
struct LoopExecutorTests {
    @Test("A task begins where it is started and goes on on its event loop")
    func goesOnOnTheLoop() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let executor = LoopExecutor(eventLoop: loop)
        let waiting = Locked<CheckedContinuation<Void, Never>?>(nil)
        let places = Locked<[Bool]>([])
        let task = try await loop.submit {
            Task.immediate(executorPreference: executor) {
                places.withLock { $0.append(loop.inEventLoop) }
                await withCheckedContinuation { continuation in waiting.withLock { $0 = continuation } }
                places.withLock { $0.append(loop.inEventLoop) }
            }
        }.get()
        waiting.withLock { $0 }?.resume()
        await task.value
        #expect(places.withLock { $0 } == [true, true])
        try await group.shutdownGracefully()
    }

    @Test("What is left when the loop ends, and what comes after, runs all the same")
    func outlivesTheLoop() async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let executor = LoopExecutor(eventLoop: group.next())
        let waiting = Locked<CheckedContinuation<Void, Never>?>(nil)
        let task = Task.immediate(executorPreference: executor) {
            await withCheckedContinuation { continuation in waiting.withLock { $0 = continuation } }
        }
        executor.close()
        try await group.shutdownGracefully()
        waiting.withLock { $0 }?.resume()
        await task.value
        let ran = Locked(false)
        executor.execute { ran.withLock { $0 = true } }
        #expect(ran.withLock { $0 })
    }
}

import Testing

@testable import Kernel

@Suite struct WaitersTests {
    private let time = TimeSource(.virtual(start: Instant(milliseconds: 0)))

    @Test func aWakeThatComesAfterTheLastLookGoesToTheNext() async {
        let waiters = Waiters<String>(time: time)
        let first = waiters.join("queue")
        let second = waiters.join("queue")
        // One for each, and one more for the first, which has looked already and leaves.
        waiters.wake("queue", count: 1)
        waiters.wake("queue", count: 1)
        await waiters.wait(first, until: .distantFuture)
        await waiters.wait(second, until: .distantFuture)
        waiters.wake("queue", count: 1)
        #expect(first.signal.isFired && !second.signal.isFired)
        waiters.leave(first)
        #expect(second.signal.isFired)
    }

    @Test func whoLeavesWithoutAWakeWakesNobody() async {
        let waiters = Waiters<String>(time: time)
        let first = waiters.join("queue")
        let second = waiters.join("queue")
        waiters.wake("queue", count: 1)
        await waiters.wait(first, until: .distantFuture)
        waiters.leave(first)
        #expect(!second.signal.isFired)
        waiters.leave(second)
        #expect(!waiters.isAwaited("queue"))
    }
}

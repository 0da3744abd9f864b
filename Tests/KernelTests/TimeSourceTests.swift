import ApusTesting
import Kernel
import Synchronization
import Testing

@Suite struct TimeSourceTests {
    private let start = Instant(milliseconds: 1_000_000)

    @Test func alarmsFireInTheOrderInWhichTheyFallDue() async {
        let time = TimeSource(.virtual(start: start))
        let fired = Mutex<[Int]>([])
        for seconds in [30, 10, 20] {
            time.alarm(at: start + .seconds(seconds)) { fired.withLock { $0.append(seconds) } }
        }
        #expect(await time.advance(to: start + .seconds(25)))
        #expect(fired.withLock { $0 } == [10, 20])
        #expect(time.now == start + .seconds(25))
    }

    @Test func aCancelledAlarmDoesNotFire() async {
        let time = TimeSource(.virtual(start: start))
        let fired = Mutex(false)
        let alarm = time.alarm(at: start + .seconds(1)) { fired.withLock { $0 = true } }
        time.cancel(alarm)
        #expect(await time.advance(to: start + .seconds(2)))
        #expect(!fired.withLock { $0 })
    }

    @Test func theClockDoesNotGoBack() async {
        let time = TimeSource(.virtual(start: start))
        #expect(await !time.advance(to: start - .seconds(1)))
    }

    @Test func aSleeperSeesTheMomentItAskedFor() async {
        let time = TimeSource(.virtual(start: start))
        let woken = Mutex<Instant?>(nil)
        let duties = Background(activity: time.activity)
        duties.run {
            await time.sleep(until: self.start + .seconds(60))
            woken.withLock { $0 = time.now }
        }
        #expect(await time.advance(to: start + .seconds(3600)))
        #expect(woken.withLock { $0 } == start + .seconds(60))
        await duties.stop()
    }
}

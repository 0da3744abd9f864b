import ApusTesting
import Kernel
import Testing
import Wire

/// A seeded history of schedules, played on a server and on the model, which must agree at every step.
final class SchedulerSimulation {
    private struct Chance: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let mixed = (state ^ (state >> 33)) &* 0xFF51_AFD7_ED55_8CCD
            return mixed ^ (mixed >> 29)
        }
    }

    private static let groups = ["default", "g"]
    private static let namesPerGroup = 6
    private let seed: UInt64
    private var chance: Chance
    private(set) var model = ScheduleModel(now: Int(TestApus.start.seconds))

    init(seed: UInt64) {
        self.seed = seed
        chance = Chance(state: seed)
    }

    var now: Instant { Instant(milliseconds: Int64(model.now) * 1000) }

    /// The server is away for a while.
    func goAway() { model.miss(number(0...7200)) }

    func prepare(_ apus: TestApus) async throws {
        try await apus.queue("q")
        try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
    }

    func play(_ steps: Int, on apus: TestApus) async throws {
        try await compare(apus)
        for _ in 0..<steps {
            try await step(apus)
            try await compare(apus)
        }
    }

    private func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &chance) }

    private func step(_ apus: TestApus) async throws {
        let group = Self.groups[number(0...1)]
        let name = "n\(number(1...Self.namesPerGroup))"
        let isThere = model.schedules["\(group)/\(name)"] != nil
        switch number(0...9) {
        case 0...3: try await put(group, name, isThere: isThere, apus)
        case 4 where isThere:
            try await apus.invoke(
                "scheduler:DeleteSchedule", ["Name": .string(name), "GroupName": .string(group)])
            model.remove("\(group)/\(name)")
        case 5 where number(0...3) == 0:
            try await apus.invoke("scheduler:DeleteScheduleGroup", ["Name": "g"])
            await apus.settle()
            try await apus.invoke("scheduler:CreateScheduleGroup", ["Name": "g"])
            model.removeAll(withPrefix: "g/")
        default:
            let seconds = number(0...5400)
            await apus.advance(by: .seconds(seconds))
            model.advance(by: seconds)
        }
    }

    private func put(_ group: String, _ name: String, isThere: Bool, _ apus: TestApus) async throws {
        let kind: ScheduleModel.Kind =
            switch number(0...2) {
            case 0: .once(model.now + number(-120...5400))
            case 1: .rate(minutes: number(1...90))
            default: .cron(every: number(1...30))
            }
        let (isEnabled, goes) = (number(0...4) > 0, number(0...1) == 0)
        let settings: JSON = [
            "GroupName": .string(group), "State": isEnabled ? "ENABLED" : "DISABLED",
            "ActionAfterCompletion": goes ? "DELETE" : "NONE",
        ]
        let target: JSON = ["Input": "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time>"]
        try await apus.invoke(
            isThere ? "scheduler:UpdateSchedule" : "scheduler:CreateSchedule",
            TestApus.schedule(name, kind.expression, settings, target: target))
        model.put("\(group)/\(name)", kind, isEnabled: isEnabled, goesWhenDone: goes)
    }

    private func compare(_ apus: TestApus) async throws {
        let prefix = TestApus.arn("scheduler", "schedule/")
        let sent = try await apus.bodies("q").map { String($0.dropFirst(prefix.count)) }.sorted()
        let expected = model.takeSent()
        #expect(sent == expected, "seed \(seed)")
        let list = try await apus.invoke("scheduler:ListSchedules")["Schedules"]?.array ?? []
        let names = list.map { "\($0["GroupName"]?.string ?? "")/\($0["Name"]?.string ?? "")" }
        #expect(Set(names) == Set(model.schedules.keys), "seed \(seed)")
    }
}

import Wire

/// What schedules do, in memory and minute by minute; times are whole seconds since 1970.
struct ScheduleModel {
    enum Kind {
        case once(Int)
        case rate(minutes: Int)
        /// Every minute of an hour that the number divides, as `0/n` does.
        case cron(every: Int)

        var expression: String {
            switch self {
            case .once(let second): "at(\(ScheduleModel.text(second).dropLast()))"
            case .rate(let minutes): minutes == 1 ? "rate(1 minute)" : "rate(\(minutes) minutes)"
            case .cron(let every): "cron(0/\(every) * * * ? *)"
            }
        }
    }

    struct Schedule {
        let kind: Kind
        let isEnabled: Bool
        let goesWhenDone: Bool
        var next: Int?
    }

    private(set) var schedules: [String: Schedule] = [:]
    private(set) var now: Int
    /// What has been sent and not been asked for, as `name time`.
    private var sent: [String] = []

    init(now: Int) { self.now = now }

    static func text(_ second: Int) -> String {
        Timestamp(milliseconds: second * 1000).text(.iso8601)
    }

    mutating func put(_ name: String, _ kind: Kind, isEnabled: Bool, goesWhenDone: Bool) {
        let first: Int? =
            switch kind {
            case .once(let second): second >= now ? second : nil
            case .rate: now
            case .cron: following(now - 1, kind)
            }
        schedules[name] = Schedule(
            kind: kind, isEnabled: isEnabled, goesWhenDone: goesWhenDone, next: isEnabled ? first : nil)
        act(name, until: now)
    }

    mutating func remove(_ name: String) { schedules[name] = nil }

    mutating func removeAll(withPrefix prefix: String) {
        schedules = schedules.filter { !$0.key.hasPrefix(prefix) }
    }

    /// Lets time pass with the server running.
    mutating func advance(by seconds: Int) {
        for name in schedules.keys { act(name, until: now + seconds) }
        now += seconds
    }

    /// Lets time pass without the server: what was missed is done once.
    mutating func miss(_ seconds: Int) {
        now += seconds
        for (name, schedule) in schedules {
            guard let next = schedule.next, next <= now else { continue }
            fire(name, at: next, after: now)
        }
    }

    mutating func takeSent() -> [String] {
        defer { sent = [] }
        return sent.sorted()
    }

    private mutating func act(_ name: String, until end: Int) {
        while let next = schedules[name]?.next, next <= end { fire(name, at: next, after: next) }
    }

    private mutating func fire(_ name: String, at time: Int, after moment: Int) {
        guard let schedule = schedules[name] else { return }
        sent.append("\(name) \(Self.text(time))")
        let next: Int? =
            switch schedule.kind {
            case .once: nil
            case .rate(let minutes): time + ((moment - time) / (minutes * 60) + 1) * minutes * 60
            case .cron: following(moment, schedule.kind)
            }
        schedules[name]?.next = next
        if next == nil, schedule.goesWhenDone { schedules[name] = nil }
    }

    private func following(_ second: Int, _ kind: Kind) -> Int? {
        guard case .cron(let every) = kind else { return nil }
        var minute = second / 60 + 1
        while minute % 60 % every != 0 { minute += 1 }
        return minute * 60
    }
}

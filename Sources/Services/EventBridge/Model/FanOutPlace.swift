/// How far an event has come: all targets before this one, rule by rule, have been served.
struct FanOutPlace: Sendable {
    let rule: Int64
    let target: Int64

    var isStart: Bool { rule == 0 && target == 0 }

    func precedes(rule: Int64, target: Int64) -> Bool {
        (self.rule, self.target) < (rule, target)
    }
}

import EventPattern
import Glibc

/// Measures the pattern library alone: `pattern-bench [EVENTS [PREFIX]]` prints a line of JSON for each kind (whose name
/// begins with PREFIX) and number of rules. One thread; rates are per second of its CPU time, so that a busy machine changes them little.
func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Events per second in the best of several passes, and how many rules matched an event on average.
func measure(_ rules: RuleSet<Int>, on events: [[UInt8]]) -> (rate: Double, matches: Double) {
    var rate = 0.0
    var matches = 0
    let began = processorSeconds()
    for pass in 0..<passesMax where pass < passesMin || processorSeconds() - began < secondsEach {
        matches = 0
        let start = processorSeconds()
        for event in events { matches += rules.matches(event).count }
        rate = max(rate, Double(events.count) / (processorSeconds() - start))
    }
    return (rate, Double(matches) / Double(events.count))
}

let passesMin = 2
let passesMax = 20
let secondsEach = 0.5
let arguments = CommandLine.arguments.dropFirst()
let eventCount = arguments.first.flatMap { Int($0) } ?? 20_000
let only = arguments.dropFirst().first

var lots = Lots()
let events = (0..<eventCount).map { _ in lots.next() }
let bytes = events.reduce(0) { $0 + $1.count } / events.count
for kind in RuleKind.all where kind.name.hasPrefix(only ?? "") {
    for count in [1, 5, 1000] {
        let rules = RuleSet(try (0..<count).map { ($0, try EventPattern(parsing: kind.rule($0))) })
        let (rate, matches) = measure(rules, on: events)
        let wanted = count < 1000 ? kind.wanted : kind.name.hasPrefix("exact") ? 1_000_000 : nil
        print(
            #"{"kind":"\#(kind.name)","rules":\#(count),"rate":\#(Int(rate)),"wanted":\#(wanted ?? 0),"#
                + #""matches_per_1000":\#(Int(matches * 1000)),"bytes":\#(bytes)}"#)
        fflush(nil)
    }
}

import MeterBroker
import Wire

/// The live table: what the broker says of each participant, and what the simulator itself has seen.
struct Table {
    private var before: [String: Int] = [:]
    private var beforeSent = 0
    private var beforeAt = Timestamp(milliseconds: 0)

    private static func column(_ text: String, _ width: Int, right: Bool = true) -> String {
        let padding = String(repeating: " ", count: max(0, width - text.count))
        return right ? padding + text : text + padding
    }

    /// 1234567 as `1,234,567`.
    private static func grouped(_ number: Int) -> String {
        var text = ""
        for (index, digit) in String(number.magnitude).reversed().enumerated() {
            if index > 0, index.isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (number < 0 ? "-" : "") + String(text.reversed())
    }

    mutating func text(_ answer: JSON, _ counts: Counts, isTerminal: Bool) -> String {
        let now = Timestamp.now
        let seconds = max(0.001, Double(now.milliseconds - beforeAt.milliseconds) / 1000)
        let isFirst = beforeAt.milliseconds == 0
        beforeAt = now
        var lines = [
            "Meter broker   \(answer["day"]?.string ?? "")   \(now.text(.iso8601).dropFirst(11).prefix(8)) UTC", "",
            ["sent", "accepted", "delivered", "pending", "dead", "replayed", "per s", "latency"].reduce(
                Self.column("participant", 30, right: false) + Self.column("lane", 9)
            ) { $0 + Self.column($1, $1 == "latency" ? 10 : 11) },
        ]
        var sum = Tally()
        for row in answer["participants"]?.array ?? [] {
            func number(_ name: String) -> Int { row[name]?.integer ?? 0 }
            let id = row["participant"]?.string ?? ""
            let delivered = number("delivered")
            let rate = isFirst ? 0 : Double(delivered - (before[id] ?? delivered)) / seconds
            before[id] = delivered
            let latency = delivered > 0 ? "\(Self.grouped(number("latency_ms") / delivered)) ms" : "-"
            let tally = Tally(
                accepted: number("accepted"), delivered: delivered, pending: number("pending"), dead: number("dead"))
            sum = sum + tally
            var line = Self.column("\(id) \(row["name"]?.string ?? "")", 30, right: false)
            line += Self.column(row["lane"]?.string ?? "", 9)
            for value in [number("sent"), tally.accepted, delivered, tally.pending, tally.dead, number("replay_delivered")] {
                line += Self.column(value == 0 ? "·" : Self.grouped(value), 11)
            }
            line += Self.column(String(Int(rate.rounded())), 11) + Self.column(latency, 10)
            if row["balanced"]?.bool != true { line += "  NOT BALANCED" }
            lines.append(line)
        }
        lines += footer(answer, counts, sum, seconds, isFirst)
        return (isTerminal ? "\u{1B}[H\u{1B}[2J" : "") + lines.joined(separator: "\n")
    }

    private mutating func footer(
        _ answer: JSON, _ counts: Counts, _ sum: Tally, _ seconds: Double, _ isFirst: Bool
    ) -> [String] {
        let values = counts.now
        let times = counts.takeTimes()
        let rate = isFirst ? 0 : Double(values.accepted - beforeSent) / seconds
        beforeSent = values.accepted
        func at(_ share: Double) -> String {
            times.isEmpty ? "-" : "\(times[min(times.count - 1, Int(Double(times.count) * share))]) ms"
        }
        let refused = values.refused.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        var lines = [
            "",
            "accepted \(Self.grouped(sum.accepted)) = delivered \(Self.grouped(sum.delivered)) + pending \(Self.grouped(sum.pending)) + dead \(Self.grouped(sum.dead))   \(sum.isBalanced ? "balanced" : "NOT BALANCED")   to be routed: \(answer["unrouted"]?.integer ?? 0)",
            "senders: \(Int(rate.rounded()))/s accepted, p50 \(at(0.5)), p99 \(at(0.99)); \(values.duplicates) repeated; refused: \(refused.isEmpty ? "none" : refused.joined(separator: ", ")); without answer: \(values.failed)",
            "receivers: \(Self.grouped(values.received)) posts, \(Self.grouped(values.pulled)) pulled, \(values.outOfOrder) out of order",
        ]
        if !values.lastFailure.isEmpty { lines.append("last failure: \(values.lastFailure.prefix(160))") }
        return lines + ["", "Ctrl-C stops everything; started again, it goes on where it was."]
    }
}

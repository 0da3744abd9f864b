import MeterBroker
import Wire

/// The live table: what the broker says of each participant, and what the simulator itself has seen.
struct Table {
    private let participants: [String: Setup.Participant]
    private let drills: Drills
    private var before: [String: (delivered: Int, latency: Int)] = [:]
    private var beforeSent = 0
    private var beforeAt = Timestamp(milliseconds: 0)

    init(_ setup: Setup, _ drills: Drills) {
        participants = Dictionary(setup.participants.map { ($0.id, $0) }) { first, _ in first }
        self.drills = drills
    }

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

    private static func cell(_ number: Int) -> String { number == 0 ? "·" : grouped(number) }

    mutating func text(_ answer: JSON, _ counts: Counts, isTerminal: Bool) -> String {
        let now = Timestamp.now
        let seconds = max(0.001, Double(now.milliseconds - beforeAt.milliseconds) / 1000)
        let isFirst = beforeAt.milliseconds == 0
        beforeAt = now
        let rows = answer["participants"]?.array ?? []
        let isSender: (JSON) -> Bool = { [participants] in
            participants[$0["participant"]?.string ?? ""]?.behaviour == .sender
        }
        var lines = [
            "Meter broker   \(answer["day"]?.string ?? "")   \(now.text(.iso8601).dropFirst(11).prefix(8)) UTC   "
                + "counts of the day", "",
        ]
        lines += senders(rows.filter(isSender), counts.now, counts.takeTimes(), seconds, isFirst)
        lines.append("")
        lines += receivers(rows.filter { !isSender($0) }, seconds, isFirst)
        lines += footer(answer, counts.now)
        return (isTerminal ? "\u{1B}[H\u{1B}[2J" : "") + lines.joined(separator: "\n")
    }

    // MARK: Senders

    private mutating func senders(
        _ rows: [JSON], _ values: Counts.Values, _ times: [Int], _ seconds: Double, _ isFirst: Bool
    ) -> [String] {
        let rate = isFirst ? 0 : Double(values.accepted - beforeSent) / seconds
        beforeSent = values.accepted
        func at(_ share: Double) -> String {
            times.isEmpty ? "-" : "\(times[min(times.count - 1, Int(Double(times.count) * share))]) ms"
        }
        let refused = values.refused.sorted { $0.key < $1.key }.map { "\($0.value) × \($0.key)" }
        let sums = rows.map { "\($0["name"]?.string ?? "") \(Self.grouped($0["sent"]?.integer ?? 0))" }
        return [
            "SENT    \(sums.joined(separator: ", "))",
            "        now \(Int(rate.rounded())) a second; answered within \(at(0.5)) (half of them), \(at(0.99)) (99 of 100)",
            "        since the start: \(Self.grouped(values.duplicates)) sent twice and taken once, "
                + "refused \(refused.isEmpty ? "none" : refused.joined(separator: ", ")) (422: a reading with a hole), "
                + "without answer \(values.failed)",
        ]
    }

    // MARK: Receivers

    private mutating func receivers(_ rows: [JSON], _ seconds: Double, _ isFirst: Bool) -> [String] {
        var lines = [
            Self.column("RECEIVER", 28, right: false) + Self.column("PLAYS", 20, right: false)
                + Self.column("IS SERVED", 19, right: false)
                + ["accepted =", "delivered +", "waiting +", "dead"].map { Self.column($0, 11) }.joined()
                + Self.column("per s", 7) + Self.column("took", 10)
        ]
        var sum = Tally()
        var replays = 0
        for row in rows {
            func number(_ name: String) -> Int { row[name]?.integer ?? 0 }
            let id = row["participant"]?.string ?? ""
            let tally = Tally(
                accepted: number("accepted"), delivered: number("delivered"), pending: number("pending"),
                dead: number("dead"))
            let latency = number("latency_ms")
            let old = before[id] ?? (tally.delivered, latency)
            before[id] = (tally.delivered, latency)
            let fresh = isFirst ? 0 : tally.delivered - old.delivered
            let took = fresh > 0 ? "\(Self.grouped((latency - old.latency) / fresh)) ms" : "-"
            sum = sum + tally
            replays += number("replay_delivered")
            var line = Self.column("\(id) \(row["name"]?.string ?? "")", 28, right: false)
            line += Self.column(
                participants[id].map { drills.behaviour(of: $0).text } ?? "", 20, right: false)
            line += Self.column(Self.state(row), 19, right: false)
            for value in [tally.accepted, tally.delivered, tally.pending, tally.dead] {
                line += Self.column(Self.cell(value), 11)
            }
            line +=
                Self.column(Self.cell(Int((Double(fresh) / seconds).rounded())), 7) + Self.column(took, 10)
            if row["balanced"]?.bool != true { line += "  NOT BALANCED" }
            lines.append(line)
        }
        var total = Self.column("all", 67, right: false)
        for value in [sum.accepted, sum.delivered, sum.pending, sum.dead] {
            total += Self.column(Self.cell(value), 11)
        }
        lines.append(total + (sum.isBalanced ? "   balanced" : "   NOT BALANCED"))
        if replays > 0 { lines.append("besides, sent again as asked for: \(Self.grouped(replays))") }
        return lines
    }

    /// How a receiver's messages reach it now.
    private static func state(_ row: JSON) -> String {
        switch (row["lane"]?.string ?? "", row["failures"]?.integer ?? 0) {
        case ("pull", _): "when it asks"
        case ("shared", _): "at once"
        case ("rejoining", _): "at once + rest"
        case ("resting", _): "apart: slow"
        case ("draining", 0): "apart: catching up"
        case ("draining", let failures): "apart: failed \(failures)×"
        case (let lane, _): lane
        }
    }

    // MARK: What it means

    private func footer(_ answer: JSON, _ values: Counts.Values) -> [String] {
        var lines = [
            "accepted and not handed to the receivers' lists yet: \(answer["unrouted"]?.integer ?? 0); posts that arrived: "
                + "\(Self.grouped(values.received)), fetched: \(Self.grouped(values.pulled)), fetched out of order: \(values.outOfOrder)"
        ]
        if !values.lastFailure.isEmpty { lines.append("last failure: \(values.lastFailure.prefix(160))") }
        let isDrill = participants.keys.contains { drills.isDrilled($0) }
        return lines + [
            "",
            "Every message is accepted for its receivers; for each of them it is delivered, waits, or is dead (refused too often).",
            "Who is slow or fails is served apart, so that nobody waits for it; back again, it catches up and rejoins the others.",
            "In another terminal, with .venv/bin/python Applications/MeterBroker/Tools/operate.py:",
            "  drill 1000000011 down | slow | wrong | usual   lets a receiver fail\(isDrill ? "; `drill all usual` ends all drills" : "")",
            "  dead-letters, redrive, refusals, reconciliation --audit, follow TRANSACTION, resend TRANSACTION",
            "Ctrl-C stops everything; started again, it goes on where it was.",
        ]
    }
}

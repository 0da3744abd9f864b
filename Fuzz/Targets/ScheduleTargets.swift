import Cron
import Templates
import Wire

/// The readers of schedules, time zones and the templates of pipes.
extension FuzzTarget {
    /// 2026-03-28T12:00:00Z, the day before clocks in Europe are put forward.
    private static let moment = 1_774_699_200

    static let scheduleExpression = FuzzTarget(
        "schedule-expression",
        tokens: ["cron(", "rate(", "at(", "?", "L-", "W", "#", "MON-FRI", "/15", "2026-", "T", " days)"]
    ) { bytes in
        guard let expression = try? ScheduleExpression(parsing: bytes.text, agrees: true) else {
            return false
        }
        var last = moment
        for _ in 0..<3 {
            guard let next = expression.next(after: last, start: moment) else { break }
            precondition(next > last, "time went back")
            last = next
        }
        return true
    }

    static let timeZone = FuzzTarget(
        "time-zone", tokens: ["TZif2", "CET-1CEST,M3.5.0,M10.5.0/3", "<-03>3", ",J60", "\n"]
    ) { bytes in
        guard let zone = try? TimeZone(parsing: bytes) else { return false }
        for shift in [-2_000_000_000, -86_400, 0, 46_800, 86_400, 200_000_000, 4_000_000_000] {
            let shown = zone.civilTime(at: moment + shift)
            if let first = zone.moment(of: shown) {
                precondition(zone.civilTime(at: first) == shown, "a time is not shown at its moment")
            }
        }
        return true
    }

    static let pipeTemplate = FuzzTarget(
        "pipe-template",
        tokens: ["<$.", "<aws.pipes.event.json>", "<aws.pipes.pipe-name>", "\"", "\\", "{", "[0]", ">"]
    ) { bytes in
        guard let template = try? PipeTemplate(parsing: bytes.text) else { return false }
        let event: JSON = ["body": ["a": [1, "x\"y"]], "b": nil]
        return (try? template.render(event: event, parsed: event, variables: [.pipeName: "p"])) != nil
    }
}

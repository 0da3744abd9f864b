/// A schedule of equal intervals: `rate(5 minutes)`.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-scheduled-rule-pattern.html>
public struct Rate: Sendable, Hashable {
    /// Units that an interval may have.
    public static let valueMax = 2_147_483_647

    /// The interval in seconds, at least 60.
    public let seconds: Int

    /// Parses what stands in the parentheses: a positive number and `minute(s)`, `hour(s)` or `day(s)`.
    ///
    /// - Parameter agrees: Whether the unit must be in the singular after 1, and in the plural otherwise.
    init(fields text: Substring, agrees: Bool) throws(ScheduleExpressionError) {
        let parts = text.split(separator: " ", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
            let value = Int(parts[0]), (1...Self.valueMax).contains(value)
        else {
            throw ScheduleExpressionError(reason: "A rate is a positive number and a unit.")
        }
        let units = ["minute": 60, "hour": 3600, "day": 86_400]
        let isPlural = parts[1].hasSuffix("s")
        guard let seconds = units[String(isPlural ? parts[1].dropLast() : parts[1])] else {
            throw ScheduleExpressionError(reason: "A rate's unit is minutes, hours or days.")
        }
        guard !agrees || isPlural == (value > 1) else {
            throw ScheduleExpressionError(reason: "A rate's unit is in the singular after 1 alone.")
        }
        self.seconds = value * seconds
    }

    /// The first moment after `moment` that is a whole number of intervals after `start`, all in seconds of
    /// the same clock.
    public func next(after moment: Int, start: Int) -> Int {
        guard moment >= start else { return start + seconds }
        return start + ((moment - start) / seconds + 1) * seconds
    }
}

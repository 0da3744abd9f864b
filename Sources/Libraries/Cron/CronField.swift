/// One field of a cron expression: lists, ranges and steps of numbers.
struct CronField {
    let range: ClosedRange<Int>
    var names: [String] = []
    /// What the first name stands for.
    var firstName = 1

    static let minutes = CronField(range: 0...59)
    static let hours = CronField(range: 0...23)
    static let daysOfMonth = CronField(range: 1...31)
    static let months = CronField(
        range: 1...12,
        names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"])
    static let daysOfWeek = CronField(range: 1...7, names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"])
    static let years = CronField(range: CronExpression.years)

    /// The values of a field whose values are below 64, each as a bit.
    func bits(_ text: String) throws(ScheduleExpressionError) -> UInt64 {
        try values(text).reduce(0) { $0 | 1 << UInt64($1) }
    }

    func values(_ text: String) throws(ScheduleExpressionError) -> Set<Int> {
        var values: Set<Int> = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            values.formUnion(try self.values(part: part))
        }
        return values
    }

    private func values(part: Substring) throws(ScheduleExpressionError) -> [Int] {
        let halves = part.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let step = halves.count == 2 ? try number(halves[1], in: 1...max(1, range.upperBound)) : 1
        let base = halves[0]
        if base == "*" || (base.isEmpty && halves.count == 2) {
            return Array(stride(from: range.lowerBound, through: range.upperBound, by: step))
        }
        let ends = base.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0])
        guard ends.count == 2 else {
            return halves.count == 2
                ? Array(stride(from: first, through: range.upperBound, by: step)) : [first]
        }
        let last = try value(ends[1])
        if first <= last { return Array(stride(from: first, through: last, by: step)) }
        // A range may lead over the end: FRI-MON.
        guard self.range != Self.years.range else { throw refusal(base) }
        let size = range.count
        return stride(from: first, through: last + size, by: step).map {
            $0 > range.upperBound ? $0 - size : $0
        }
    }

    /// A number or a name.
    func value(_ text: Substring) throws(ScheduleExpressionError) -> Int {
        if let position = names.firstIndex(where: { $0 == text }) { return position + firstName }
        return try number(text, in: range)
    }

    func number(_ text: Substring, in range: ClosedRange<Int>) throws(ScheduleExpressionError) -> Int {
        guard !text.isEmpty, text.utf8.count <= 4, text.utf8.allSatisfy({ (48...57).contains($0) }),
            let number = Int(text), range.contains(number)
        else { throw refusal(text) }
        return number
    }

    func refusal(_ text: some StringProtocol) -> ScheduleExpressionError {
        ScheduleExpressionError(
            reason: "\(text) is not valid here; values from \(range.lowerBound) to \(range.upperBound) are.")
    }
}

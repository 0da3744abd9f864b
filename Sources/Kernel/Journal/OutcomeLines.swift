/// The outcomes of a step as its row keeps them: a line for each, of fields with tabs between.
///
/// Most arrive at once and have the first four fields only: state, `via`, target and name. A publication has
/// as many lines as copies, so what they share is written once: a field that begins with the mark continues
/// the subject of the step (`via`), or the beginning, up to its last colon, of the target that was written in
/// full last.
public struct OutcomeLines: Sendable {
    private static let mark: Character = "\u{1}"

    private(set) var text = ""
    /// How many there are.
    public private(set) var count = 0
    private let subject: String
    private var beginning = ""

    /// `subject` is that of the step.
    public init(of subject: String, expecting number: Int = 1) {
        self.subject = subject
        text.reserveCapacity(112 * number)
    }

    init(_ outcomes: [StepOutcome], of subject: String) {
        self.init(of: subject, expecting: outcomes.count)
        for outcome in outcomes { append(outcome) }
    }

    /// Adds something that arrived at once.
    public mutating func append(arrivedAs name: String, at target: String, via: String) {
        begin(.arrived, via: via, target: target)
        text += name
    }

    public mutating func append(_ outcome: StepOutcome) {
        begin(outcome.state, via: outcome.via, target: outcome.target)
        text += outcome.name
        if case .arrived = outcome.state, outcome.row == 0, outcome.until == nil, outcome.attempts == 0,
            outcome.message.isEmpty
        {
            return
        }
        let rest = [
            outcome.row == 0 ? "" : String(outcome.row),
            outcome.until.map { String($0.milliseconds) } ?? "",
            outcome.attempts == 0 ? "" : String(outcome.attempts), outcome.code, outcome.deadLetter,
            outcome.statement, outcome.message,
        ]
        for field in rest {
            text += "\t"
            // Tabs and line feeds end fields; they mean nothing in what a message says.
            text += String(decoding: field.utf8.map { $0 < 0x20 ? 0x20 : $0 }, as: UTF8.self)
        }
    }

    private mutating func begin(_ state: StepOutcome.State, via: String, target: String) {
        if count > 0 { text += "\n" }
        count += 1
        text += state.rawValue
        text += "\t"
        append(via, after: subject)
        text += "\t"
        if !append(target, after: beginning) { beginning = Self.beginning(of: target) }
        text += "\t"
    }

    /// Answers whether the field was shortened.
    @discardableResult
    private mutating func append(_ field: String, after shared: String) -> Bool {
        guard !shared.isEmpty, field.hasPrefix(shared) else {
            text += field
            return false
        }
        text.append(Self.mark)
        text +=
            field.utf8.dropFirst(shared.utf8.count).withContiguousStorageIfAvailable {
                String(decoding: $0, as: UTF8.self)
            } ?? String(field.dropFirst(shared.count))
        return true
    }

    private static func beginning(of target: String) -> String {
        guard let colon = target.utf8.lastIndex(of: UInt8(ascii: ":")) else { return "" }
        return String(target[...colon])
    }
}

extension OutcomeLines {
    /// The outcomes that a row holds.
    static func outcomes(in text: String, of subject: String) -> [StepOutcome] {
        var beginning = ""
        return text.split(separator: "\n").compactMap { line in
            guard var outcome = StepOutcome(line: line) else { return nil }
            if outcome.via.first == mark { outcome.via = subject + outcome.via.dropFirst() }
            if outcome.target.first == mark {
                outcome.target = beginning + outcome.target.dropFirst()
            } else {
                beginning = self.beginning(of: outcome.target)
            }
            return outcome
        }
    }
}

/// A compiled event pattern of EventBridge; Lambda event filters and SNS filter policies use the same
/// language.
///
/// A pattern matches an event when every field it names matches one of its alternatives; fields inside arrays
/// of objects must be found in the same element. Paths are compared with their steps joined by dots, so
/// `{"a": {"b": […]}}` and `{"a.b": […]}` are the same pattern.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
public struct EventPattern: Sendable {
    /// How deep a pattern may nest.
    public static let depthMax = 128
    /// How many combinations the `$or`s of one pattern may yield.
    public static let combinationsMax = 1000
    /// How long a pattern may be, in bytes (the longest any service takes, SNS's 256 KiB).
    public static let bytesMax = 262_144

    /// The text that was parsed.
    public let source: String
    /// What `$or` expands to: the pattern matches when one of these does. Fields are sorted by path.
    let branches: [[PatternField]]

    /// Parses a pattern.
    ///
    /// - Throws: `EventPatternError` with the text EventBridge answers in `InvalidEventPatternException`.
    public init(parsing source: String) throws(EventPatternError) {
        try self.init(parsing: source, numberLimit: FixedPoint.limit)
    }

    /// - Parameter numberLimit: greatest magnitude of an operand of `numeric`, in millionths.
    init(parsing source: String, numberLimit: Int64) throws(EventPatternError) {
        var compiler = PatternCompiler(source, numberLimit: numberLimit)
        self.source = source
        branches = try compiler.compile()
    }

    /// Whether the pattern matches one event, which must be the bytes of a valid JSON object.
    ///
    /// To match many patterns build a `RuleSet` once; this compiles one for a single use.
    public func matches(_ event: [UInt8]) -> Bool {
        !RuleSet([(0, self)]).matches(event).isEmpty
    }
}

/// One field of a pattern with its alternatives.
struct PatternField: Sendable {
    /// The steps joined by dots.
    var path: String
    var matchers: [Matcher]
    /// The alternatives as they stand in the pattern.
    var wanted: String
    /// Place among the fields of the pattern, in reading order.
    var order: Int
    /// How deep the field is nested, 1 at the top.
    var depth: Int

    var steps: [String] {
        path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    }

    var isAbsence: Bool { matchers.contains(.absent) }
}

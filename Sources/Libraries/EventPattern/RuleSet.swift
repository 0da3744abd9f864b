/// The patterns of a whole event bus, compiled so that one walk over an event's bytes finds all that match.
///
/// An immutable value: build a new one when the rules change and share it between threads. Fields that no
/// pattern names are skipped without being parsed.
public struct RuleSet<ID: Sendable>: Sendable {
    @usableFromInline let ids: [ID]
    private let rules: CompiledRules

    /// Compiles the rules; the cost is linear in the size of all patterns.
    public init(_ rules: [(ID, EventPattern)]) {
        ids = rules.map(\.0)
        self.rules = CompiledRules(rules.map(\.1))
    }

    /// The IDs of the rules that match, in the order in which the rules were given, each once.
    ///
    /// - Parameter event: the bytes of one JSON object. They must have been validated once when the event was
    ///   taken in: what the walk skips is not checked. Bytes whose structure the walk finds broken, and
    ///   events deeper than 128 levels, match nothing.
    @inlinable
    public func matches(_ event: Span<UInt8>) -> [ID] {
        let matched = places(event)
        return matched.isEmpty ? [] : matched.map { ids[$0] }
    }

    /// The places of the rules that match. Apart, so that `matches` is compiled for the IDs where it is used.
    @usableFromInline
    func places(_ event: Span<UInt8>) -> [Int] {
        var walk = EventWalk(rules)
        return walk.run(event)
    }

    /// The same for bytes held in an array.
    @inlinable
    public func matches(_ event: [UInt8]) -> [ID] {
        matches(event.span)
    }

    /// Whether there are no rules, so that an event need not be encoded to be matched.
    public var isEmpty: Bool { ids.isEmpty }
}

/// A regular expression of a service model, matched against whole values.
///
/// The models use the common part of Java's expressions: sets, groups, alternatives, repetitions, anchors and
/// look-ahead. Matching backtracks within fixed bounds, so that no value can hold up a request.
public struct Pattern: Sendable {
    /// The expression as the model writes it.
    public let text: String
    private let root: PatternNode?

    public init(_ text: String) {
        self.text = text
        var parser = PatternParser(text)
        root = parser.parse()
    }

    /// An expression of ECMA 262, as JSON Schema has them: it knows the white space of Unicode. What is
    /// looked for with it is usually a part of a value.
    public init(ecmaScript text: String) {
        self.text = text
        var parser = PatternParser(text, spaces: .unicodeSpaces)
        root = parser.parse()
    }

    /// Whether the expression is understood; one that is not matches everything.
    public var isSupported: Bool { root != nil }

    /// Whether the whole value follows the expression; values that would take too many steps do not.
    public func matches(_ value: String) -> Bool {
        guard let root else { return true }
        var matcher = PatternMatcher(value)
        return matcher.matches(root)
    }

    /// Whether some part of the value follows the expression; values that would take too many steps do not.
    public func isFound(in value: String) -> Bool {
        guard let root else { return true }
        var matcher = PatternMatcher(value)
        return matcher.finds(root)
    }
}

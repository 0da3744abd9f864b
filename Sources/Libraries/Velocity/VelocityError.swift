/// Why a template cannot be read or did not come to an end.
public struct VelocityError: Error, Sendable, Equatable {
    public let message: String
    /// Counted from 1; 0 where the place is not known.
    public let line: Int

    public init(_ message: String, line: Int = 0) {
        self.message = message
        self.line = line
    }

    /// The message with its place.
    public var text: String { line > 0 ? "line \(line): \(message)" : message }
}

/// The method-independent part of an operation's HTTP binding: path segments with labels, and fixed query
/// parameters.
public struct URIPattern: Sendable, Equatable {
    public enum Segment: Sendable, Equatable {
        case literal(String)
        /// One path segment.
        case label(String)
        /// The rest of the path, slashes included.
        case greedy(String)
    }

    /// A query parameter that must be present; nil: without a value.
    public struct Parameter: Sendable, Equatable {
        public let name: String
        public let value: String?
    }

    /// The pattern as the model writes it, for example `/{Bucket}/{Key+}?acl`.
    public let text: String
    public let segments: [Segment]
    public let parameters: [Parameter]
    /// Whether the path of the pattern ends with a slash beyond its last segment.
    public let endsWithSlash: Bool

    /// The pattern of the RPC protocols.
    public static let root = URIPattern("/")

    public init(_ text: String) {
        self.text = text
        let halves = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        let path = halves.first ?? ""
        endsWithSlash = path.count > 1 && path.hasSuffix("/")
        segments = path.split(separator: "/").map { segment in
            guard segment.hasPrefix("{"), segment.hasSuffix("}") else { return .literal(String(segment)) }
            let label = segment.dropFirst().dropLast()
            return label.hasSuffix("+") ? .greedy(String(label.dropLast())) : .label(String(label))
        }
        let query = halves.count > 1 ? halves[1] : ""
        parameters = query.split(separator: "&").map { parameter in
            let parts = parameter.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Parameter(
                name: String(parts[0]), value: parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil)
        }
    }
}

/// A pattern for ARNs: wildcards stay within the parts between colons, except in the last part written.
///
/// "Resource" and "ARN condition operators" in the IAM user guide
/// (`reference_policies_elements_resource.html`).
struct ARNPattern: Sendable, Hashable {
    /// `arn:partition:service:region:account:resource`.
    static let partsMax = 6

    /// Never empty.
    let parts: [Pattern]

    init(_ text: String, syntax: PatternSyntax) {
        let tokens = PatternScanner.tokens(of: text, syntax: syntax)
        var parts: [Pattern] = []
        var start = 0
        for (position, token) in tokens.enumerated()
        where token == .byte(UInt8(ascii: ":")) && parts.count < Self.partsMax - 1 {
            parts.append(Pattern(tokens[start..<position]))
            start = position + 1
        }
        parts.append(Pattern(tokens[start...]))
        self.parts = parts
    }

    func matches(_ text: Span<UInt8>, in request: AuthorizationRequest) -> Bool {
        let parts = parts.span
        var start = 0
        for index in 0..<parts.count - 1 {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ":") { end += 1 }
            guard end < text.count, parts[index].matches(text.extracting(start..<end), in: request) else {
                return false
            }
            start = end + 1
        }
        return parts[parts.count - 1].matches(text.extracting(start..<text.count), in: request)
    }
}

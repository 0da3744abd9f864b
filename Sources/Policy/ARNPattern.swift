/// A pattern for ARNs: wildcards stay within the parts between colons, except in the last part written.
///
/// "Resource" and "ARN condition operators" in the IAM user guide (`reference_policies_elements_resource.html`).
struct ARNPattern: Sendable, Hashable {
    /// `arn:partition:service:region:account:resource`.
    static let partsMax = 6

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

    var isAny: Bool { parts.count == 1 && parts[0].isAny }

    func matches(_ text: Span<UInt8>, in request: AuthorizationRequest) -> Bool {
        var start = 0
        for part in parts.dropLast() {
            var end = start
            while end < text.count, text[end] != UInt8(ascii: ":") { end += 1 }
            guard end < text.count, part.matches(text.extracting(start..<end), in: request) else {
                return false
            }
            start = end + 1
        }
        guard let last = parts.last else { return false }
        return last.matches(text.extracting(start..<text.count), in: request)
    }
}

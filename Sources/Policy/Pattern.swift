/// Text with wildcards and policy variables, compiled once and matched by a greedy walk with two positions:
/// linear for the usual patterns, never worse than the product of both lengths.
struct Pattern: Sendable, Hashable {
    /// Bytes are their value; these two are wildcards.
    private static let anyRun: UInt16 = 256
    private static let anyOne: UInt16 = 257

    private enum Piece: Sendable, Hashable {
        case codes([UInt16])
        case variable(PolicyVariable)
    }

    /// The whole pattern when it has no variables.
    private let codes: [UInt16]
    /// The parts of a pattern with variables; empty when there are none.
    private let pieces: [Piece]
    private let folded: Bool

    init(_ tokens: some Collection<PatternToken>, folded: Bool = false) {
        var pieces: [Piece] = []
        var run: [UInt16] = []
        for token in tokens {
            switch token {
            case .byte(let byte): run.append(UInt16(byte))
            case .anyRun: run.append(Self.anyRun)
            case .anyOne: run.append(Self.anyOne)
            case .variable(let variable):
                pieces.append(.codes(run))
                pieces.append(.variable(variable))
                run = []
            }
        }
        if !pieces.isEmpty { pieces.append(.codes(run)) }
        self.codes = pieces.isEmpty ? run : []
        self.pieces = pieces
        self.folded = folded
    }

    init(_ text: String, syntax: PatternSyntax) {
        self.init(PatternScanner.tokens(of: text, syntax: syntax), folded: syntax.contains(.folded))
    }

    /// Whether the pattern is the single wildcard `*`.
    private var isAny: Bool { codes.count == 1 && codes[0] == Self.anyRun }

    /// Whether the whole text matches. A variable without value in the request equals nothing, so that the
    /// pattern matches nothing, and its negation everything ("Policy variables with no value").
    func matches(_ text: Span<UInt8>, in request: AuthorizationRequest) -> Bool {
        if isAny { return true }
        if pieces.isEmpty { return Self.match(codes.span, text) }
        guard let resolved = resolved(in: request) else { return false }
        return Self.match(resolved.span, text)
    }

    /// The pattern with the request's values, in which wildcards are plain characters.
    private func resolved(in request: AuthorizationRequest) -> [UInt16]? {
        var out: [UInt16] = []
        for piece in pieces {
            switch piece {
            case .codes(let codes): out.append(contentsOf: codes)
            case .variable(let variable):
                // A key with several values cannot stand in a text.
                if let values = request.values(of: variable.key), values.count == 1 {
                    let value = folded ? values[0].lowercased() : values[0]
                    out.append(contentsOf: value.utf8.lazy.map(UInt16.init))
                } else if let fallback = variable.fallback {
                    out.append(contentsOf: fallback.lazy.map(UInt16.init))
                } else {
                    return nil
                }
            }
        }
        return out
    }

    private static func match(_ pattern: Span<UInt16>, _ text: Span<UInt8>) -> Bool {
        let length = pattern.count
        let end = text.count
        var position = 0
        var offset = 0
        var retryPosition = -1
        var retryOffset = 0
        while offset < end {
            let code = position < length ? pattern[position] : UInt16.max
            if code == UInt16(text[offset]) {
                position += 1
                offset += 1
            } else if code == anyRun {
                position += 1
                if position == length { return true }
                retryPosition = position
                retryOffset = offset
            } else if code == anyOne {
                position += 1
                offset = min(end, offset + width(text[offset]))
            } else if retryPosition >= 0 {
                retryOffset += width(text[retryOffset])
                offset = min(end, retryOffset)
                position = retryPosition
            } else {
                return false
            }
        }
        while position < length, pattern[position] == anyRun { position += 1 }
        return position == length
    }

    /// Bytes of the UTF-8 sequence that starts with `lead`.
    private static func width(_ lead: UInt8) -> Int {
        switch lead {
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        case 0xF0...: 4
        default: 1
        }
    }
}

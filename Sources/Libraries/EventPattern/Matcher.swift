/// One alternative of a pattern's field: what a value must be.
enum Matcher: Sendable, Hashable {
    /// A string, decoded, without quotes.
    case string([UInt8])
    /// A string that is an IP address; it also equals other spellings of the address.
    case address([UInt8], InternetAddress)
    /// `true`, `false` or `null`.
    case literal([UInt8])
    /// A number by its digits or, where it is in the comparable range, by its value in millionths.
    case number([UInt8], Int64?)
    case prefix([UInt8])
    case suffix([UInt8])
    /// The operands of the three operators that ignore case are folded.
    case equalsIgnoreCase([UInt8])
    case prefixIgnoreCase([UInt8])
    case suffixIgnoreCase([UInt8])
    case wildcard(Wildcard)
    /// Bounds in millionths, both inclusive.
    case range(ClosedRange<Int64>)
    case cidr(ClosedRange<InternetAddress>)
    case exists
    case absent
    /// `anything-but`: every value that none of these accepts.
    indirect case except([Matcher])
}

extension Matcher {
    /// Whether the value at `lo..<hi` is accepted: a string with its quotes and without escapes, or another
    /// scalar as it stands in the text.
    func accepts(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Bool {
        let isString = bytes[lo] == UInt8(ascii: "\"")
        switch self {
        case .exists: return true
        case .absent: return false
        case .literal(let text): return bytes.equals(text, lo, hi)
        case .number(let text, let value):
            if isString { return false }
            if let value, let other = FixedPoint.parse(bytes, lo, hi) { return value == other }
            return bytes.equals(text, lo, hi)
        case .range(let range):
            guard !isString, let value = FixedPoint.parse(bytes, lo, hi) else { return false }
            return range.contains(value)
        case .except(let others):
            for index in others.indices where others[index].accepts(bytes, lo, hi) { return false }
            return true
        default: return isString && acceptsString(bytes, lo + 1, hi - 1)
        }
    }

    private func acceptsString(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Bool {
        switch self {
        case .string(let text): return bytes.equals(text, lo, hi)
        case .address(let text, let address):
            return bytes.equals(text, lo, hi) || InternetAddress(bytes, lo, hi) == address
        case .prefix(let text): return hi - lo >= text.count && bytes.equals(text, lo, lo + text.count)
        case .suffix(let text): return hi - lo >= text.count && bytes.equals(text, hi - text.count, hi)
        case .wildcard(let wildcard): return wildcard.accepts(bytes, lo, hi)
        case .cidr(let range):
            guard let address = InternetAddress(bytes, lo, hi) else { return false }
            return range.contains(address)
        case .equalsIgnoreCase, .prefixIgnoreCase, .suffixIgnoreCase:
            let folded = CaseFolding.fold(bytes, lo, hi)
            return acceptsFolded(folded)
        default: return false
        }
    }

    private func acceptsFolded(_ folded: [UInt8]) -> Bool {
        switch self {
        case .equalsIgnoreCase(let text): folded == text
        case .prefixIgnoreCase(let text): folded.starts(with: text)
        case .suffixIgnoreCase(let text): folded.reversed().starts(with: text.reversed())
        default: false
        }
    }
}

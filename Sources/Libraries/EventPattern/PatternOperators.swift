/// Match expressions: `{"prefix": "…"}` and the like.
extension PatternCompiler {
    private static let onlyOneKey = "Only one key allowed in match expression"

    /// Reads an expression whose opening brace is the current token.
    mutating func expression() throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .name else { throw fail("Match expression name not found") }
        let name = tokens.text
        switch name {
        case "exactly": return .string(try operand("exact match pattern must be a string"))
        case "prefix": return try affix("prefix", Matcher.prefix, Matcher.prefixIgnoreCase)
        case "suffix": return try affix("suffix", Matcher.suffix, Matcher.suffixIgnoreCase)
        case "equals-ignore-case": return .equalsIgnoreCase(try foldedOperand())
        case "wildcard": return .wildcard(try wildcardOperand())
        case "numeric": return try numeric()
        case "anything-but": return try anythingBut()
        case "exists": return try exists()
        case "cidr": return try cidr()
        default: throw fail("Unrecognized match type \(name)")
        }
    }

    /// A string and the closing brace behind it.
    private mutating func operand(_ otherwise: String) throws(EventPatternError) -> [UInt8] {
        try tokens.next()
        return try stringThenClose(otherwise)
    }

    private mutating func stringThenClose(_ otherwise: String) throws(EventPatternError) -> [UInt8] {
        guard tokens.kind == .string else { throw fail(otherwise) }
        let text = tokens.readText()
        try close(Self.onlyOneKey)
        return Array(text.utf8)
    }

    private mutating func foldedOperand() throws(EventPatternError) -> [UInt8] {
        CaseFolding.fold(
            String(
                decoding: try operand("equals-ignore-case match pattern must be a string"), as: UTF8.self))
    }

    private mutating func close(_ otherwise: String) throws(EventPatternError) {
        try tokens.next()
        guard tokens.kind == .endObject else { throw fail(otherwise) }
    }

    private mutating func affix(
        _ name: String, _ plain: ([UInt8]) -> Matcher, _ ignoringCase: ([UInt8]) -> Matcher
    ) throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .startObject else {
            return plain(try stringThenClose("\(name) match pattern must be a string"))
        }
        try tokens.next()
        guard tokens.kind == .name else {
            throw fail("\(name == "prefix" ? "Prefix" : "Suffix") expression name not found")
        }
        guard tokens.text == "equals-ignore-case" else {
            throw fail("Unsupported \(name) pattern: \(tokens.text)")
        }
        let folded = try foldedOperand()
        try close(Self.onlyOneKey)
        return ignoringCase(folded)
    }

    private mutating func wildcardOperand() throws(EventPatternError) -> Wildcard {
        try tokens.next()
        guard tokens.kind == .string else { throw fail("wildcard match pattern must be a string") }
        // Read first, so that a mistake is placed behind the string.
        let text = tokens.readText()
        let wildcard = try wildcard(text)
        try close(Self.onlyOneKey)
        return wildcard
    }

    private func wildcard(_ text: String) throws(EventPatternError) -> Wildcard {
        do throws(EventPatternError) {
            return try Wildcard(parsing: text)
        } catch {
            throw fail(error.reason)
        }
    }

    private mutating func exists() throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .true || tokens.kind == .false else {
            throw fail("exists match pattern must be either true or false.")
        }
        let isPresent = tokens.kind == .true
        try close(Self.onlyOneKey)
        return isPresent ? .exists : .absent
    }

    private mutating func cidr() throws(EventPatternError) -> Matcher {
        try tokens.next()
        guard tokens.kind == .string else { throw fail("prefix match pattern must be a string") }
        let range = try Self.cidr(tokens.readText())
        try close(Self.onlyOneKey)
        return .cidr(range)
    }

    /// AWS reports what is wrong with a block without its place.
    private static func cidr(_ text: String) throws(EventPatternError) -> ClosedRange<InternetAddress> {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2 else { throw EventPatternError(reason: "Malformed CIDR, one '/' required") }
        guard let bits = Int(parts[1]) else {
            throw EventPatternError(reason: "Malformed CIDR, mask bits must be an integer")
        }
        guard bits >= 0 else {
            throw EventPatternError(reason: "Malformed CIDR, mask bits must not be negative")
        }
        guard let address = InternetAddress(String(parts[0])) else {
            throw EventPatternError(reason: "Nonstandard IP address: \(parts[0])")
        }
        guard bits <= address.bits else {
            throw EventPatternError(
                reason: "\(address.isV6 ? "IPv6" : "IPv4") mask bits must be < \(address.bits + 1)")
        }
        let host = address.bits - bits
        let mask: UInt128 = host == 128 ? .max : (1 << UInt128(host)) - 1
        return InternetAddress(
            isV6: address.isV6, value: address.value & ~mask)...InternetAddress(
                isV6: address.isV6, value: address.value | mask)
    }
}

/// `anything-but` with a value, a list, or another operator.
extension PatternCompiler {
    private enum Exception {
        case value, equalsIgnoreCase, prefix, suffix, wildcard
    }

    private mutating func anythingBut() throws(EventPatternError) -> Matcher {
        var exception = Exception.value
        try tokens.next()
        if tokens.kind == .startObject {
            try tokens.next()
            guard tokens.kind == .name else { throw fail("Anything-But expression name not found") }
            switch tokens.text {
            case "equals-ignore-case": exception = .equalsIgnoreCase
            case "prefix": exception = .prefix
            case "suffix": exception = .suffix
            case "wildcard": exception = .wildcard
            default: throw fail("Unsupported anything-but pattern: \(tokens.text)")
            }
            try tokens.next()
        }
        let matchers: [Matcher]
        switch tokens.kind {
        case .startArray: matchers = try exceptions(exception)
        case .string, .number: matchers = [try single(exception)]
        default: throw fail("Value of anything-but must be an array or single string/number value.")
        }
        try close("Too many elements in numeric expression")
        if exception != .value { try close("Too many elements in numeric expression") }
        return .except(matchers)
    }

    private mutating func single(_ exception: Exception) throws(EventPatternError) -> Matcher {
        guard exception == .value else { return try operand(of: exception) }
        guard tokens.kind == .number else { return .string(Array(tokens.readText().utf8)) }
        return try comparable(tokens.text)
    }

    /// A list of exceptions. AWS names the place twice for a mistake inside it.
    private mutating func exceptions(_ exception: Exception) throws(EventPatternError) -> [Matcher] {
        var matchers: [Matcher] = []
        var hasNumber = false
        var hasString = false
        try tokens.next()
        while tokens.kind != .endArray {
            do throws(EventPatternError) {
                if exception != .value {
                    matchers.append(try operand(of: exception))
                } else if tokens.kind == .number || tokens.kind == .string {
                    hasNumber = hasNumber || tokens.kind == .number
                    hasString = hasString || tokens.kind == .string
                    matchers.append(try single(.value))
                } else {
                    throw fail("Inside anything but list, start|null|boolean is not supported.")
                }
            } catch {
                throw EventPatternError(reason: error.reason + tokens.place)
            }
            try tokens.next()
        }
        if exception == .value, hasNumber == hasString {
            throw fail(
                "Inside anything but list, either all values are number or string, mixed type is not"
                    + " supported"
            )
        }
        if matchers.isEmpty { throw fail("Empty arrays are not allowed") }
        return matchers
    }

    private mutating func operand(of exception: Exception) throws(EventPatternError) -> Matcher {
        guard tokens.kind == .string else {
            switch exception {
            case .equalsIgnoreCase:
                throw fail(
                    "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported."
                )
            case .wildcard: throw fail("wildcard match pattern must be a string")
            default: throw fail("prefix/suffix match pattern must be a string")
            }
        }
        let text = tokens.readText()
        if text.isEmpty, exception == .prefix || exception == .suffix {
            throw fail("Null prefix/suffix not allowed")
        }
        switch exception {
        case .equalsIgnoreCase: return .equalsIgnoreCase(CaseFolding.fold(text))
        case .prefix: return .prefix(Array(text.utf8))
        case .suffix: return .suffix(Array(text.utf8))
        case .wildcard: return .wildcard(try wildcard(text))
        case .value: return .string(Array(text.utf8))
        }
    }
}

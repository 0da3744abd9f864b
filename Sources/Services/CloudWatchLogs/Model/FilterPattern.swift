internal import CloudWatchLogsInterface
internal import Wire

/// What to look for in messages: words, or conditions on the members of JSON messages.
///
/// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html>
struct FilterPattern: Sendable {
    private enum Kind: Sendable {
        case everything
        /// All of the first, at least one of the second if there are any, none of the third.
        case words(all: [String], any: [String], none: [String])
        case json(FilterExpression)
    }

    private let kind: Kind

    init(_ text: String) throws {
        let trimmed = text.trimmed
        if trimmed.isEmpty || trimmed == "\"\"" {
            kind = .everything
        } else if trimmed.hasPrefix("{") {
            var parser = FilterExpressionParser(trimmed)
            kind = .json(try parser.whole())
        } else if trimmed.hasPrefix("[") {
            throw NotImplemented("Filter patterns for space-delimited events")
        } else if trimmed.hasPrefix("%") {
            throw NotImplemented("Filter patterns with regular expressions")
        } else {
            kind = try Self.words(trimmed)
        }
    }

    static var invalid: InvalidParameterException { InvalidParameterException("Invalid filter pattern") }

    private static func words(_ text: String) throws -> Kind {
        var all: [String] = []
        var any: [String] = []
        var none: [String] = []
        var rest = Substring(text)
        while let first = rest.first {
            if first == " " {
                rest = rest.dropFirst()
                continue
            }
            let mark = first == "-" || first == "?" ? first : nil
            if mark != nil { rest = rest.dropFirst() }
            let word = try word(&rest)
            switch mark {
            case "-": none.append(word)
            case "?": any.append(word)
            default: all.append(word)
            }
        }
        return .words(all: all, any: any, none: none)
    }

    private static func word(_ rest: inout Substring) throws -> String {
        guard rest.first == "\"" else {
            let word = rest.prefix { $0 != " " }
            guard !word.isEmpty, word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) else {
                throw invalid
            }
            rest = rest.dropFirst(word.count)
            return String(word)
        }
        let quoted = rest.dropFirst().prefix { $0 != "\"" }
        rest = rest.dropFirst(quoted.count + 1)
        guard rest.first == "\"" else { throw invalid }
        rest = rest.dropFirst()
        return String(quoted)
    }

    func matches(_ message: String) -> Bool {
        switch kind {
        case .everything: return true
        case .words(let all, let any, let none):
            return all.allSatisfy { message.contains($0) } && !none.contains { message.contains($0) }
                && (any.isEmpty || any.contains { message.contains($0) })
        case .json(let expression):
            guard let json = try? JSON(parsing: message) else { return false }
            return expression.matches(json)
        }
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    var trimmed: String {
        var text = self[...]
        while let first = text.first, first.isWhitespace { text = text.dropFirst() }
        while let last = text.last, last.isWhitespace { text = text.dropLast() }
        return String(text)
    }
}

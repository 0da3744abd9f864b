/// The text of `Fn::Sub`, cut into literal parts and names.
struct Substitution {
    enum Part: Equatable {
        case text(String)
        case name(String)
    }

    let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var literal = ""
        var rest = Substring(text)
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            literal += rest[..<start.lowerBound]
            let name = rest[start.upperBound..<end]
            if name.hasPrefix("!") {
                literal += "${" + name.dropFirst() + "}"
            } else {
                if !literal.isEmpty { parts.append(.text(literal)) }
                literal = ""
                parts.append(.name(name.trimmingSpaces))
            }
            rest = rest[rest.index(after: end)...]
        }
        literal += rest
        if !literal.isEmpty || parts.isEmpty { parts.append(.text(literal)) }
        self.parts = parts
    }

    var names: [String] {
        parts.compactMap { part in if case .name(let name) = part { name } else { nil } }
    }
}

extension Substring {
    /// Where a short text first occurs.
    func firstRange(of text: StaticString) -> Range<Index>? {
        let wanted = text.withUTF8Buffer { Array($0) }
        var start = utf8.startIndex
        while start < utf8.endIndex {
            var position = start
            var matched = 0
            while matched < wanted.count, position < utf8.endIndex, utf8[position] == wanted[matched] {
                matched += 1
                position = utf8.index(after: position)
            }
            if matched == wanted.count { return start..<position }
            start = utf8.index(after: start)
        }
        return nil
    }
}

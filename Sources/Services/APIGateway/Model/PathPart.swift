/// A part of a path: text, `{variable}` or, at the end, `{greedy+}`.
enum PathPart {
    static let invalid =
        "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces "
        + "at the beginning and the end."

    static func isValid(_ text: String) -> Bool {
        var inner = text[...]
        if text.hasPrefix("{") {
            guard text.hasSuffix("}") else { return false }
            inner = inner.dropFirst().dropLast()
            if inner.last == "+" { inner = inner.dropLast() }
        }
        let allowed = "._-:$"
        return !inner.isEmpty
            && inner.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || allowed.contains($0)) }
    }
}

internal import Wire

/// A place in a JSON document, told from the root.
struct JSONPath {
    enum Step {
        case member(String)
        case element(Int)
    }

    var steps: [Step] = []

    /// `$.items[3]['unit price']`
    var text: String {
        steps.reduce(into: "$") { text, step in
            switch step {
            case .element(let index): text += "[\(index)]"
            case .member(let name):
                let isPlain =
                    !name.isEmpty
                    && name.unicodeScalars.allSatisfy {
                        $0.properties.isAlphabetic || $0 == "_" || $0.isDigit
                    }
                    && name.unicodeScalars.first.map { !$0.isDigit } == true
                text += isPlain ? ".\(name)" : "['\(name)']"
            }
        }
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { ("0"..."9").contains(self) }
}

/// A JSON pointer. RFC 6901.
enum JSONPointer {
    /// The names that the text of a pointer goes through; nil when it is none.
    static func names(_ text: Substring) -> [String]? {
        guard !text.isEmpty else { return [] }
        guard text.first == "/" else { return nil }
        var names: [String] = []
        for part in text.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            guard let name = unescaped(part) else { return nil }
            names.append(name)
        }
        return names
    }

    static func text(_ names: some Sequence<String>) -> String {
        names.reduce(into: "") { text, name in
            text += "/"
            for scalar in name.unicodeScalars {
                switch scalar {
                case "~": text += "~0"
                case "/": text += "~1"
                default: text.unicodeScalars.append(scalar)
                }
            }
        }
    }

    private static func unescaped(_ part: Substring) -> String? {
        var name = ""
        var rest = part.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "~" else {
                name.unicodeScalars.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "0": name += "~"
            case "1": name += "/"
            default: return nil
            }
        }
        return name
    }
}

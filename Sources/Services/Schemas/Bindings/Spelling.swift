/// How names and texts of schemas are spelled in generated code.
enum Spelling {
    private static let lengthMax = 100

    /// Words of a name: letters and digits, parted by whatever else there is and where capitals begin.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var previousIsLower = false
        for scalar in text.unicodeScalars {
            let isDigit = ("0"..."9").contains(scalar)
            let isUpper = ("A"..."Z").contains(scalar)
            guard isDigit || isUpper || ("a"..."z").contains(scalar) else {
                if !word.isEmpty { words.append(word) }
                (word, previousIsLower) = ("", false)
                continue
            }
            if isUpper, previousIsLower, !word.isEmpty {
                words.append(word)
                word = ""
            }
            word.unicodeScalars.append(scalar)
            previousIsLower = !isUpper
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// `detail-type` and `detailType` are `detail_type`.
    static func snake(_ text: String) -> String {
        guarded(words(text).map { $0.lowercased() }.joined(separator: "_"))
    }

    /// `detail-type` is `detailType`.
    static func camel(_ text: String) -> String {
        let words = words(text)
        let rest = words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }
        return guarded((words.first.map { lowered($0) } ?? "") + rest.joined())
    }

    /// A word at the beginning: `ID` is `id`, `eTag` stays.
    private static func lowered(_ word: String) -> String {
        word.allSatisfy { !$0.isLowercase }
            ? word.lowercased() : word.prefix(1).lowercased() + word.dropFirst()
    }

    /// A name is not empty and does not begin with a digit.
    private static func guarded(_ name: String) -> String {
        guard let first = name.first else { return "value" }
        return String((first.isNumber ? "n\(name)" : name).prefix(lengthMax))
    }

    /// Names of several things, no two the same and none of those that are kept back.
    static func distinct(
        _ texts: [String], avoiding kept: Set<String>, _ spell: (String) -> String
    ) -> [String] {
        var names = DistinctNames(avoiding: kept)
        return texts.map { text in
            let name = spell(text)
            return names.take(kept.contains(name) ? name + "_" : name)
        }
    }

    /// A text in double quotes. `escape` writes the code of a character that must not stand there itself.
    static func quoted(_ text: String, escape: (String) -> String = { "\\u\($0)" }) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case _ where breaksLines(scalar): result += escape(padded(String(scalar.value, radix: 16)))
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// One line of a comment.
    static func comment(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars { result.unicodeScalars.append(breaksLines(scalar) ? " " : scalar) }
        return result
    }

    private static func breaksLines(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar == "\u{2028}"
            || scalar == "\u{2029}" || scalar == "\u{FEFF}"
    }

    private static func padded(_ digits: String) -> String {
        String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}

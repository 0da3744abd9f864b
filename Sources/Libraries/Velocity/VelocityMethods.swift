internal import Wire

/// The methods that texts, numbers, lists and maps have of themselves.
enum VelocityMethods {
    /// What can be asked for without parentheses.
    static func property(_ data: JSON, _ name: String) -> JSON? {
        switch (data, name) {
        case (.array(let elements), "size"), (.array(let elements), "length"): number(elements.count)
        case (.array(let elements), "empty"): .bool(elements.isEmpty)
        case (.string(let text), "length"): number(text.utf16.count)
        case (.object(let object), "empty"): .bool(object.isEmpty)
        case (.object(let object), "size"): number(object.count)
        default: nil
        }
    }

    private static func number(_ value: Int) -> JSON { .number(String(value)) }

    // MARK: Changes

    /// A list or map after a method that changes it, and what the method answers; nil for other methods.
    static func change(_ data: JSON, _ method: String, _ arguments: [JSON]) -> (changed: JSON, answer: JSON)?
    {
        switch (data, method, arguments.count) {
        case (.array(let elements), "add", 1): return (.array(elements + arguments), true)
        case (.array(let elements), "addAll", 1):
            return (.array(elements + (arguments[0].array ?? [])), true)
        case (.array(var elements), "remove", 1):
            guard let place = arguments[0].integer, elements.indices.contains(place) else { return nil }
            let gone = elements.remove(at: place)
            return (.array(elements), gone)
        case (.array(var elements), "set", 2):
            guard let place = arguments[0].integer, elements.indices.contains(place) else { return nil }
            let former = elements[place]
            elements[place] = arguments[1]
            return (.array(elements), former)
        case (.object(var object), "put", 2):
            let key = VelocityValue.data(arguments[0]).text
            let former = object[key] ?? .null
            object[key] = arguments[1]
            return (.object(object), former)
        case (.object(var object), "putAll", 1):
            for member in arguments[0].object?.members ?? [] { object[member.name] = member.value }
            return (.object(object), .null)
        case (.object(var object), "remove", 1):
            let key = VelocityValue.data(arguments[0]).text
            let gone = object[key] ?? .null
            object[key] = nil
            return (.object(object), gone)
        default: return nil
        }
    }

    // MARK: Answers

    /// What a method answers; nil where there is no such method.
    static func answer(_ data: JSON, _ method: String, _ arguments: [JSON]) throws(VelocityError) -> JSON? {
        switch (method, arguments.count) {
        case ("toString", 0): return .string(VelocityValue.data(data).text)
        case ("equals", 1):
            return .bool(VelocityValue.data(data).text == VelocityValue.data(arguments[0]).text)
        default: break
        }
        switch data {
        case .string(let text): return try answer(text, method, arguments)
        case .array(let elements): return answer(elements, method, arguments)
        case .object(let object): return answer(object, method, arguments)
        case .number:
            guard arguments.isEmpty else { return nil }
            switch method {
            case "intValue", "longValue":
                return data.double.flatMap { Int(exactly: $0.rounded(.towardZero)) }.map(number)
            case "doubleValue": return data.double.map { .number(String($0)) }
            default: return nil
            }
        default: return nil
        }
    }

    private static func answer(_ elements: [JSON], _ method: String, _ arguments: [JSON]) -> JSON? {
        switch (method, arguments.count) {
        case ("size", 0): return number(elements.count)
        case ("isEmpty", 0): return .bool(elements.isEmpty)
        case ("get", 1):
            guard let place = arguments[0].integer, elements.indices.contains(place) else { return .null }
            return elements[place]
        case ("contains", 1): return .bool(elements.contains(arguments[0]))
        case ("indexOf", 1): return number(elements.firstIndex(of: arguments[0]) ?? -1)
        case ("subList", 2):
            guard let start = arguments[0].integer, let end = arguments[1].integer, start >= 0, start <= end,
                end <= elements.count
            else { return .null }
            return .array(Array(elements[start..<end]))
        default: return nil
        }
    }

    private static func answer(_ object: JSONObject, _ method: String, _ arguments: [JSON]) -> JSON? {
        switch (method, arguments.count) {
        case ("size", 0): number(object.count)
        case ("isEmpty", 0): .bool(object.isEmpty)
        case ("get", 1): object[VelocityValue.data(arguments[0]).text] ?? .null
        case ("getOrDefault", 2): object[VelocityValue.data(arguments[0]).text] ?? arguments[1]
        case ("containsKey", 1): .bool(object[VelocityValue.data(arguments[0]).text] != nil)
        case ("containsValue", 1): .bool(object.members.contains { $0.value == arguments[0] })
        case ("keySet", 0): .array(object.names.map { .string($0) })
        case ("values", 0): .array(object.members.map(\.value))
        case ("entrySet", 0):
            .array(object.members.map { ["key": .string($0.name), "value": $0.value] })
        default: nil
        }
    }

    // MARK: Texts

    private static func answer(_ text: String, _ method: String, _ arguments: [JSON]) throws(VelocityError)
        -> JSON?
    {
        let words = arguments.map { VelocityValue.data($0).text }
        switch (method, words.count) {
        case ("length", 0): return number(text.utf16.count)
        case ("isEmpty", 0): return .bool(text.isEmpty)
        case ("trim", 0): return .string(trimmed(text))
        case ("toUpperCase", 0): return .string(text.uppercased())
        case ("toLowerCase", 0): return .string(text.lowercased())
        case ("concat", 1): return .string(text + words[0])
        case ("contains", 1): return .bool(words[0].isEmpty || text.firstRange(of: words[0]) != nil)
        case ("startsWith", 1): return .bool(text.hasPrefix(words[0]))
        case ("endsWith", 1): return .bool(text.hasSuffix(words[0]))
        case ("equalsIgnoreCase", 1): return .bool(text.lowercased() == words[0].lowercased())
        case ("indexOf", 1):
            let place = text.firstRange(of: words[0])?.lowerBound
            return number(place.map { text[..<$0].utf16.count } ?? -1)
        case ("substring", 1), ("substring", 2): return substring(text, arguments)
        case ("replace", 2): return try replaced(text, words[0], words[1])
        case ("replaceAll", 2):
            return try replaced(text, try literal(words[0]), try literal(words[1]))
        case ("matches", 1):
            let pattern = Pattern("^(?:\(words[0]))$")
            guard pattern.isSupported else { throw unsupported(words[0]) }
            return .bool(pattern.matches(text))
        case ("split", 1):
            let mark = try literal(words[0])
            return mark.isEmpty ? nil : .array(separated(text, by: mark).map { .string($0) })
        default: return nil
        }
    }

    private static func trimmed(_ text: String) -> String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace }
        let start = text.drop(while: isSpace)
        guard let last = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...last])
    }

    private static func substring(_ text: String, _ arguments: [JSON]) -> JSON? {
        let units = Array(text.utf16)
        let end = arguments.count == 2 ? arguments[1].integer : units.count
        guard let start = arguments[0].integer, let end, start >= 0, start <= end, end <= units.count else {
            return .null
        }
        return .string(String(decoding: units[start..<end], as: UTF16.self))
    }

    private static func replaced(_ text: String, _ old: String, _ new: String) throws(VelocityError) -> JSON {
        guard !old.isEmpty else { return .string(text) }
        let parts = separated(text, by: old)
        let growth = (parts.count - 1) * max(0, new.utf8.count - old.utf8.count)
        guard text.utf8.count + growth <= VelocityLimits.outputSizeMax else {
            throw VelocityRendering.tooLong
        }
        return .string(parts.joined(separator: new))
    }

    private static func separated(_ text: String, by mark: String) -> [String] {
        text.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
    }

    /// The text that an expression without operators stands for. Others are refused rather than misread.
    private static func literal(_ expression: String) throws(VelocityError) -> String {
        var text = ""
        var isEscaped = false
        for character in expression {
            if isEscaped {
                guard !character.isLetter, !character.isNumber else { throw unsupported(expression) }
                text.append(character)
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                guard !"^$.|?*+()[]{}".contains(character) else { throw unsupported(expression) }
                text.append(character)
            }
        }
        guard !isEscaped else { throw unsupported(expression) }
        return text
    }

    private static func unsupported(_ expression: String) -> VelocityError {
        VelocityError("The regular expression \(expression.prefix(100)) is not supported.")
    }
}

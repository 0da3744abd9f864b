internal import Wire

/// Bytes that are the same for equal values: numbers by their value, members in the order of their names.
///
/// Bytes, because texts that only look the same are equal as Swift's strings, and are not in JSON.
enum CanonicalText {
    static func of(_ value: JSON) -> [UInt8] {
        var text = ""
        write(value, to: &text)
        return Array(text.utf8)
    }

    private static func write(_ value: JSON, to text: inout String) {
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .number(let digits): text += ExactNumber(digits).canonical
        case .string: text += value.text
        case .array(let elements):
            text += "["
            for element in elements {
                write(element, to: &text)
                text += ","
            }
            text += "]"
        case .object(let object):
            text += "{"
            for member in object.members.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) })
            {
                text += JSON.string(member.name).text + ":"
                write(member.value, to: &text)
                text += ","
            }
            text += "}"
        }
    }
}

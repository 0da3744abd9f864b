internal import Wire

extension JSON {
    /// Writes a value as it appears within a string of a template: strings lose their quotation marks, those
    /// inside objects and arrays too, and nothing is escaped.
    func writeUnquoted(to out: inout [UInt8]) {
        switch self {
        case .string(let text): out += text.utf8
        case .array(let elements):
            out.append(UInt8(ascii: "["))
            for (position, element) in elements.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                element.writeUnquoted(to: &out)
            }
            out.append(UInt8(ascii: "]"))
        case .object(let object):
            out.append(UInt8(ascii: "{"))
            for (position, member) in object.members.enumerated() {
                if position > 0 { out.append(UInt8(ascii: ",")) }
                out += member.name.utf8
                out.append(UInt8(ascii: ":"))
                member.value.writeUnquoted(to: &out)
            }
            out.append(UInt8(ascii: "}"))
        default: write(to: &out)
        }
    }
}

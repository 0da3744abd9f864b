internal import Velocity
internal import Wire

/// `$util` of a mapping template.
struct MappingUtil: VelocityObject {
    var text: String { "" }

    func property(_ name: String) throws(VelocityError) -> VelocityValue? { nil }

    func call(_ method: String, _ arguments: [VelocityValue]) throws(VelocityError) -> VelocityValue? {
        guard arguments.count == 1 else { return nil }
        let text = arguments[0].text
        switch method {
        case "escapeJavaScript": return .text(Self.escaped(text))
        case "parseJson":
            do {
                return .data(try JSON(parsing: text))
            } catch {
                throw VelocityError("$util.parseJson of a text that is not JSON.")
            }
        case "urlEncode": return .text(PercentCoding.encoded(text).replacing("%20", with: "+"))
        case "urlDecode": return .text(PercentCoding.decoded(text, plusIsSpace: true) ?? text)
        case "base64Encode": return .text(Base64.encoded(Array(text.utf8)))
        case "base64Decode":
            guard let bytes = Base64.decoded(text) else {
                throw VelocityError("$util.base64Decode of a text that is not base64.")
            }
            return .text(String(decoding: bytes, as: UTF8.self))
        default: return nil
        }
    }

    /// The text as it may stand between the quotes of a script.
    private static func escaped(_ text: String) -> String {
        var out: [UInt8] = []
        out.reserveCapacity(text.utf8.count)
        for unit in text.utf16 {
            switch unit {
            case 0x22: out += Array("\\\"".utf8)
            case 0x27: out += Array("\\'".utf8)
            case 0x5C: out += Array("\\\\".utf8)
            case 0x2F: out += Array("\\/".utf8)
            case 0x08: out += Array("\\b".utf8)
            case 0x09: out += Array("\\t".utf8)
            case 0x0A: out += Array("\\n".utf8)
            case 0x0C: out += Array("\\f".utf8)
            case 0x0D: out += Array("\\r".utf8)
            case 0x20...0x7E: out.append(UInt8(unit))
            default:
                let digits = String(unit, radix: 16, uppercase: true)
                out += Array("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

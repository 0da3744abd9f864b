/// Writes shapes as CBOR, RFC 8949; structures, whose count of members is not known ahead, end with a break.
struct CBORWriter: ShapeWriter, ~Copyable {
    struct Frame {
        var schema: Schema?
        var element: Member?
    }

    private(set) var bytes: [UInt8] = []
    private var member: Member?

    init() {}

    consuming func finish() -> [UInt8] { bytes }

    private mutating func head(_ major: CBORReader.Major, _ argument: UInt64) {
        let lead = major.rawValue << 5
        switch argument {
        case 0..<24: bytes.append(lead | UInt8(argument))
        case 24...0xFF: bytes.append(lead | 24); big(argument, 1)
        case 0x100...0xFFFF: bytes.append(lead | 25); big(argument, 2)
        case 0x1_0000...0xFFFF_FFFF: bytes.append(lead | 26); big(argument, 4)
        default: bytes.append(lead | 27); big(argument, 8)
        }
    }

    private mutating func big(_ value: UInt64, _ count: Int) {
        for index in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
    }

    /// Writes an entry of the outermost map by hand: the code and message of a failure.
    mutating func entry(_ name: String, _ text: String) {
        string(name)
        string(text)
    }

    mutating func beginStructure(_ schema: Schema) -> Frame {
        bytes.append(0xBF)
        return Frame(schema: schema)
    }

    mutating func member(_ position: Int, _ frame: inout Frame) {
        guard let next = frame.schema?.members[position] else { return }
        head(.text, UInt64(next.jsonName.count))
        bytes.append(contentsOf: next.jsonName)
        member = next
    }

    mutating func endStructure(_ frame: Frame) { bytes.append(0xFF) }

    mutating func beginList(count: Int) -> Frame {
        head(.array, UInt64(count))
        return Frame(element: member?.element)
    }

    mutating func element(_ frame: inout Frame) { member = frame.element }
    mutating func endList(_ frame: Frame) {}

    mutating func beginMap(count: Int) -> Frame {
        head(.map, UInt64(count))
        return Frame(element: member?.element)
    }

    mutating func key(_ key: String, _ frame: inout Frame) {
        string(key)
        member = frame.element
    }

    mutating func endMap(_ frame: Frame) {}

    mutating func string(_ value: String) {
        head(.text, UInt64(value.utf8.count))
        bytes.append(contentsOf: value.utf8)
    }

    mutating func integer(_ value: Int) {
        if value >= 0 { head(.unsigned, UInt64(value)) } else { head(.negative, UInt64(-1 - value)) }
    }

    mutating func double(_ value: Double) {
        if member?.kind == .float {
            bytes.append(0xFA)
            big(UInt64(Float(value).bitPattern), 4)
        } else {
            bytes.append(0xFB)
            big(value.bitPattern, 8)
        }
    }

    mutating func boolean(_ value: Bool) { bytes.append(value ? 0xF5 : 0xF4) }

    mutating func blob(_ value: [UInt8]) {
        head(.bytes, UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    mutating func timestamp(_ value: Timestamp) {
        head(.tag, 1)
        if value.milliseconds % 1000 == 0 {
            integer(value.milliseconds / 1000)
        } else {
            bytes.append(0xFB)
            big(value.seconds.bitPattern, 8)
        }
    }

    mutating func document(_ value: JSON) { bytes.append(0xF6) }
    mutating func stream(_ value: BodyStream) { bytes.append(0xF6) }
}

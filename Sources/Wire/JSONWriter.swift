/// Writes shapes as JSON text.
public struct JSONWriter: ShapeWriter, ~Copyable {
    public struct Frame {
        @usableFromInline var schema: Schema?
        @usableFromInline var element: Member?
        @usableFromInline var isFirst = true
    }

    public private(set) var bytes: [UInt8]
    var member: Member?

    /// Room for most answers without a second allocation.
    private static let capacity = 240

    public init() {
        bytes = []
        bytes.reserveCapacity(Self.capacity)
    }

    /// Ends the text.
    public consuming func finish() -> [UInt8] { bytes }

    public mutating func beginStructure(_ schema: Schema) -> Frame {
        bytes.append(UInt8(ascii: "{"))
        return Frame(schema: schema, element: nil)
    }

    public mutating func member(_ position: Int, _ frame: inout Frame) {
        guard let schema = frame.schema else { return }
        let member = schema.members[position]
        if frame.isFirst {
            frame.isFirst = false
            bytes.append(contentsOf: member.jsonKey[1...])
        } else {
            bytes.append(contentsOf: member.jsonKey)
        }
        self.member = member
    }

    public mutating func endStructure(_ frame: Frame) { bytes.append(UInt8(ascii: "}")) }

    public mutating func beginList(count: Int) -> Frame {
        bytes.append(UInt8(ascii: "["))
        return Frame(schema: nil, element: member?.element)
    }

    public mutating func element(_ frame: inout Frame) {
        if !frame.isFirst { bytes.append(UInt8(ascii: ",")) }
        frame.isFirst = false
        member = frame.element
    }

    public mutating func endList(_ frame: Frame) { bytes.append(UInt8(ascii: "]")) }

    public mutating func beginMap(count: Int) -> Frame {
        bytes.append(UInt8(ascii: "{"))
        return Frame(schema: nil, element: member?.element)
    }

    public mutating func key(_ key: String, _ frame: inout Frame) {
        element(&frame)
        string(key)
        bytes.append(UInt8(ascii: ":"))
    }

    public mutating func endMap(_ frame: Frame) { bytes.append(UInt8(ascii: "}")) }

    public mutating func string(_ value: String) { JSON.write(string: value, to: &bytes) }

    public mutating func integer(_ value: Int) { Decimal.write(value, to: &bytes) }

    public mutating func double(_ value: Double) {
        if value.isFinite { Decimal.write(value, to: &bytes) } else { string(value.wireText) }
    }

    public mutating func boolean(_ value: Bool) {
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    public mutating func blob(_ value: [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        Base64.write(value, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func timestamp(_ value: Timestamp) {
        let format = member?.timestampFormat ?? .epoch
        guard format != .epoch else { return value.write(.epoch, to: &bytes) }
        bytes.append(UInt8(ascii: "\""))
        value.write(format, to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    public mutating func document(_ value: JSON) { value.write(to: &bytes) }

    /// A stream cannot stand inside a text; only the payload of a REST operation streams.
    public mutating func stream(_ value: BodyStream) { bytes.append(contentsOf: "null".utf8) }
}

/// Writes shapes as the form of the query protocol.
struct FormWriter: ShapeWriter, ~Copyable {
    struct Frame {
        var schema: Schema?
        var member: Member?
        /// Length of the path below which the frame's items stand.
        var base: Int
        var count = 0
    }

    private(set) var bytes: [UInt8] = []
    private var path: [UInt8] = []
    private var member: Member?

    init(action: String, version: String) {
        bytes = Array("Action=\(action)&Version=\(version)".utf8)
    }

    consuming func finish() -> [UInt8] { bytes }

    private mutating func append(_ name: [UInt8]) {
        if !path.isEmpty { path.append(UInt8(ascii: ".")) }
        path.append(contentsOf: name)
    }

    private mutating func truncate(to count: Int) { path.removeLast(path.count - count) }

    private mutating func scalar(_ text: String) {
        bytes.append(UInt8(ascii: "&"))
        bytes.append(contentsOf: PercentCoding.encoded(String(decoding: path, as: UTF8.self)).utf8)
        bytes.append(UInt8(ascii: "="))
        bytes.append(contentsOf: PercentCoding.encoded(text).utf8)
    }

    mutating func beginStructure(_ schema: Schema) -> Frame { Frame(schema: schema, base: path.count) }

    mutating func member(_ position: Int, _ frame: inout Frame) {
        truncate(to: frame.base)
        guard let next = frame.schema?.members[position] else { return }
        append(next.formName)
        member = next
    }

    mutating func endStructure(_ frame: Frame) { truncate(to: frame.base) }

    mutating func beginList(count: Int) -> Frame {
        // An empty list is a parameter without a value.
        if count == 0 { scalar("") }
        if let member, !member.isFlattened { append(member.element?.formName ?? []) }
        return Frame(member: member, base: path.count)
    }

    mutating func element(_ frame: inout Frame) {
        truncate(to: frame.base)
        frame.count += 1
        path.append(UInt8(ascii: "."))
        Decimal.write(frame.count, to: &path)
        member = frame.member?.element
    }

    mutating func endList(_ frame: Frame) { truncate(to: frame.base) }

    mutating func beginMap(count: Int) -> Frame {
        if let member, !member.isFlattened { append(Array("entry".utf8)) }
        return Frame(member: member, base: path.count)
    }

    mutating func key(_ key: String, _ frame: inout Frame) {
        element(&frame)
        let entry = path.count
        append(frame.member?.key?.formName ?? [])
        scalar(key)
        truncate(to: entry)
        append(frame.member?.element?.formName ?? [])
    }

    mutating func endMap(_ frame: Frame) { truncate(to: frame.base) }

    mutating func string(_ value: String) { scalar(value) }
    mutating func integer(_ value: Int) { scalar(String(value)) }
    mutating func double(_ value: Double) { scalar(value.wireText) }
    mutating func boolean(_ value: Bool) { scalar(value ? "true" : "false") }
    mutating func blob(_ value: [UInt8]) { scalar(Base64.encoded(value)) }
    mutating func document(_ value: JSON) { scalar(value.text) }
    mutating func stream(_ value: BodyStream) {}
    mutating func timestamp(_ value: Timestamp) { scalar(value.text(member?.timestampFormat ?? .iso8601)) }
}

internal import Wire

/// The part of JSONPath that mapping templates and parameters use: `$`, names behind dots or in quotes,
/// indices and `*`.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html>
struct JSONQuery: Sendable {
    /// How long a query may be, in bytes.
    static let lengthMax = 512

    private enum Step: Sendable {
        case name(String)
        case index(Int)
        case all
    }

    private var steps: [Step] = []
    /// Whether the query asks for any number of values.
    private var isMany = false

    /// Reads a query such as `$.items[0].id`; nil for one of another form.
    init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.first == UInt8(ascii: "$"), bytes.count <= Self.lengthMax else { return nil }
        var offset = 1
        while offset < bytes.count {
            let step: Step?
            switch bytes[offset] {
            case UInt8(ascii: "."): step = Self.name(bytes, &offset)
            case UInt8(ascii: "["): step = Self.bracket(bytes, &offset)
            default: step = nil
            }
            guard let step else { return nil }
            if case .all = step { isMany = true }
            steps.append(step)
        }
    }

    private static func name(_ bytes: [UInt8], _ offset: inout Int) -> Step? {
        let start = offset + 1
        offset = start
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "."), bytes[offset] != UInt8(ascii: "[") {
            offset += 1
        }
        guard offset > start else { return nil }
        let name = String(decoding: bytes[start..<offset], as: UTF8.self)
        return name == "*" ? .all : .name(name)
    }

    private static func bracket(_ bytes: [UInt8], _ offset: inout Int) -> Step? {
        let start = offset + 1
        guard start < bytes.count else { return nil }
        let quote = bytes[start]
        if quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") {
            guard let end = bytes[(start + 1)...].firstIndex(of: quote), end + 1 < bytes.count,
                bytes[end + 1] == UInt8(ascii: "]")
            else { return nil }
            offset = end + 2
            return .name(String(decoding: bytes[(start + 1)..<end], as: UTF8.self))
        }
        guard let end = bytes[start...].firstIndex(of: UInt8(ascii: "]")) else { return nil }
        offset = end + 1
        let inner = String(decoding: bytes[start..<end], as: UTF8.self)
        if inner == "*" { return .all }
        return Int(inner).map { .index($0) }
    }

    /// What the query finds; nil for nothing.
    func value(in root: JSON) -> JSON? {
        var values = [root]
        for step in steps {
            values = values.flatMap { Self.apply(step, to: $0) }
            guard !values.isEmpty else { return isMany ? .array([]) : nil }
        }
        return isMany ? .array(values) : values.first
    }

    private static func apply(_ step: Step, to value: JSON) -> [JSON] {
        switch step {
        case .name(let name): return value[name].map { [$0] } ?? []
        case .index(let index):
            guard let elements = value.array else { return [] }
            let place = index < 0 ? elements.count + index : index
            return elements.indices.contains(place) ? [elements[place]] : []
        case .all: return value.array ?? value.object?.members.map(\.value) ?? []
        }
    }
}

public import Wire

extension AttributeValue: Shape {
    public static let schema: Schema = Schema(
        "AttributeValue",
        [
            .string("S"),
            .string("N"),
            .blob("B"),
            .list("SS", .string("member")),
            .list("NS", .string("member")),
            .list("BS", .blob("member")),
            .map(
                "M", .string("key", .length(nil, nameLengthMax)),
                .structure("value", { AttributeValue.schema })),
            .list("L", .structure("member", { AttributeValue.schema })),
            .boolean("NULL"),
            .boolean("BOOL"),
        ])

    public var keepsConstraints: Bool {
        switch self {
        case .list(let elements): elements.allSatisfy(\.keepsConstraints)
        case .map(let entries):
            entries.allSatisfy { name, value in
                Constraints.allow(length: name, 0, Self.nameLengthMax) && value.keepsConstraints
            }
        default: true
        }
    }

    /// Characters of the name of a nested attribute.
    private static let nameLengthMax = 65535

    /// Reads any value; what DynamoDB refuses becomes ``faulty(_:)``, so that the operation can say so in its
    /// order.
    @inlinable
    public init(from reader: inout some (ShapeReader & ~Copyable & ~Escapable)) throws(WireError) {
        var found: AttributeValue?
        var isAmbiguous = false
        var frame = try reader.beginStructure(Self.schema)
        while let member = try reader.nextMember(&frame) {
            if found != nil { isAmbiguous = true }
            let value = try Self.value(member, &reader)
            // A fault of one of several values is told before their number.
            if case .faulty? = found { continue }
            found = value
        }
        guard let found else {
            self = .faulty(.empty)
            return
        }
        if isAmbiguous, case .faulty = found {
            self = found
        } else {
            self = isAmbiguous ? .faulty(.ambiguous) : found
        }
    }

    @inlinable
    static func value(
        _ member: Int, _ reader: inout some (ShapeReader & ~Copyable & ~Escapable)
    ) throws(WireError) -> AttributeValue {
        switch member {
        case 0: return .string(try reader.string())
        case 1: return number(try reader.string())
        case 2: return .binary(try reader.blob())
        case 3: return .set(ofStrings: try reader.list { reader throws(WireError) in try reader.string() })
        case 4:
            let texts = try reader.list { reader throws(WireError) in try reader.string() }
            return numbers(texts)
        case 5: return .set(ofBinaries: try reader.list { reader throws(WireError) in try reader.blob() })
        case 6:
            return .map(
                try reader.map { reader throws(WireError) in try AttributeValue(from: &reader) })
        case 7:
            return .list(
                try reader.list { reader throws(WireError) in try AttributeValue(from: &reader) })
        case 8: return try reader.boolean() ? .null : .faulty(.falseNull)
        default: return .boolean(try reader.boolean())
        }
    }

    @usableFromInline
    static func number(_ text: String) -> AttributeValue {
        do throws(NumberError) {
            return .number(try Number(text))
        } catch {
            return .faulty(.number(error))
        }
    }

    @usableFromInline
    static func numbers(_ texts: [String]) -> AttributeValue {
        var numbers: [Number] = []
        numbers.reserveCapacity(texts.count)
        for text in texts {
            do throws(NumberError) {
                numbers.append(try Number(text))
            } catch {
                return .faulty(.number(error))
            }
        }
        return .set(ofNumbers: numbers)
    }

    @inlinable
    public func write(to writer: inout some (ShapeWriter & ~Copyable)) {
        var frame = writer.beginStructure(Self.schema)
        switch self {
        case .string(let text):
            writer.member(0, &frame)
            writer.string(text)
        case .number(let number):
            writer.member(1, &frame)
            writer.string(number.description)
        case .binary(let bytes):
            writer.member(2, &frame)
            writer.blob(bytes)
        case .stringSet(let elements):
            writer.member(3, &frame)
            writer.list(elements) { writer, element in writer.string(element) }
        case .numberSet(let elements):
            writer.member(4, &frame)
            writer.list(elements) { writer, element in writer.string(element.description) }
        case .binarySet(let elements):
            writer.member(5, &frame)
            writer.list(elements) { writer, element in writer.blob(element) }
        case .map(let entries):
            writer.member(6, &frame)
            writer.map(entries) { writer, value in value.write(to: &writer) }
        case .list(let elements):
            writer.member(7, &frame)
            writer.list(elements) { writer, value in value.write(to: &writer) }
        case .null:
            writer.member(8, &frame)
            writer.boolean(true)
        case .boolean(let flag):
            writer.member(9, &frame)
            writer.boolean(flag)
        case .faulty: break
        }
        writer.endStructure(frame)
    }
}

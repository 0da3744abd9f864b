/// The input or output of an operation that has none.
public struct Unit: Shape, Equatable {
    public static let schema = Schema("Unit", [])

    public init() {}

    public init(from reader: inout some (ShapeReader & ~Copyable & ~Escapable)) throws(WireError) {
        var frame = try reader.beginStructure(Self.schema)
        while try reader.nextMember(&frame) != nil {}
    }

    public func write(to writer: inout some (ShapeWriter & ~Copyable)) {
        writer.endStructure(writer.beginStructure(Self.schema))
    }
}

/// A structure read by a schema alone.
struct LooseShape: Shape {
    static var schema: Schema { LooseValue.schema }

    let value: LooseValue

    init(_ value: LooseValue) { self.value = value }

    init(from reader: inout some (ShapeReader & ~Copyable & ~Escapable)) throws(WireError) {
        value = try LooseValue(structure: Self.schema, from: &reader)
    }

    func write(to writer: inout some (ShapeWriter & ~Copyable)) { value.write(to: &writer) }
}

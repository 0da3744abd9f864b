/// The parts of an error that tell which one it is, in every spelling.
struct ErrorNames: Failure, Shape {
    static let schema = Schema(
        "Error", [.string("__type"), .string("code"), .string("Code"), .string("message")], isError: true)

    private var type: String?
    private var smallCode: String?
    private var largeCode: String?
    var message = ""
    var status: Int { 400 }
    var code: String { type ?? smallCode ?? largeCode ?? "" }

    init() {}

    init(from reader: inout some (ShapeReader & ~Copyable & ~Escapable)) throws(WireError) {
        var frame = try reader.beginStructure(Self.schema)
        while let member = try reader.nextMember(&frame) {
            switch member {
            case 0: type = try reader.string()
            case 1: smallCode = try reader.string()
            case 2: largeCode = try reader.string()
            default: message = try reader.string()
            }
        }
    }

    func write(to writer: inout some (ShapeWriter & ~Copyable)) {
        writer.endStructure(writer.beginStructure(Self.schema))
    }
}

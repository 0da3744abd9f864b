/// A writer of bodies, as the REST protocols use it below the parts of the head.
protocol BodyWriter: ShapeWriter, ~Copyable {
    /// Makes the value that follows the whole body: the payload of an operation.
    mutating func enter(_ member: Member)
    consuming func finish() -> [UInt8]
}

extension JSONWriter: BodyWriter {
    mutating func enter(_ member: Member) { self.member = member }
}

extension XMLWriter: BodyWriter {
    mutating func enter(_ member: Member) {
        let name = member.wireName ?? member.structure?().rootName ?? member.name
        root = (Array(name.utf8), member.xmlNamespace ?? member.structure?().xmlNamespace ?? root?.namespace)
    }
}

extension Schema {
    var rootName: String { xmlRoot ?? name }
}

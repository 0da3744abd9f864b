/// Writes the values of a shape in one wire format.
///
/// Between `beginStructure` and `endStructure` each present member is announced by its position and followed
/// by exactly one value. Lists and maps likewise.
public protocol ShapeWriter: ~Copyable {
    /// Where the writer stands in a structure, list or map; opaque to shapes.
    associatedtype Frame

    mutating func beginStructure(_ schema: Schema) -> Frame
    mutating func member(_ position: Int, _ frame: inout Frame)
    mutating func endStructure(_ frame: Frame)

    mutating func beginList(count: Int) -> Frame
    mutating func element(_ frame: inout Frame)
    mutating func endList(_ frame: Frame)

    mutating func beginMap(count: Int) -> Frame
    mutating func key(_ key: String, _ frame: inout Frame)
    mutating func endMap(_ frame: Frame)

    mutating func string(_ value: String)
    mutating func integer(_ value: Int)
    mutating func double(_ value: Double)
    mutating func boolean(_ value: Bool)
    mutating func blob(_ value: [UInt8])
    mutating func timestamp(_ value: Timestamp)
    mutating func document(_ value: JSON)
    mutating func stream(_ value: BodyStream)
}

extension ShapeWriter where Self: ~Copyable {
    @inlinable
    public mutating func list<Element>(_ elements: [Element], _ write: (inout Self, Element) -> Void) {
        var frame = beginList(count: elements.count)
        for value in elements {
            element(&frame)
            write(&self, value)
        }
        endList(frame)
    }

    /// Entries are written in the order of their keys, so that equal values have equal bytes.
    @inlinable
    public mutating func map<Value>(_ entries: [String: Value], _ write: (inout Self, Value) -> Void) {
        var frame = beginMap(count: entries.count)
        if entries.count == 1, let entry = entries.first {
            key(entry.key, &frame)
            write(&self, entry.value)
        } else {
            for entry in entries.sorted(by: { $0.key < $1.key }) {
                key(entry.key, &frame)
                write(&self, entry.value)
            }
        }
        endMap(frame)
    }
}

/// Reads the values of a shape from one wire format, in the order in which they stand there.
///
/// A structure begins, yields the positions of the members it finds, and ends when there are none left; after
/// each position exactly one value must be read. Lists and maps likewise. What a format does not say (null,
/// unknown members) is skipped.
public protocol ShapeReader: ~Copyable, ~Escapable {
    /// Where the reader stands in a structure, list or map; opaque to shapes.
    associatedtype Frame

    mutating func beginStructure(_ schema: Schema) throws(WireError) -> Frame
    /// The position of the next member whose value follows, or nil at the end.
    mutating func nextMember(_ frame: inout Frame) throws(WireError) -> Int?

    mutating func beginList() throws(WireError) -> Frame
    /// Whether another element follows.
    mutating func nextElement(_ frame: inout Frame) throws(WireError) -> Bool

    mutating func beginMap() throws(WireError) -> Frame
    /// The key of the next entry, whose value follows, or nil at the end.
    mutating func nextKey(_ frame: inout Frame) throws(WireError) -> String?

    mutating func string() throws(WireError) -> String
    mutating func integer() throws(WireError) -> Int
    mutating func double() throws(WireError) -> Double
    mutating func boolean() throws(WireError) -> Bool
    mutating func blob() throws(WireError) -> [UInt8]
    mutating func timestamp() throws(WireError) -> Timestamp
    mutating func document() throws(WireError) -> JSON
    /// The body as a stream; only for the payload of an operation.
    mutating func stream() throws(WireError) -> BodyStream
    /// Where the reader stands, for error messages.
    var position: Int { get }
}

extension ShapeReader where Self: ~Copyable & ~Escapable {
    @inlinable
    public mutating func list<Element>(
        _ element: (inout Self) throws(WireError) -> Element
    ) throws(WireError) -> [Element] {
        var elements: [Element] = []
        var frame = try beginList()
        while try nextElement(&frame) { elements.append(try element(&self)) }
        return elements
    }

    @inlinable
    public mutating func map<Value>(
        _ value: (inout Self) throws(WireError) -> Value
    ) throws(WireError) -> [String: Value] {
        var entries: [String: Value] = [:]
        var frame = try beginMap()
        while let key = try nextKey(&frame) { entries[key] = try value(&self) }
        return entries
    }

    /// The error for a union without a member.
    @inlinable
    public func emptyUnion() -> WireError { .malformed(Malformation(.emptyUnion, at: position)) }

    /// The error for a union with several members.
    @inlinable
    public func ambiguousUnion() -> WireError { .malformed(Malformation(.ambiguousUnion, at: position)) }
}

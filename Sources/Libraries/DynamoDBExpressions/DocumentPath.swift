/// The way from an item to a value in it: `a.b[3]`.
public struct DocumentPath: Sendable, Hashable, CustomStringConvertible {
    public enum Element: Sendable, Hashable {
        case attribute(String)
        case index(Int)
    }

    /// The attribute of the item where the path begins.
    public let attribute: String
    /// The elements after the attribute.
    public let rest: [Element]

    public init(_ attribute: String, _ rest: [Element] = []) {
        self.attribute = attribute
        self.rest = rest
    }

    /// How deep a path may go: no value nests deeper.
    static let depthMax = AttributeValue.depthMax

    var elements: [Element] { [.attribute(attribute)] + rest }

    /// The path as error texts show it: `[a, b, [3]]`.
    public var description: String {
        let names = elements.map { element in
            switch element {
            case .attribute(let name): name
            case .index(let index): "[\(index)]"
            }
        }
        return "[\(names.joined(separator: ", "))]"
    }

    /// The value at the path.
    public func value(in item: [String: AttributeValue]) -> AttributeValue? {
        guard var value = item[attribute] else { return nil }
        for element in rest {
            switch (element, value) {
            case (.attribute(let name), .map(let entries)):
                guard let next = entries[name] else { return nil }
                value = next
            case (.index(let index), .list(let elements)):
                guard index < elements.count else { return nil }
                value = elements[index]
            default: return nil
            }
        }
        return value
    }

    /// How two paths of one expression may disturb each other.
    enum Collision { case overlap, conflict }

    func collision(with other: DocumentPath) -> Collision? {
        for (mine, others) in zip(elements, other.elements) {
            switch (mine, others) {
            case (.attribute, .index), (.index, .attribute): return .conflict
            default: if mine != others { return nil }
            }
        }
        return .overlap
    }

    static func collisionText(_ collision: Collision, _ one: DocumentPath, _ two: DocumentPath) -> String {
        let verb = collision == .overlap ? "overlap" : "conflict"
        return "Two document paths \(verb) with each other; must remove or rewrite one of these paths; "
            + "path one: \(one), path two: \(two)"
    }
}

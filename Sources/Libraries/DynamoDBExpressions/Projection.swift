/// Which parts of items an answer contains.
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ProjectionExpressions.html>
public struct Projection: Sendable, Hashable {
    public let paths: [DocumentPath]

    public init(paths: [DocumentPath]) { self.paths = paths }

    /// Reads a projection expression.
    public init(_ text: String, _ placeholders: inout Placeholders) throws(ExpressionError) {
        var reader = try ExpressionReader(text, .projection, placeholders)
        var paths: [DocumentPath] = []
        repeat {
            let path = try reader.path()
            for earlier in paths {
                guard let collision = earlier.collision(with: path) else { continue }
                reader.problems.note(
                    collision == .overlap ? .overlap : .conflict,
                    DocumentPath.collisionText(collision, earlier, path))
            }
            paths.append(path)
        } while reader.accept(",")
        try reader.checkEnd()
        try reader.problems.check(.projection)
        placeholders = reader.placeholders
        self.paths = paths
    }

    /// The parts of an item that the paths name; lists close up over what is left out.
    public func apply(to item: [String: AttributeValue]) -> [String: AttributeValue] {
        var root = ProjectedNode()
        for path in paths where path.value(in: item) != nil { root.add(path.elements[...]) }
        var result: [String: AttributeValue] = [:]
        for (name, node) in root.attributes {
            guard let value = item[name] else { continue }
            result[name] = node.apply(to: value)
        }
        return result
    }
}

/// The wanted paths as a tree.
private struct ProjectedNode {
    var isWhole = false
    var attributes: [String: ProjectedNode] = [:]
    var indexes: [Int: ProjectedNode] = [:]

    mutating func add(_ path: ArraySlice<DocumentPath.Element>) {
        switch path.first {
        case nil: isWhole = true
        case .attribute(let name)?: attributes[name, default: ProjectedNode()].add(path.dropFirst())
        case .index(let index)?: indexes[index, default: ProjectedNode()].add(path.dropFirst())
        }
    }

    func apply(to value: AttributeValue) -> AttributeValue {
        if isWhole { return value }
        switch value {
        case .map(let entries):
            var kept: [String: AttributeValue] = [:]
            for (name, node) in attributes {
                if let entry = entries[name] { kept[name] = node.apply(to: entry) }
            }
            return .map(kept)
        case .list(let elements):
            return .list(
                indexes.keys.sorted().compactMap { index in
                    guard index < elements.count, let node = indexes[index] else { return nil }
                    return node.apply(to: elements[index])
                })
        default: return value
        }
    }
}

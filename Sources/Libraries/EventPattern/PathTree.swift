/// The fields that rules name, as a tree of path steps; the walk over an event moves along it.
struct PathTree: Sendable {
    struct Node: Sendable {
        /// The edges to children in `edges`.
        var edges = 0..<0
        /// Number of the table of edges where there are too many to compare one by one, or -1.
        var table = -1
        /// Number of the field's index, or -1 where no rule starts from this field.
        var field = -1
        /// Number among the fields whose values are kept for rules that look at several fields, or -1.
        var kept = -1
        /// Whether some child has children, so that a name with dots can lead to a grandchild.
        var hasGrandchildren = false

        var isLeaf: Bool { edges.isEmpty }
        var keepsValues: Bool { kept >= 0 }
        var takesValues: Bool { field >= 0 || kept >= 0 }
    }

    private struct Edge {
        var head: UInt64
        var start: Int
        var count: Int
        var node: Int
    }

    private(set) var nodes: [Node] = []
    /// How many fields have their values kept.
    private(set) var keptCount = 0
    private var edges: [Edge] = []
    private var names: [UInt8] = []
    private var tables: [ByteTable] = []
    /// Above this number of edges a hash table is faster.
    private static let edgesCompared = 8

    private struct Draft {
        var children: [String: Int] = [:]
        /// Whether a path ends here.
        var path: String?
    }

    /// - Returns: the tree, and the node of each path.
    static func build(_ paths: Set<String>) -> (PathTree, [String: Int]) {
        var drafts = [Draft()]
        for path in paths {
            var current = 0
            for step in path.split(separator: ".", omittingEmptySubsequences: false) {
                if let child = drafts[current].children[String(step)] {
                    current = child
                    continue
                }
                drafts[current].children[String(step)] = drafts.count
                current = drafts.count
                drafts.append(Draft())
            }
            drafts[current].path = path
        }
        var tree = PathTree()
        var numbers: [String: Int] = [:]
        var queue: [(draft: Int, node: Int)] = [(0, 0)]
        tree.nodes.append(Node())
        while let (number, node) = queue.popLast() {
            if let path = drafts[number].path { numbers[path] = node }
            tree.addChildren(of: number, in: drafts, at: node, &queue)
        }
        return (tree, numbers)
    }

    private mutating func addChildren(
        of number: Int, in drafts: [Draft], at node: Int, _ queue: inout [(draft: Int, node: Int)]
    ) {
        let start = edges.count
        var keys: [(key: [UInt8], value: Int)] = []
        for (name, child) in drafts[number].children.sorted(by: { $0.key < $1.key }) {
            let bytes = Array(name.utf8)
            edges.append(
                Edge(
                    head: bytes.span.head(0, bytes.count), start: names.count, count: bytes.count,
                    node: nodes.count))
            keys.append((bytes, nodes.count))
            names += bytes
            queue.append((child, nodes.count))
            nodes.append(Node())
            if !drafts[child].children.isEmpty { nodes[node].hasGrandchildren = true }
        }
        nodes[node].edges = start..<edges.count
        if keys.count > Self.edgesCompared {
            nodes[node].table = tables.count
            tables.append(ByteTable(keys))
        }
    }

    mutating func mark(_ node: Int, field: Int? = nil, keepsValues: Bool = false) {
        if let field { nodes[node].field = field }
        guard keepsValues, nodes[node].kept < 0 else { return }
        nodes[node].kept = keptCount
        keptCount += 1
    }

    /// The node that the name at `lo..<hi` leads to from `node`; -1 when no rule names it.
    @inline(__always)
    func child(of node: Int, _ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Int {
        let found = direct(node, bytes, lo, hi)
        if found >= 0 || !nodes[node].hasGrandchildren { return found }
        return dotted(node, bytes, lo, hi)
    }

    @inline(__always)
    private func direct(_ node: Int, _ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Int {
        let table = nodes[node].table
        if table >= 0 { return tables[table].find(bytes, lo, hi, hash: bytes.hash(lo, hi)) }
        let count = hi &- lo
        let head = bytes.head(lo, hi)
        for number in nodes[node].edges {
            let edge = edges[number]
            if edge.head == head, edge.count == count, count <= 8 || hasRest(edge, bytes, lo) {
                return edge.node
            }
        }
        return -1
    }

    private func hasRest(_ edge: Edge, _ bytes: Span<UInt8>, _ lo: Int) -> Bool {
        for index in 8..<edge.count where names[edge.start &+ index] != bytes[lo &+ index] { return false }
        return true
    }

    /// A name that contains dots stands for several steps.
    private func dotted(_ node: Int, _ bytes: Span<UInt8>, _ lo: Int, _ hi: Int) -> Int {
        guard bytes.contains(UInt8(ascii: "."), lo, hi) else { return -1 }
        var node = node
        var start = lo
        for index in lo...hi where index == hi || bytes[index] == UInt8(ascii: ".") {
            node = direct(node, bytes, start, index)
            if node < 0 { return -1 }
            start = index + 1
        }
        return node
    }
}

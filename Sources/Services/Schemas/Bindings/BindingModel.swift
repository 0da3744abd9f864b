/// What is generated from a schema, before it is written in a language.
struct BindingModel: Sendable {
    /// The name of the schema.
    let title: String
    /// Where the code belongs, from the outside in: `shop`, `web`, `order_placed`.
    let package: [String]
    /// The type of whole events.
    let root: BindingType
    /// Sorted by their names.
    let records: [BindingRecord]
    let enumerations: [BindingEnumeration]

    /// Names of records that contain themselves, and not by a list or a map only, and of those between them.
    var endless: Set<String> {
        let names = Set(records.map(\.name))
        var inner: [String: Set<String>] = [:]
        var outer: [String: Set<String>] = [:]
        for record in records {
            for name in record.fields.compactMap({ $0.type.record }) where names.contains(name) {
                inner[record.name, default: []].insert(name)
                outer[name, default: []].insert(record.name)
            }
        }
        // What leads nowhere is taken away until only circles are left, and then what nothing leads to.
        let rest = Self.without(leaves: inner, names, backwards: outer)
        return Self.without(leaves: outer, rest, backwards: inner)
    }

    private static func without(
        leaves forwards: [String: Set<String>], _ names: Set<String>, backwards: [String: Set<String>]
    ) -> Set<String> {
        var counts: [String: Int] = [:]
        for name in names { counts[name] = (forwards[name] ?? []).count { names.contains($0) } }
        var rest = names
        var open = names.filter { counts[$0] == 0 }
        while let name = open.popFirst() {
            rest.remove(name)
            for before in backwards[name] ?? [] where rest.contains(before) {
                counts[before, default: 0] -= 1
                if counts[before] == 0 { open.insert(before) }
            }
        }
        return rest
    }
}

extension BindingType {
    /// The record or enumeration that stands here itself.
    fileprivate var record: String? { if case .named(let name) = self { name } else { nil } }
}

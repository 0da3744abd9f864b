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

    /// Names of records that contain themselves, and not by a list or a map only.
    var endless: Set<String> {
        var next: [String: Set<String>] = [:]
        for record in records {
            next[record.name] = Set(record.fields.compactMap { $0.type.record })
        }
        var found: Set<String> = []
        for record in records {
            var seen: Set<String> = []
            var open = Array(next[record.name] ?? [])
            while let name = open.popLast() {
                guard seen.insert(name).inserted else { continue }
                open += next[name] ?? []
            }
            if seen.contains(record.name) { found.insert(record.name) }
        }
        return found
    }
}

extension BindingType {
    /// The record or enumeration that stands here itself.
    fileprivate var record: String? { if case .named(let name) = self { name } else { nil } }
}

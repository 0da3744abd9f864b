/// The parameters of a query string, decoded, in the order sent.
struct QueryParameters {
    private(set) var items: [(name: [UInt8], value: [UInt8])] = []

    init(_ query: String) throws(SigningError) {
        guard !query.isEmpty else { return }
        for pair in Array(query.utf8).split(separator: 0x26) {
            guard items.count < SigningLimits.queryParameters else {
                throw .limitExceeded(name: "query parameters", limit: SigningLimits.queryParameters)
            }
            let equals = pair.firstIndex(of: 0x3D) ?? pair.endIndex
            let value = equals == pair.endIndex ? pair[equals...] : pair[(equals + 1)...]
            items.append((PercentEncoding.decodeQuery(pair[..<equals]), PercentEncoding.decodeQuery(value)))
        }
    }

    /// The first value of the parameter with exactly this name.
    func first(_ name: String) -> String? {
        for item in items where item.name.elementsEqual(name.utf8) { return Bytes.text(item.value) }
        return nil
    }

    mutating func append(_ name: String, _ value: String) {
        items.append((Array(name.utf8), Array(value.utf8)))
    }

    /// Appends `name=value&…`, each encoded, sorted by the encoded name and then by the encoded value.
    func appendCanonical(to text: inout [UInt8], omitting omitted: String?) {
        var pairs: [(name: [UInt8], value: [UInt8])] = []
        pairs.reserveCapacity(items.count)
        for item in items {
            if let omitted, item.name.elementsEqual(omitted.utf8) { continue }
            var name: [UInt8] = []
            var value: [UInt8] = []
            name.appendURIEncoded(item.name)
            value.appendURIEncoded(item.value)
            pairs.append((name, value))
        }
        pairs.sort { left, right in
            if left.name != right.name { return left.name.lexicographicallyPrecedes(right.name) }
            return left.value.lexicographicallyPrecedes(right.value)
        }
        for (index, pair) in pairs.enumerated() {
            if index > 0 { text.append(0x26) }
            text.append(contentsOf: pair.name)
            text.append(0x3D)
            text.append(contentsOf: pair.value)
        }
    }
}

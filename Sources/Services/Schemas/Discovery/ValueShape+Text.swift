internal import Wire

/// Shapes as they are stored.
extension ValueShape {
    var json: JSON {
        var object: JSONObject = ["kinds": .number(String(kinds.rawValue))]
        if !members.isEmpty {
            object["members"] = .array(
                members.map { [.string($0.name), .bool($0.isRequired), $0.shape.json] })
        }
        if let element = elements.first { object["elements"] = element.json }
        return .object(object)
    }

    /// Nil for what is no shape.
    init?(json: JSON) {
        guard let kinds = json["kinds"]?.integer else { return nil }
        self.kinds = Kinds(rawValue: kinds)
        for entry in json["members"]?.array ?? [] {
            guard let parts = entry.array, parts.count == 3, let name = parts[0].string,
                let isRequired = parts[1].bool, let shape = ValueShape(json: parts[2])
            else { return nil }
            members.append(Member(name: name, shape: shape, isRequired: isRequired))
        }
        if let element = json["elements"] {
            guard let shape = ValueShape(json: element) else { return nil }
            elements = [shape]
        }
    }
}

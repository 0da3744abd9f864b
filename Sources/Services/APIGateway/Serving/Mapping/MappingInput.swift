internal import Velocity
internal import Wire

/// `$input` of a mapping template: the body, and for requests the parameters.
struct MappingInput: VelocityObject {
    let body: String
    /// The body as JSON, read once; nil where it is none.
    private let json: JSON?
    private let parameters: [(place: String, values: [(name: String, value: String)])]

    init(body: String, parameters: [(place: String, values: [(name: String, value: String)])] = []) {
        self.body = body
        json = body.isEmpty ? [:] : try? JSON(parsing: body)
        self.parameters = parameters
    }

    var text: String { body }

    func property(_ name: String) throws(VelocityError) -> VelocityValue? {
        name == "body" ? .text(body) : nil
    }

    func call(_ method: String, _ arguments: [VelocityValue]) throws(VelocityError) -> VelocityValue? {
        switch (method, arguments.count) {
        case ("json", 1):
            return .text(try found(arguments[0].text)?.text ?? "\"\"")
        case ("path", 1): return try found(arguments[0].text).map { .data($0) } ?? .null
        case ("params", 0): return .data(.object(all))
        case ("params", 1): return .text(parameter(arguments[0].text) ?? "")
        default: return nil
        }
    }

    private func found(_ text: String) throws(VelocityError) -> JSON? {
        guard let query = JSONQuery(text) else {
            throw VelocityError("The path \(text.prefix(100)) is not supported.")
        }
        return query.value(in: json ?? .string(body))
    }

    private var all: JSONObject {
        var object = JSONObject()
        for (place, values) in parameters {
            var inner = JSONObject()
            for (name, value) in values { inner[name] = .string(value) }
            object[place] = .object(inner)
        }
        return object
    }

    /// The parameter of that name in the path, the query or the header, in this order.
    private func parameter(_ name: String) -> String? {
        for (place, values) in parameters {
            let found = values.last {
                place == "header" ? $0.name.lowercased() == name.lowercased() : $0.name == name
            }
            if let found { return found.value }
        }
        return nil
    }
}

internal import PipesInterface
internal import Wire

/// What a pipe adds to the request of an API destination, with paths into the item that it is made for.
struct HTTPParts {
    private let path: [String]
    private let headers: [String: String]
    private let query: [String: String]
    private let item: JSON

    init(_ parameters: PipeEnrichmentHttpParameters?, for item: JSON) {
        path = parameters?.pathParameterValues ?? []
        headers = parameters?.headerParameters ?? [:]
        query = parameters?.queryStringParameters ?? [:]
        self.item = item
    }

    init(_ parameters: PipeTargetHttpParameters?, for item: JSON) {
        path = parameters?.pathParameterValues ?? []
        headers = parameters?.headerParameters ?? [:]
        query = parameters?.queryStringParameters ?? [:]
        self.item = item
    }

    func json() throws -> JSON {
        func texts(_ values: [String: String]) throws -> JSON {
            var object = JSONObject()
            for (name, value) in values.sorted(by: { $0.key < $1.key }) {
                object[name] = .string(try PipeRun.resolved(value, in: item) ?? "")
            }
            return .object(object)
        }
        return [
            "PathParameterValues": .array(
                try path.map { .string(try PipeRun.resolved($0, in: item) ?? "") }),
            "HeaderParameters": try texts(headers), "QueryStringParameters": try texts(query),
        ]
    }
}

internal import EventBridgeInterface
internal import Kernel
internal import Templates
internal import Wire

/// What a target adds to the requests of an API destination.
struct HTTPSettings: Sendable {
    let path: [String]
    let headers: [String: String]
    let query: [String: String]

    /// Those that come with a delivery.
    init(_ parameters: JSON) {
        func texts(_ name: String) -> [String: String] {
            var texts: [String: String] = [:]
            for member in parameters[name]?.object?.members ?? [] { texts[member.name] = member.value.string }
            return texts
        }
        path = (parameters["PathParameterValues"]?.array ?? []).compactMap(\.string)
        headers = texts("HeaderParameters")
        query = texts("QueryStringParameters")
    }

    init?(_ parameters: HttpParameters?) {
        guard let parameters else { return nil }
        path = parameters.pathParameterValues ?? []
        headers = parameters.headerParameters ?? [:]
        query = parameters.queryStringParameters ?? [:]
    }

    /// The parameters of a delivery, with what the event has at the paths that values are.
    func parameters(for event: JSON) -> JSON {
        func object(_ texts: [String: String]) -> JSON {
            var object = JSONObject()
            for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
                object[name] = .string(HTTPCall.value(text, event))
            }
            return .object(object)
        }
        return [
            "PathParameterValues": .array(path.map { .string(HTTPCall.value($0, event)) }),
            "HeaderParameters": object(headers), "QueryStringParameters": object(query),
        ]
    }
}

/// A request to an API destination.
/// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html>
struct HTTPCall {
    static let timeoutMilliseconds = 5000
    static let userAgent = "Amazon/EventBridge/ApiDestinations"
    /// Refusals that are tried again beside those that every delivery tries again.
    static let retriedStatuses = [401, 407, 409]

    let destination: StoredDestination
    let connection: StoredConnection
    let settings: HTTPSettings?
    let event: Event

    /// The request as a delivery to its URL. The connection's values win over the target's.
    func delivery(id: String, payload: [UInt8], source: String) throws -> Delivery {
        let additions = connection.additions
        let json = try JSON(parsing: event.bytes)
        var headers: JSONObject = [
            "Content-Type": "application/json; charset=utf-8",
            "User-Agent": .string(Self.userAgent),
        ]
        for (name, value) in settings?.headers.sorted(by: { $0.key < $1.key }) ?? [] {
            headers[name] = .string(Self.value(value, json))
        }
        for (name, value) in additions.headers { headers[name] = .string(value) }
        var query = (settings?.query ?? [:]).mapValues { Self.value($0, json) }
        for (name, value) in additions.query { query[name] = value }
        let hasBody = !["GET", "HEAD", "OPTIONS"].contains(destination.method)
        return Delivery(
            id: id, target: url(query, json), action: "events:InvokeApiDestination",
            payload: hasBody ? try Self.body(payload, additions) : [],
            parameters: [
                "Method": .string(destination.method), "Headers": .object(headers),
                "TimeoutMilliseconds": .number(String(Self.timeoutMilliseconds)),
                "RetriedStatuses": .array(Self.retriedStatuses.map { .number(String($0)) }),
                "RatePerSecond": .number(String(destination.rate)), "RateKey": .string(destination.arn),
            ], source: source, trace: event.trace)
    }

    /// A value, or what the event has at the path that it is.
    static func value(_ text: String, _ event: JSON) -> String {
        guard text.hasPrefix("$.") else { return text }
        do {
            let found = try InputPath(parsing: text).value(in: event)
            return found?.scalarText ?? found?.text ?? ""
        } catch {
            return text
        }
    }

    /// The endpoint with its wildcards filled in order, and the query behind it.
    private func url(_ query: [String: String], _ event: JSON) -> String {
        var values = (settings?.path ?? [])[...]
        var url = ""
        for character in destination.endpoint {
            if character == "*", let value = values.popFirst() {
                url += PercentCoding.encoded(Self.value(value, event))
            } else {
                url.append(character)
            }
        }
        guard !query.isEmpty else { return url }
        let pairs = query.sorted { $0.key < $1.key }.map {
            "\(PercentCoding.encoded($0.key))=\(PercentCoding.encoded($0.value))"
        }
        return url + (url.contains("?") ? "&" : "?") + pairs.joined(separator: "&")
    }

    private static func body(_ payload: [UInt8], _ additions: HTTPAdditions) throws -> [UInt8] {
        guard !additions.body.isEmpty, case .object(var object) = try JSON(parsing: payload) else {
            return payload
        }
        for (name, value) in additions.body { object[name] = .string(value) }
        return JSON.object(object).utf8
    }
}

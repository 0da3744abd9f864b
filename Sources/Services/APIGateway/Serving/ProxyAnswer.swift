internal import Wire

/// What a function answered a proxy integration.
enum ProxyAnswer {
    /// The answer for the caller; throws for one that is not of the form that the integration demands.
    static func parts(_ payload: [UInt8], requestID: String, _ traceID: String) throws -> ResponseParts {
        guard let json = try? JSON(parsing: payload), case .object(let object) = json else {
            throw Refusal.integrationFailed
        }
        let known: Set = ["statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded"]
        guard object.names.allSatisfy(known.contains) else { throw Refusal.integrationFailed }
        guard let status = status(json["statusCode"]) else { throw Refusal.integrationFailed }
        var headers: [(name: String, value: String)] = []
        var replaced: Set<String> = []
        for member in json["multiValueHeaders"]?.object?.members ?? [] {
            guard let values = member.value.array else { throw Refusal.integrationFailed }
            replaced.insert(member.name.lowercased())
            for value in values { headers.append((member.name, try text(value))) }
        }
        for member in json["headers"]?.object?.members ?? []
        where !replaced.contains(member.name.lowercased()) {
            headers.append((member.name, try text(member.value)))
        }
        if !headers.contains(where: { $0.name.lowercased() == "content-type" }) {
            headers.append(("Content-Type", "application/json"))
        }
        headers.append(("x-amzn-RequestId", requestID))
        headers.append(("X-Amzn-Trace-Id", traceID))
        let framing: Set = ["content-length", "transfer-encoding", "connection"]
        headers.removeAll { framing.contains($0.name.lowercased()) }
        return ResponseParts(status: status, headers: headers, body: try body(json))
    }

    private static func status(_ json: JSON?) -> Int? {
        let number: Int? =
            switch json {
            case .number(let digits): Int(digits)
            case .string(let digits): Int(digits)
            default: nil
            }
        return number.flatMap { (100...599).contains($0) ? $0 : nil }
    }

    private static func text(_ json: JSON) throws -> String {
        let text: String =
            switch json {
            case .string(let text): text
            case .number(let digits): digits
            case .bool(let flag): flag ? "true" : "false"
            default: throw Refusal.integrationFailed
            }
        // A line break would end the header and begin whatever the function likes.
        guard !text.utf8.contains(where: { $0 == 10 || $0 == 13 || $0 == 0 }) else {
            throw Refusal.integrationFailed
        }
        return text
    }

    private static func body(_ json: JSON) throws -> [UInt8] {
        switch json["body"] {
        case nil, .null: return []
        case .string(let text):
            guard json["isBase64Encoded"] == true else { return Array(text.utf8) }
            guard let bytes = Base64.decoded(text) else { throw Refusal.integrationFailed }
            return bytes
        default: throw Refusal.integrationFailed
        }
    }
}

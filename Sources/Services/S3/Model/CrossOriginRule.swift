internal import Kernel
internal import S3Interface
internal import Wire

/// Which pages of other origins may ask what of a bucket.
/// <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ManageCorsUsing.html>
struct CrossOriginRule: Sendable {
    /// Rules of one bucket.
    static let countMax = 100
    private static let methods: Set = ["GET", "PUT", "POST", "DELETE", "HEAD"]
    private static let vary = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"

    let shape: CORSRule

    init(_ shape: CORSRule) throws {
        self.shape = shape
        guard !shape.allowedMethods.isEmpty, !shape.allowedOrigins.isEmpty else { throw MalformedXML() }
        for method in shape.allowedMethods where !Self.methods.contains(method) {
            throw InvalidRequest(
                "Found unsupported HTTP method in CORS config. Unsupported method is \(method)")
        }
        for origin in shape.allowedOrigins where origin.filter({ $0 == "*" }).count > 1 {
            throw InvalidRequest("AllowedOrigin \"\(origin)\" can not have more than one wildcard.")
        }
        for header in shape.allowedHeaders ?? [] where header.filter({ $0 == "*" }).count > 1 {
            throw InvalidRequest("AllowedHeader \"\(header)\" can not have more than one wildcard.")
        }
        for header in shape.exposeHeaders ?? [] where header.contains("*") {
            throw InvalidRequest(
                "ExposeHeader \"\(header)\" contains wildcard. We currently do not support wildcard for "
                    + "ExposeHeader.")
        }
    }

    /// The header fields for a request that the rule allows; nil for any other.
    func answer(_ request: CrossOriginRequest) -> [(name: String, value: String)]? {
        guard shape.allowedMethods.contains(request.method),
            let origin = shape.allowedOrigins.first(where: { Self.matches($0, request.origin) })
        else { return nil }
        let wanted = request.headers.map { $0.lowercased() }
        let allowed = (shape.allowedHeaders ?? []).map { $0.lowercased() }
        guard wanted.allSatisfy({ name in allowed.contains { Self.matches($0, name) } }) else { return nil }
        var fields: [(name: String, value: String)] = [
            ("Access-Control-Allow-Origin", origin == "*" ? "*" : request.origin),
            ("Access-Control-Allow-Methods", shape.allowedMethods.joined(separator: ", ")),
        ]
        if !wanted.isEmpty { fields.append(("Access-Control-Allow-Headers", wanted.joined(separator: ", "))) }
        if let exposed = shape.exposeHeaders, !exposed.isEmpty {
            fields.append(("Access-Control-Expose-Headers", exposed.joined(separator: ", ")))
        }
        if let age = shape.maxAgeSeconds { fields.append(("Access-Control-Max-Age", String(age))) }
        if origin != "*" { fields.append(("Access-Control-Allow-Credentials", "true")) }
        fields.append(("Vary", Self.vary))
        return fields
    }

    /// A pattern has one asterisk at most, which stands for any text.
    private static func matches(_ pattern: String, _ text: String) -> Bool {
        guard let star = pattern.firstIndex(of: "*") else { return pattern == text }
        let (head, tail) = (pattern[..<star], pattern[pattern.index(after: star)...])
        return text.utf8.count >= head.utf8.count + tail.utf8.count && text.hasPrefix(head)
            && text.hasSuffix(tail)
    }
}

extension CrossOriginRule {
    /// The rule as it stands in a row.
    var json: JSON {
        func texts(_ list: [String]?) -> JSON? { list.map { .array($0.map { .string($0) }) } }
        var out = JSONObject()
        out["id"] = shape.id.map { .string($0) }
        out["origins"] = texts(shape.allowedOrigins)
        out["methods"] = texts(shape.allowedMethods)
        out["headers"] = texts(shape.allowedHeaders)
        out["exposed"] = texts(shape.exposeHeaders)
        out["age"] = shape.maxAgeSeconds.map { .number(String($0)) }
        return .object(out)
    }

    static func list(json text: String) throws -> [CrossOriginRule] {
        func texts(_ json: JSON?) -> [String]? { json?.array?.compactMap(\.string) }
        return try (JSON(parsing: Array(text.utf8)).array ?? []).map { json in
            try CrossOriginRule(
                CORSRule(
                    allowedMethods: texts(json["methods"]) ?? [],
                    allowedOrigins: texts(json["origins"]) ?? [],
                    id: json["id"]?.string, allowedHeaders: texts(json["headers"]),
                    exposeHeaders: texts(json["exposed"]), maxAgeSeconds: json["age"]?.integer))
        }
    }
}

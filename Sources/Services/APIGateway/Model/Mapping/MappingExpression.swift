internal import Wire

/// Where a mapped parameter comes from, such as `method.request.header.Accept` or `'text'`.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-parameter-mapping.html>
enum MappingExpression: Sendable {
    enum Field: String, Sendable {
        case header, querystring, path
    }

    case text(String)
    case request(Field, String)
    case requestBody(JSONQuery)
    case responseHeader(String)
    case responseBody(JSONQuery)
    case context([String])
    case stageVariable(String)

    /// Reads an expression; nil for one of another form.
    init?(_ text: String) {
        if text.count >= 2, text.hasPrefix("'"), text.hasSuffix("'") {
            self = .text(String(text.dropFirst().dropLast()))
            return
        }
        if let rest = Self.rest(text, "context.") {
            self = .context(rest.split(separator: ".").map(String.init))
            return
        }
        if let rest = Self.rest(text, "stageVariables.") {
            self = .stageVariable(rest)
            return
        }
        if let rest = Self.rest(text, "integration.response.header.") {
            self = .responseHeader(rest)
            return
        }
        for (prefix, isRequest) in [("method.request.body", true), ("integration.response.body", false)] {
            guard text.hasPrefix(prefix), let query = JSONQuery("$" + text.dropFirst(prefix.count)) else {
                continue
            }
            self = isRequest ? .requestBody(query) : .responseBody(query)
            return
        }
        guard let (field, name) = Self.requestField(text) else { return nil }
        self = .request(field, name)
    }

    private static func rest(_ text: String, _ prefix: String) -> String? {
        guard text.hasPrefix(prefix), text.count > prefix.count else { return nil }
        return String(text.dropFirst(prefix.count))
    }

    /// `method.request.querystring.x` in its parts.
    static func requestField(_ text: String) -> (Field, String)? {
        for field in [Field.header, .querystring, .path] {
            if let rest = rest(text, "method.request.\(field.rawValue).") { return (field, rest) }
        }
        return nil
    }
}

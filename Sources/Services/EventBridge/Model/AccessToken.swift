internal import Kernel
internal import Wire

/// What an authorization server gives for the credentials of a client.
/// <https://www.rfc-editor.org/rfc/rfc6749#section-5.1>
struct AccessToken: Sendable, Equatable {
    /// A token that ends within this time is not used any more.
    static let margin: Duration = .seconds(60)
    static let bytesMax = 16_384

    /// The value of the `Authorization` header.
    let header: String
    /// Nil for one that tells no end: it is used until it is refused.
    let expiresAt: Instant?

    init(header: String, expiresAt: Instant?) {
        self.header = header
        self.expiresAt = expiresAt
    }

    /// Nil for an answer that holds no token.
    init?(answer: [UInt8], at now: Instant) {
        let json: JSON
        do {
            json = try JSON(parsing: answer)
        } catch {
            return nil
        }
        guard let token = json["access_token"]?.string, !token.isEmpty, token.utf8.count <= Self.bytesMax
        else { return nil }
        let type = json["token_type"]?.string ?? "Bearer"
        header = "\(type.lowercased() == "bearer" ? "Bearer" : type) \(token)"
        // Some servers spell the number as text.
        let seconds = json["expires_in"]?.integer ?? json["expires_in"]?.string.flatMap { Int($0) }
        expiresAt = seconds.map { now + .seconds(max(0, $0)) }
    }

    func isFresh(at now: Instant) -> Bool { expiresAt.map { $0 - now > Self.margin } ?? true }
}

/// The question for a token: the client proves who it is by `Authorization: Basic`, and says what else the
/// connection's `OAuthHttpParameters` hold.
/// <https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2>
enum TokenRequest {
    static let timeout: Duration = .seconds(5)

    static func make(_ parameters: JSON) -> OutboundRequest {
        let own = parameters["OAuthParameters"] ?? [:]
        let additions = HTTPAdditions(own["OAuthHttpParameters"] ?? [:])
        let client = own["ClientParameters"]
        let method = own["HttpMethod"]?.string ?? "POST"
        var fields = additions.body
        if !(fields + additions.query).contains(where: { $0.name == "grant_type" }) {
            fields.append(("grant_type", "client_credentials"))
        }
        // A GET has no body: what would be in it stands in the query.
        let query = method == "GET" ? additions.query + fields : additions.query
        var url = own["AuthorizationEndpoint"]?.string ?? ""
        if !query.isEmpty { url += (url.contains("?") ? "&" : "?") + form(query) }
        var headers = [
            (
                name: "Authorization",
                value: HTTPAdditions.basic(
                    client?["ClientID"]?.string ?? "", client?["ClientSecret"]?.string ?? "")
            ),
            (name: "Accept", value: "application/json"),
            (name: "User-Agent", value: HTTPCall.userAgent),
        ]
        if method != "GET" {
            headers.append((name: "Content-Type", value: "application/x-www-form-urlencoded; charset=utf-8"))
        }
        for (name, value) in additions.headers {
            headers.removeAll { $0.name.lowercased() == name.lowercased() }
            headers.append((name: name, value: value))
        }
        return OutboundRequest(
            method: method, url: url, headers: headers,
            body: method == "GET" ? [] : Array(form(fields).utf8), timeout: timeout,
            answerSizeMax: 1 << 16)
    }

    private static func form(_ fields: [(name: String, value: String)]) -> String {
        fields.map { "\(PercentCoding.encoded($0.name))=\(PercentCoding.encoded($0.value))" }
            .joined(separator: "&")
    }
}

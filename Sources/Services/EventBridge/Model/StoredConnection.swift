internal import Kernel
internal import Wire

/// How to prove to an endpoint outside who calls, as it is stored. It is as secret as the data directory that
/// holds it.
struct StoredConnection: Sendable {
    /// <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection-states.html>
    enum State: String, Sendable {
        case authorized = "AUTHORIZED"
        /// A token is being asked for.
        case authorizing = "AUTHORIZING"
        /// There is nothing to prove with, or what there is was refused.
        case deauthorized = "DEAUTHORIZED"
    }

    static let reasonMax = 512
    static let oauth = "OAUTH_CLIENT_CREDENTIALS"

    let id: Int64
    let name: String
    let arn: String
    var description: String?
    /// `BASIC`, `API_KEY` or `OAUTH_CLIENT_CREDENTIALS`.
    var type: String
    /// `AuthParameters` as they were given, secrets included.
    var parameters: JSON
    let secretARN: String
    let createdAt: Instant
    var modifiedAt: Instant
    var state: State
    /// Why it is in its state.
    var reason: String?
    var authorizedAt: Instant?
    /// What an authorization server gave for the client's credentials.
    var token: AccessToken?
    /// Counts changes of what is proved with, so that an answer to an older question is not taken.
    var revision: Int64 = 0

    /// The members that a type of authorization needs.
    static let members = [
        "BASIC": ("BasicAuthParameters", ["Username", "Password"]),
        "API_KEY": ("ApiKeyAuthParameters", ["ApiKeyName", "ApiKeyValue"]),
        oauth: ("OAuthParameters", ["AuthorizationEndpoint", "HttpMethod"]),
    ]

    var isOAuth: Bool { type == Self.oauth }

    /// What the connection adds to every request.
    var additions: HTTPAdditions {
        var additions = HTTPAdditions(parameters["InvocationHttpParameters"] ?? [:])
        let own = parameters[Self.members[type]?.0 ?? ""]
        switch type {
        case "BASIC":
            let value = HTTPAdditions.basic(own?["Username"]?.string ?? "", own?["Password"]?.string ?? "")
            additions.headers.append(("Authorization", value))
        case "API_KEY":
            additions.headers.append(
                (own?["ApiKeyName"]?.string ?? "", own?["ApiKeyValue"]?.string ?? ""))
        default:
            if let token { additions.headers.append(("Authorization", token.header)) }
        }
        return additions
    }

    /// The parameters without what is secret.
    var shownParameters: JSON {
        var shown = JSONObject()
        let (name, members) = Self.members[type] ?? ("", [])
        if let given = parameters[name] {
            var own = JSONObject()
            if isOAuth {
                for member in members { own[member] = given[member] }
                own["ClientParameters"] = ["ClientID": given["ClientParameters"]?["ClientID"] ?? ""]
                own["OAuthHttpParameters"] = given["OAuthHttpParameters"].map(Self.shownLists)
            } else {
                own[members[0]] = given[members[0]]
            }
            shown[name] = .object(own)
        }
        shown["InvocationHttpParameters"] = parameters["InvocationHttpParameters"].map(Self.shownLists)
        return .object(shown)
    }

    private static func shownLists(_ parameters: JSON) -> JSON {
        guard var http = parameters.object else { return parameters }
        for list in http.names { http[list] = .array((http[list]?.array ?? []).map(Self.shown)) }
        return .object(http)
    }

    private static func shown(_ entry: JSON) -> JSON {
        guard entry["IsValueSecret"] == true, var object = entry.object else { return entry }
        object["Value"] = nil
        return .object(object)
    }
}

/// Headers, query parameters and members of the body that go with a request.
struct HTTPAdditions: Sendable {
    var headers: [(name: String, value: String)] = []
    var query: [(name: String, value: String)] = []
    var body: [(name: String, value: String)] = []

    init(_ parameters: JSON) {
        func pairs(_ list: String) -> [(name: String, value: String)] {
            (parameters[list]?.array ?? []).compactMap { entry in
                entry["Key"]?.string.map { ($0, entry["Value"]?.string ?? "") }
            }
        }
        headers = pairs("HeaderParameters")
        query = pairs("QueryStringParameters")
        body = pairs("BodyParameters")
    }

    static func basic(_ name: String, _ secret: String) -> String {
        "Basic \(Base64.encoded(Array("\(name):\(secret)".utf8)))"
    }
}

internal import Kernel
internal import Wire

/// How to prove to an endpoint outside who calls, as it is stored. It is as secret as the data directory that
/// holds it.
struct StoredConnection: Sendable {
    static let authorized = "AUTHORIZED"

    let id: Int64
    let name: String
    let arn: String
    var description: String?
    /// `BASIC` or `API_KEY`.
    var type: String
    /// `AuthParameters` as they were given, secrets included.
    var parameters: JSON
    let secretARN: String
    let createdAt: Instant
    var modifiedAt: Instant

    /// The members that a type of authorization needs.
    static let members = [
        "BASIC": ("BasicAuthParameters", ["Username", "Password"]),
        "API_KEY": ("ApiKeyAuthParameters", ["ApiKeyName", "ApiKeyValue"]),
    ]

    /// What the connection adds to every request.
    var additions: HTTPAdditions {
        var additions = HTTPAdditions(parameters["InvocationHttpParameters"] ?? [:])
        let own = parameters[Self.members[type]?.0 ?? ""]
        if type == "BASIC" {
            let pair = "\(own?["Username"]?.string ?? ""):\(own?["Password"]?.string ?? "")"
            additions.headers.append(("Authorization", "Basic \(Base64.encoded(Array(pair.utf8)))"))
        } else {
            additions.headers.append((own?["ApiKeyName"]?.string ?? "", own?["ApiKeyValue"]?.string ?? ""))
        }
        return additions
    }

    /// The parameters without what is secret.
    var shownParameters: JSON {
        var shown = JSONObject()
        let (name, members) = Self.members[type] ?? ("", [])
        var own = JSONObject()
        own[members.first ?? ""] = parameters[name]?[members.first ?? ""]
        shown[name] = .object(own)
        if var http = parameters["InvocationHttpParameters"]?.object {
            for list in http.names {
                let entries = http[list]?.array ?? []
                http[list] = .array(entries.map(Self.shown))
            }
            shown["InvocationHttpParameters"] = .object(http)
        }
        return .object(shown)
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
}

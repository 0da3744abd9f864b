/// A principal as a policy names it.
public enum PolicyPrincipal: Sendable, Hashable {
    /// `*`, alone or as `AWS`.
    case anyone
    /// A whole account, by its twelve digits or as `arn:aws:iam::123456789012:root`.
    case account(String)
    /// A user, a role, a session of a role or a federated user.
    case arn(String)
    /// The unique id of a user or role, which stands for a principal that has been deleted.
    case uniqueID(String)
    /// A service such as `sns.amazonaws.com`, or `*`.
    case service(String)
    /// An identity provider, or `*`.
    case federated(String)
    /// The canonical user id of an account.
    case canonicalUser(String)

    /// Reads one value of the member `type` (`AWS`, `Service`, ...); nil when it is none.
    init?(type: String, value: String) {
        guard !value.isEmpty else { return nil }
        switch type {
        case "AWS": self.init(aws: value)
        case "Service": self = .service(value)
        case "Federated": self = .federated(value)
        case "CanonicalUser": self = .canonicalUser(value)
        default: return nil
        }
        // Wildcards in the middle of a name are no principal anywhere.
        if value != "*", value.utf8.contains(UInt8(ascii: "*")) { return nil }
    }

    private init?(aws value: String) {
        if value == "*" {
            self = .anyone
            return
        }
        let digits = value.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        if digits {
            guard value.utf8.count == 12 else { return nil }
            self = .account(value)
            return
        }
        if value.hasPrefix("AIDA") || value.hasPrefix("AROA") {
            self = .uniqueID(value)
            return
        }
        let parts = value.split(separator: ":", maxSplits: 5, omittingEmptySubsequences: false)
        guard parts.count == 6, parts[0] == "arn", !parts[1].isEmpty, parts[2] == "iam" || parts[2] == "sts",
            !parts[4].isEmpty, !parts[5].isEmpty
        else { return nil }
        self = parts[2] == "iam" && parts[5] == "root" ? .account(String(parts[4])) : .arn(value)
    }
}

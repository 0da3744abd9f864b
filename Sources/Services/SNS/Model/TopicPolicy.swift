internal import SNSInterface
internal import Wire

/// The policy of a topic: who else may use it.
enum TopicPolicy {
    static let actions = [
        "GetTopicAttributes", "SetTopicAttributes", "AddPermission", "RemovePermission", "DeleteTopic",
        "Subscribe", "ListSubscriptionsByTopic", "Publish",
    ]
    /// Actions that `AddPermission` may grant.
    static let grantable = Set(
        actions + ["ListTagsForResource", "GetDataProtectionPolicy", "PutDataProtectionPolicy", "Receive"])
    static let accountDigits = 12

    /// What AWS attaches to a new topic: its owner may do everything.
    static func initial(arn: String, owner: String) -> String {
        let statement: JSON = [
            "Sid": "__default_statement_ID", "Effect": "Allow", "Principal": ["AWS": "*"],
            "Action": .array(actions.map { .string("SNS:\($0)") }), "Resource": .string(arn),
            "Condition": ["StringEquals": ["AWS:SourceOwner": .string(owner)]],
        ]
        let document: JSON = [
            "Version": "2008-10-17", "Id": "__default_policy_ID", "Statement": [statement],
        ]
        return document.text
    }

    static func adding(
        _ label: String, accounts: [String], actions: [String], arn: String, to policy: String
    ) throws -> String {
        guard actions.allSatisfy(grantable.contains) else { throw outOfScope }
        guard !actions.isEmpty else {
            throw InvalidParameterException("Invalid parameter: Policy statement must have actions!")
        }
        let areAccounts = accounts.allSatisfy { $0.utf8.count == accountDigits && Int($0) != nil }
        guard !accounts.isEmpty, areAccounts else {
            throw InvalidParameterException("Invalid parameter: Policy Error: PrincipalNotFound")
        }
        var (document, statements) = try read(policy)
        guard !statements.contains(where: { $0["Sid"]?.string == label }) else {
            throw InvalidParameterException("Invalid parameter: Statement already exists")
        }
        let principals = accounts.map { JSON.string("arn:aws:iam::\($0):root") }
        let granted = actions.map { JSON.string("SNS:\($0)") }
        statements.append([
            "Sid": .string(label), "Effect": "Allow",
            "Principal": ["AWS": principals.count == 1 ? principals[0] : .array(principals)],
            "Action": granted.count == 1 ? granted[0] : .array(granted), "Resource": .string(arn),
        ])
        document["Statement"] = .array(statements)
        return JSON.object(document).text
    }

    private static var outOfScope: InvalidParameterException {
        InvalidParameterException("Invalid parameter: Policy statement action out of service scope!")
    }

    /// Checks that a policy speaks of nothing but what a topic can grant. Patterns of SNS will do.
    static func checkActions(of policy: String) throws {
        let known = Set(grantable.map { "sns:" + $0.lowercased() })
        for statement in try read(policy).1 {
            let actions = statement["Action"]?.array ?? statement["Action"].map { [$0] } ?? []
            for action in actions.compactMap({ $0.string?.lowercased() }) where action != "*" {
                let isPattern =
                    action.utf8.contains(UInt8(ascii: "*")) || action.utf8.contains(UInt8(ascii: "?"))
                guard isPattern ? action.hasPrefix("sns:") : known.contains(action) else { throw outOfScope }
            }
        }
    }

    static func removing(_ label: String, from policy: String) throws -> String {
        var (document, statements) = try read(policy)
        statements.removeAll { $0["Sid"]?.string == label }
        document["Statement"] = .array(statements)
        return JSON.object(document).text
    }

    private static func read(_ policy: String) throws -> (JSONObject, [JSON]) {
        let document = try JSON(parsing: policy).object ?? JSONObject()
        switch document["Statement"] {
        case .array(let statements): return (document, statements)
        case .some(let single): return (document, [single])
        case nil: return (document, [])
        }
    }
}

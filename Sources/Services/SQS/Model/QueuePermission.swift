internal import Kernel
internal import SQSInterface
internal import Wire

/// A statement of a queue's policy as `AddPermission` makes it.
struct QueuePermission: Sendable {
    static let actionsMax = 7
    private static let actionNames: Set<String> = [
        "*", "ChangeMessageVisibility", "DeleteMessage", "GetQueueAttributes", "GetQueueUrl",
        "ListDeadLetterSourceQueues", "PurgeQueue", "ReceiveMessage", "SendMessage",
    ]

    let label: String
    let accounts: [String]
    let actions: [String]

    init(checking input: AddPermissionInput) throws {
        guard !input.actions.isEmpty else {
            throw MissingParameter("The request must contain the parameter Actions.")
        }
        guard !input.awsAccountIds.isEmpty else {
            throw InvalidParameterValue(
                "Value [] for parameter PrincipalId is invalid. Reason: Unable to verify.")
        }
        guard (1...80).contains(input.label.utf8.count), QueueName.isPossible(input.label) else {
            throw InvalidParameterValue(
                """
                Value \(input.label) for parameter Label is invalid. Reason: Can only include alphanumeric characters, \
                hyphens, or underscores. 1 to 80 in length.
                """)
        }
        guard input.actions.count <= Self.actionsMax else {
            throw OverLimit(
                "\(input.actions.count) Actions were found, maximum allowed is \(Self.actionsMax).")
        }
        for action in input.actions where !Self.actionNames.contains(action) {
            throw InvalidParameterValue(
                """
                Value SQS:\(action) for parameter ActionName is invalid. Reason: Only the queue owner is allowed to \
                invoke this action.
                """)
        }
        for account in input.awsAccountIds where account.utf8.count != 12 || Int(account) == nil {
            throw InvalidParameterValue(
                "Value [\(account)] for parameter PrincipalId is invalid. Reason: Unable to verify.")
        }
        label = input.label
        accounts = input.awsAccountIds
        actions = input.actions
    }

    /// The queue's policy with this statement.
    func added(to queue: Queue) throws -> String {
        var policy = try Self.policy(of: queue)
        var statements = Self.statements(of: policy)
        guard !statements.contains(where: { $0["Sid"]?.string == label }) else {
            throw InvalidParameterValue(
                "Value \(label) for parameter Label is invalid. Reason: Already exists.")
        }
        guard statements.count < Limit.policyStatements else {
            throw OverLimit(
                "The policy of the queue has \(statements.count) statements, which is the most it can have.")
        }
        let principals = accounts.map { JSON.string("arn:\(queue.arn.partition):iam::\($0):root") }
        let names = actions.map { JSON.string("SQS:\($0)") }
        statements.append([
            "Sid": .string(label), "Effect": "Allow", "Principal": ["AWS": Self.oneOrMany(principals)],
            "Action": Self.oneOrMany(names), "Resource": .string(queue.arn.description),
        ])
        policy["Statement"] = .array(statements)
        return JSON.object(policy).text
    }

    /// The queue's policy without the statement of a label; empty when nothing is left.
    static func removed(_ label: String, from queue: Queue) throws -> String {
        var policy = try policy(of: queue)
        let statements = statements(of: policy)
        let rest = statements.filter { $0["Sid"]?.string != label }
        guard rest.count < statements.count else {
            throw InvalidParameterValue(
                "Value \(label) for parameter Label is invalid. Reason: can't find label.")
        }
        guard !rest.isEmpty else { return "" }
        policy["Statement"] = .array(rest)
        return JSON.object(policy).text
    }

    private static func policy(of queue: Queue) throws -> JSONObject {
        if let text = queue.attributes.policy, let object = try JSON(parsing: text).object { return object }
        return ["Version": "2008-10-17", "Id": .string("\(queue.arn)/SQSDefaultPolicy"), "Statement": []]
    }

    private static func statements(of policy: JSONObject) -> [JSON] {
        switch policy["Statement"] {
        case .array(let statements): statements
        case let statement?: [statement]
        case nil: []
        }
    }

    private static func oneOrMany(_ values: [JSON]) -> JSON { values.count == 1 ? values[0] : .array(values) }
}

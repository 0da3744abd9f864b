internal import Kernel
internal import SQSInterface
internal import Wire

/// Statements that `AddPermission` writes into a queue's policy.
enum QueuePermission {
    /// Actions that may be granted this way.
    static let actions: Set<String> = [
        "*", "SendMessage", "ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "GetQueueAttributes",
        "GetQueueUrl", "ListDeadLetterSourceQueues", "PurgeQueue",
    ]
    private static let version = "2008-10-17"

    static func check(_ input: AddPermissionInput) throws {
        guard QueueName.isPossible(input.label) else {
            throw InvalidParameterValue(
                "Value \(input.label) for parameter Label is invalid. Reason: Can only include alphanumeric characters, "
                    + "hyphens, or underscores. 1 to 80 in length.")
        }
        guard !input.actions.isEmpty else {
            throw MissingParameter("The request must contain the parameter Actions.")
        }
        for action in input.actions where !actions.contains(action) {
            throw InvalidParameterValue(
                "Value SQS:\(action) for parameter ActionName is invalid. Reason: Please refer to the appropriate WSDL "
                    + "for a list of valid actions. ")
        }
        guard !input.awsAccountIds.isEmpty else {
            throw MissingParameter("The request must contain the parameter AWSAccountIds.")
        }
        for account in input.awsAccountIds where !isAccount(account) {
            throw InvalidParameterValue(
                "Value [\(account)] for parameter PrincipalId is invalid. Reason: Unable to verify.")
        }
    }

    private static func isAccount(_ text: String) -> Bool {
        text.utf8.count == 12 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    static func policy(
        adding input: AddPermissionInput, to policy: String?, of queue: Queue
    ) throws -> String {
        var document: JSONObject =
            try policy.flatMap { try JSON(parsing: $0).object }
            ?? [
                "Version": .string(version), "Id": .string("\(queue.arn)/SQSDefaultPolicy"), "Statement": [],
            ]
        var statements = document["Statement"]?.array ?? document["Statement"].map { [$0] } ?? []
        guard !statements.contains(where: { $0["Sid"]?.string == input.label }) else {
            throw InvalidParameterValue(
                "Value \(input.label) for parameter Label is invalid. Reason: Already exists.")
        }
        guard statements.count < Limit.policyStatements else {
            throw OverLimit("\(statements.count + 1) statements were found, maximum allowed is \(Limit.policyStatements).")
        }
        statements.append([
            "Sid": .string(input.label), "Effect": "Allow",
            "Principal": ["AWS": one(input.awsAccountIds.map { "arn:aws:iam::\($0):root" })],
            "Action": one(input.actions.map { "SQS:\($0)" }), "Resource": .string(queue.arn.description),
        ])
        document["Statement"] = .array(statements)
        return JSON.object(document).text
    }

    /// A single value stands by itself, several in a list.
    private static func one(_ values: [String]) -> JSON {
        values.count == 1 ? .string(values[0]) : .array(values.map { .string($0) })
    }

    /// The policy without the statement of that label; empty when nothing is left of it.
    static func policy(removing label: String, from policy: String?) throws -> String {
        guard var document = try policy.flatMap({ try JSON(parsing: $0).object }),
            let statements = document["Statement"]?.array,
            let index = statements.firstIndex(where: { $0["Sid"]?.string == label })
        else {
            throw InvalidParameterValue(
                "Value \(label) for parameter Label is invalid. Reason: can't find label.")
        }
        var left = statements
        left.remove(at: index)
        if left.isEmpty { return "" }
        document["Statement"] = .array(left)
        return JSON.object(document).text
    }
}

internal import Wire

/// The policies that AWS keeps for everybody, as far as they are known here.
/// <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>
enum ManagedPolicies {
    private static let prefix = "arn:aws:iam::aws:policy/"
    private static let logs: [JSON] = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]

    private static let actions: [String: [JSON]] = [
        "AdministratorAccess": ["*"],
        "service-role/AWSLambdaBasicExecutionRole": logs,
        "service-role/AWSLambdaSQSQueueExecutionRole": logs + [
            "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes",
        ],
        "service-role/AWSLambdaDynamoDBExecutionRole": logs + [
            "dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator",
            "dynamodb:ListStreams",
        ],
    ]

    /// The document of a policy; nil for one that is not known.
    static func document(_ arn: String) -> String? {
        guard arn.hasPrefix(prefix), let actions = actions[String(arn.dropFirst(prefix.count))] else {
            return nil
        }
        let statement: JSON = ["Effect": "Allow", "Action": .array(actions), "Resource": "*"]
        return JSON.object(["Version": "2012-10-17", "Statement": [statement]]).text
    }
}

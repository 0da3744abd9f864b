internal import Kernel
internal import Wire

/// What CloudFormation knows about a stack without being told.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
struct PseudoParameters: Sendable {
    static let names: Set = [
        "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region",
        "AWS::StackId",
        "AWS::StackName", "AWS::URLSuffix",
    ]

    let account: String
    let region: String
    let stackID: String
    let stackName: String
    let notificationARNs: [String]

    /// The value, or nil for a name that is none; `AWS::NoValue` is not asked for here.
    func value(of name: String) -> JSON? {
        switch name {
        case "AWS::AccountId": .string(account)
        case "AWS::Region": .string(region)
        case "AWS::StackId": .string(stackID)
        case "AWS::StackName": .string(stackName)
        case "AWS::Partition": .string(ARN.partition(of: region))
        case "AWS::URLSuffix": .string(region.hasPrefix("cn-") ? "amazonaws.com.cn" : "amazonaws.com")
        case "AWS::NotificationARNs": .array(notificationARNs.map { .string($0) })
        default: nil
        }
    }

    /// The availability zones of a region, as `Fn::GetAZs` lists them.
    static func zones(of region: String) -> [JSON] { ["a", "b", "c"].map { .string(region + $0) } }
}

internal import Kernel

/// How IAM names what it keeps.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
enum IAMName {
    static func arn(_ type: String, _ path: String, _ name: String, _ call: Kernel.Call) -> ARN {
        ARN(
            service: "iam", region: "", account: call.account, resource: "\(type)\(path)\(name)",
            partition: ARN.partition(of: call.region))
    }

    /// An identifier such as `AROAEXAMPLEID12345678`.
    static func unique(_ prefix: String, _ call: Kernel.Call) -> String {
        prefix + call.kernel.entropy.text(17, of: "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    }

    /// The name at the end of an ARN's path.
    static func last(of arn: ARN) -> String { arn.resource.split(separator: "/").last.map(String.init) ?? "" }
}

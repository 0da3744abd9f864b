internal import IAMInterface
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

    /// Refuses a name with characters that none may have.
    static func check(_ name: String, as parameter: String) throws {
        guard name.utf8.allSatisfy(isLetter) else {
            throw ValidationError(
                "The specified value for \(parameter) is invalid. It must contain only alphanumeric "
                    + "characters and/or the following: +=,.@_-")
        }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "+=,.@_-".utf8.contains(byte)
        }
    }

    /// The path that a request gives, `/` without one; refuses what is no path.
    static func path(_ given: String?) throws -> String {
        guard let given else { return "/" }
        let isPrintable = given.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        guard given.hasPrefix("/"), given.hasSuffix("/"), isPrintable, !given.contains("//") else {
            throw ValidationError(
                "The specified value for path is invalid. It must begin and end with / and contain only "
                    + "alphanumeric characters and/or / characters.")
        }
        return given
    }

    /// The name at the end of an ARN's path.
    static func last(of arn: ARN) -> String { arn.resource.split(separator: "/").last.map(String.init) ?? "" }
}

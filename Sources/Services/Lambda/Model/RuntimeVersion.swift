internal import Kernel

/// The ARN of the runtime that runs a function: here there is one version of each.
enum RuntimeVersion {
    static func arn(_ runtime: String, _ scope: Scope) -> String {
        let digest = Digest.hex(Digest.sha256("apus:\(runtime)".utf8))
        return "arn:\(ARN.partition(of: scope.region)):lambda:\(scope.region)::runtime:\(digest)"
    }
}

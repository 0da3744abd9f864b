internal import Kernel

/// What a stack begins with.
struct NewStack: Sendable {
    let scope: Scope
    let name: String
    let arn: String
    let status: String
    var description: String?
    var isProtected = false
    var parent: String?
    var root: String?
}

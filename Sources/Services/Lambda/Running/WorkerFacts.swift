internal import Kernel

/// What a worker needs to know of the version that it runs.
struct WorkerFacts: Sendable {
    let function: Int64
    let scope: Scope
    let name: String
    let version: String
    /// The ARN of what runs it.
    let runtimeVersion: String
    let timeoutSeconds: Int
    let memoryMegabytes: Int
}

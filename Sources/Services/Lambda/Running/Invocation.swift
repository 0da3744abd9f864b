internal import Kernel

/// One run of a function.
struct Invocation: Sendable {
    let requestID: String
    let payload: [UInt8]
    /// The ARN by which the function was called, qualifier included.
    let functionARN: String
    let trace: String
    /// JSON that a mobile client sent along.
    let clientContext: String?
    /// Whether the end of the log is to come with the outcome.
    var wantsLog = false
}

/// How a run ended.
struct Outcome: Sendable {
    enum Kind: Sendable { case success, failure, timeOut, crash }

    let kind: Kind
    /// The function's answer, or the error as JSON.
    let payload: [UInt8]
    /// The end of the log that the run wrote.
    var log: [UInt8] = []

    var isError: Bool { kind != .success }
}

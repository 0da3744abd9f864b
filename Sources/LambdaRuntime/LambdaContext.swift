internal import ApusClient

/// What a handler may know of its invocation.
/// <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>
public struct LambdaContext: Sendable {
    public let requestID: String
    /// The function as it was called, with version or alias.
    public let functionARN: String
    /// When the invocation is ended, in milliseconds since 1970.
    public let deadlineMilliseconds: Int64
    /// The trace header, to be passed on with calls.
    public let traceID: String?

    /// How long the handler may still take.
    public var remaining: Duration { .milliseconds(max(0, deadlineMilliseconds - SystemTime.milliseconds)) }
}

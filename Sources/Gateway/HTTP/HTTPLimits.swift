/// The limits of the HTTP server. Sizes are in bytes.
///
/// The head's defaults are the quotas of Application Load Balancers
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html); long
/// presigned URLs fit into them.
public struct HTTPLimits: Sendable {
    /// The longest request line; longer ones are answered 414.
    public var requestLineSizeMax = 16 * 1024
    /// The longest header line; longer ones are answered 431.
    public var headerLineSizeMax = 16 * 1024
    /// The largest request head, and the largest trailer section of a chunked body; larger ones are
    /// answered 431.
    public var headSizeMax = 64 * 1024
    /// The most fields in a head or a trailer section; more are answered 431.
    public var headerCountMax = 200
    /// The longest chunk-size line of a chunked body, extensions included; longer ones are answered 400.
    public var chunkLineSizeMax = 1024
    /// The largest body that is buffered whole; larger ones are answered 413. Lambda takes the code
    /// of a function in base64, up to this size; services have smaller limits of their own.
    public var bufferedBodySizeMax = 70_167_211
    /// The largest body that is streamed; larger ones are answered 413. S3 takes 5 GiB in one piece, and
    /// the `aws-chunked` encoding adds a few bytes to each of its chunks.
    public var streamedBodySizeMax = 6 * 1024 * 1024 * 1024
    /// How much of a streamed request body may wait for its reader before the connection is no longer read.
    public var bodyWindowSize = 256 * 1024
    /// How much of a response body may wait for the client before its producer is held back.
    public var responseWindowSize = 256 * 1024
    /// The most bytes of an unread request body that are read and dropped to keep a connection.
    public var drainSizeMax = 64 * 1024
    /// The most requests of one connection that are answered at a time; further ones wait unread.
    public var pipelineDepthMax = 16
    /// The most connections of the whole server; more are closed as they come.
    public var connectionsMax = 20_000
    /// The length of the queue of connections that are not accepted yet.
    public var backlog = 1024
    /// How long a connection may lie without a request.
    public var idleTimeOut: Duration = .seconds(60)
    /// How long a head may take from its first to its last byte; answered 408.
    public var headTimeOut: Duration = .seconds(20)
    /// How long no byte of an awaited body may come; answered 408.
    public var bodyStallTimeOut: Duration = .seconds(20)
    /// How long a buffered body may take as a whole; answered 408.
    public var bufferedBodyTimeOut: Duration = .seconds(300)
    /// How long a client may take no byte of a response that waits for it; the connection is closed then.
    public var writeStallTimeOut: Duration = .seconds(60)
    /// How long the rest of a refused request is read and dropped, so that the answer is not lost by a
    /// reset.
    public var lingerTimeOut: Duration = .seconds(2)

    /// The defaults.
    public init() {}

    /// How often time-outs are looked at; a time-out comes up to this much late.
    static let tick: Duration = .milliseconds(500)

    /// A time-out in ticks, rounded up, at least one.
    static func ticks(_ timeOut: Duration) -> UInt64 {
        let seconds = timeOut.components.seconds
        let milliseconds = timeOut.components.attoseconds / 1_000_000_000_000_000
        let total = max(0, min(seconds, 1 << 40) * 1000 + milliseconds)
        return UInt64(max(1, (total + 499) / 500))
    }
}

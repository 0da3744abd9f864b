/// The parts of an HTTP request that operations bind their input to.
public struct RequestParts: Sendable {
    /// The raw query without its question mark; empty when there is none.
    public var query: String
    /// Values of the labels of the operation's URI pattern, percent-decoded.
    public var labels: [String: String]
    /// Header fields as sent, in order.
    public var headers: [(name: String, value: String)]
    /// The whole body, decoded from any transfer and content coding; empty when `stream` is set.
    public var body: [UInt8]
    /// The body of an operation whose payload streams.
    public var stream: BodyStream?

    public init(
        query: String = "", labels: [String: String] = [:], headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], stream: BodyStream? = nil
    ) {
        self.query = query
        self.labels = labels
        self.headers = headers
        self.body = body
        self.stream = stream
    }
}

/// What an operation answers, before HTTP framing.
public struct ResponseParts: Sendable {
    public var status: Int
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    public var stream: BodyStream?

    public init(
        status: Int = 200, headers: [(name: String, value: String)] = [], body: [UInt8] = [],
        stream: BodyStream? = nil
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.stream = stream
    }
}

/// Part of an open file that does not change.
public struct FilePart: Sendable {
    /// Allows `pread`; open as long as `owner` lives.
    public let descriptor: Int32
    /// In bytes.
    public let range: Range<Int>
    public let owner: any AnyObject & Sendable

    public init(descriptor: Int32, range: Range<Int>, owner: any AnyObject & Sendable) {
        self.descriptor = descriptor
        self.range = range
        self.owner = owner
    }
}

/// A body that arrives or leaves in pieces, so that its size never counts against memory.
public struct BodyStream: Sendable {
    /// Size in bytes, where known.
    public let length: Int?
    /// The next piece, or nil at the end. Called by one consumer, one call at a time.
    public let next: @Sendable () async throws -> [UInt8]?
    /// Header fields behind the body, names in lower case; complete once `next` has answered nil.
    public let trailers: @Sendable () -> [(name: String, value: String)]
    /// The same bytes in a file, where they are in one: who can send that need not read it.
    public let file: FilePart?

    public init(
        length: Int?, file: FilePart? = nil,
        trailers: @escaping @Sendable () -> [(name: String, value: String)] = { [] },
        next: @escaping @Sendable () async throws -> [UInt8]?
    ) {
        self.length = length
        self.file = file
        self.trailers = trailers
        self.next = next
    }
}

extension BodyStream {
    /// A stream of one piece that is in memory already.
    public init(_ bytes: [UInt8]) {
        let rest = Once(bytes)
        self.init(length: bytes.count) { rest.take() }
    }
}

/// The bounds of a store; each one keeps memory or waiting time bounded under load.
public struct StoreLimits: Sendable {
    /// Closures in one commit. More only raise the latency of the first.
    public var batchClosures = 1024
    /// Soft bound on the bytes bound in one commit: no further closure starts past it.
    public var batchBytes = 8 << 20
    /// Soft bound on the time a batch runs before it commits, in nanoseconds.
    public var batchNanoseconds: UInt64 = 20_000_000
    /// Closures that wait for the writer; one more is answered with ``StoreError/busy(waiting:)``.
    public var waitingWrites = 65_536
    /// Closures that wait for a reader; one more is answered with ``StoreError/busy(waiting:)``.
    public var waitingReads = 65_536
    /// Prepared statements kept per connection; the least recently used go first.
    public var statements = 512
    /// Bytes of one value or row. Payloads above 64 KiB belong in files, so this only stops accidents.
    public var valueBytes = 64 << 20
    /// Bytes of one statement's text.
    public var statementBytes = 1 << 20
    /// Page cache of the writer, in bytes.
    public var writerCacheBytes = 64 << 20
    /// Page cache of each reader, in bytes.
    public var readerCacheBytes = 8 << 20
    /// Pages in the log after which it is copied into the database file.
    public var checkpointPages = 8_000

    /// The limits a server runs with.
    public init() {}
}

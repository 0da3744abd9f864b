/// What an archive may ask of the machine that unpacks it.
public struct ZipLimits: Sendable, Equatable {
    public var entriesMax: Int
    /// Bytes of all entries together, unpacked.
    public var unpackedSizeMax: Int
    /// Bytes of an entry's name.
    public var pathSizeMax: Int

    public init(entriesMax: Int = 100_000, unpackedSizeMax: Int = 250 << 20, pathSizeMax: Int = 1024) {
        self.entriesMax = entriesMax
        self.unpackedSizeMax = unpackedSizeMax
        self.pathSizeMax = pathSizeMax
    }
}

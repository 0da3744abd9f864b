internal import Glibc

/// Where a store keeps its data and how much it may use.
public struct StoreConfiguration: Sendable {
    /// Where the data is.
    public enum Location: Sendable, Equatable {
        /// A directory that this store alone holds; `apus.db` and `apus.lock` are made in it.
        case directory(String)
        /// Memory of this process; gone when the store closes.
        case memory
    }

    /// Where the data is.
    public var location: Location
    /// Threads that serve snapshots; at least 1. A store in memory has none and reads on the writer.
    public var readers: Int
    /// The bounds.
    public var limits: StoreLimits
    /// The SQLite file system layer to use, by its registered name; tests name one that fails on demand.
    public var fileSystem: String?

    /// A store at `location` with a reader for each core.
    public init(_ location: Location, limits: StoreLimits = StoreLimits()) {
        self.location = location
        self.limits = limits
        readers = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// A store in memory.
    public static var memory: StoreConfiguration { StoreConfiguration(.memory) }

    /// A store in a directory, which is made when it does not exist.
    public static func directory(_ path: String) -> StoreConfiguration {
        StoreConfiguration(.directory(path))
    }
}

/// The versioned bucket that keeps the bodies, and where bulk uploads arrive.
public protocol Archive: Sendable {
    /// Stores a body under a key that has none yet; answers its version.
    func put(_ key: String, _ body: [UInt8]) async throws -> String?
    /// The body, or nil when there is none or it has more bytes than given.
    func get(_ key: String, bytesMax: Int) async throws -> [UInt8]?
    /// A URL with which anybody may put an object of this key for a while; nil where the place has none.
    func uploadURL(_ key: String, seconds: Int) async throws -> String
    /// A URL with which anybody may get the object for a while.
    func downloadURL(_ key: String, seconds: Int) async throws -> String
}

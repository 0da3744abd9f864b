public import Wire

/// Where the functions send what others are to know.
public protocol Channels: Sendable {
    /// Puts an event on the broker's bus.
    func publish(_ event: JSON, detailType: String) async throws
    /// Asks for a receiver's waiting messages to be delivered after some seconds (at most 900).
    func wake(_ receiver: String, afterSeconds: Int) async throws
    /// Tells of a message that is given up.
    func bury(_ letter: JSON) async throws
    /// Some letters of the dead-letter queue, which nobody else sees for so many seconds; none when it shows none.
    func letters(hiddenSeconds: Int) async throws -> [Letter]
    /// Takes a letter off the dead-letter queue.
    func remove(_ letter: Letter) async throws
}

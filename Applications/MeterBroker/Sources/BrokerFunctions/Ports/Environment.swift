public import Wire

/// What the functions need from the machine: the time and names nobody else has.
public protocol Environment: Sendable {
    var now: Timestamp { get }
    /// Random and unique, 26 letters and digits or so.
    func makeName() -> String
    /// At random, from 0 up to a limit that it never reaches.
    func random(below limit: Int) -> Int
    func pause(milliseconds: Int) async throws
    func log(_ line: String)
}

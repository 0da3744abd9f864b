/// What takes from a source and gives to a consumer.
public protocol SourcePoller: Sendable {
    /// Polls until it is stopped or its consumer ends it.
    func run() async

    func stop()
}

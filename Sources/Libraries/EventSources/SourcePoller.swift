public import Kernel

/// What takes from a source and gives to a consumer.
public protocol SourcePoller: Sendable {
    /// Polls until it is stopped or its consumer ends it.
    func run() async

    func stop()

    /// What keeps it from taking anything at the moment.
    var difficulty: SourceTrouble? { get }
}

extension SourcePoller {
    public var difficulty: SourceTrouble? { nil }
}

/// Why a source could not be read, and when it is tried again.
public struct SourceTrouble: Sendable {
    public let failure: DeliveryFailure
    public let until: Instant

    init(_ failure: DeliveryFailure, until: Instant) {
        self.failure = failure
        self.until = until
    }
}

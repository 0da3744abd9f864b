internal import Synchronization

/// What a call says about itself besides what it asks for, read only when somebody wants to know.
public protocol CallOrigin: Sendable {
    var requestID: String { get }
    /// The trace that the caller named, as `X-Amzn-Trace-Id` spells it.
    var trace: String? { get }
    /// How the caller reached the server: scheme, host and port.
    var endpoint: String { get }
    var sourceIP: String { get }
    var userAgent: String { get }
    /// The ARN of what a service acts for, for `aws:SourceArn`.
    var source: String? { get }
    /// The flow of the delivery that makes the call; nil for a call that no delivery makes.
    var flow: Flow? { get }
    /// Takes down as what a delivery arrived.
    func note(_ arrival: Arrival)
}

extension CallOrigin {
    public var source: String? { nil }
    public var flow: Flow? { nil }
    public func note(_ arrival: Arrival) {}
}

/// As what a delivery arrived.
public struct Arrival: Sendable {
    let name: String
    let row: Int64
    let isRepetition: Bool
}

/// The origin of a call that comes by no request.
struct StatedOrigin: CallOrigin {
    let requestID: String
    let trace: String?
    let endpoint: String
    let sourceIP: String
    let userAgent: String
    let source: String?
}

/// The origin of a call that a delivery makes: that of whoever sent it.
final class DeliveredOrigin: CallOrigin {
    let sender: Kernel.Call
    let trace: String?
    let flow: Flow?
    private let noted = Mutex<Arrival?>(nil)

    init(sender: Kernel.Call, trace: String, flow: Flow?) {
        self.sender = sender
        self.trace = trace
        self.flow = flow
    }

    var requestID: String { sender.requestID }
    var endpoint: String { sender.endpoint }
    var sourceIP: String { sender.sourceIP }
    var userAgent: String { sender.userAgent }
    /// As what the last delivery arrived, when the receiver has said so; told once.
    func takeArrival() -> Arrival? { noted.withLock { $0.take() } }

    func note(_ arrival: Arrival) { noted.withLock { $0 = arrival } }
}

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
}

extension CallOrigin {
    public var source: String? { nil }
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
struct DeliveredOrigin: CallOrigin {
    let sender: Kernel.Call
    let trace: String?

    init(sender: Kernel.Call, trace: String) {
        self.sender = sender
        self.trace = trace
    }

    var requestID: String { sender.requestID }
    var endpoint: String { sender.endpoint }
    var sourceIP: String { sender.sourceIP }
    var userAgent: String { sender.userAgent }
}

public import Store

/// Takes in the copies of one message for resources of its service: what they share was looked at once.
public protocol CopyTaker: AnyObject, Sendable {
    /// Takes one in and answers under which identifier it is known from now on.
    ///
    /// Answers nil, with nothing changed, for one that must come by `Service.receive`: for a target that has
    /// to be looked up first, for what is out of the ordinary, and for what must be refused, since `receive`
    /// knows the words. Throws for a lost store alone.
    func take(
        _ body: String, for target: ARN, in tx: borrowing Transaction
    ) throws(StoreError) -> String?
}

/// Copies of one message on their way to resources of the sender's own account and region.
///
/// A copy differs from others in its target and perhaps its body, and costs what storing it costs. It is made
/// with the permission, in the order and in the transaction in which a `Delivery` of its own would be.
public struct CopySeries: ~Copyable {
    private let sender: Kernel.Call
    private let shared: Delivery
    private let isPlain: Bool
    private var service: RegisteredService?
    private var taker: (any CopyTaker)?
    private var name = ""

    /// `shared` is a copy without target and payload; it must name its flow, whose journal is the caller's to
    /// write.
    public init(of shared: Delivery, by sender: Kernel.Call) {
        self.shared = shared
        self.sender = sender
        isPlain =
            shared.flow != nil && shared.orderingKey == nil && shared.feedback == nil && shared.role == nil
            && shared.caller == nil && shared.attemptMark == nil && !shared.isAsked
            && sender.depth < Kernel.Call.handoverDepthMax
    }

    /// Hands a copy over; answers under which identifier it is known at its target.
    ///
    /// Answers nil when nothing was done, and a delivery of the copy's own must be sent instead.
    public mutating func send(
        _ body: String, to target: ARN, in tx: borrowing Transaction
    ) throws(StoreError) -> String? {
        guard isPlain, target.account == sender.account, target.region == sender.region else { return nil }
        if target.service != name { establish(target.service) }
        guard let service, let taker, isPermitted(target, service, in: tx) else { return nil }
        return try taker.take(body, for: target, in: tx)
    }

    private mutating func establish(_ name: String) {
        self.name = name
        service = sender.kernel.service(name)
        taker = service.flatMap { service in
            service.copyTaker(shared, sender.receivingCall(of: shared, in: sender.scope).call)
        }
    }

    private func isPermitted(
        _ target: ARN, _ service: RegisteredService, in tx: borrowing Transaction
    ) -> Bool {
        let kernel = sender.kernel
        guard kernel.settings.authentication == .enforce else { return true }
        do {
            try kernel.authoriser.authorise(shared, to: target, of: service, sender, in: tx)
            return true
        } catch {
            // The delivery of its own that follows meets the same, and says what becomes of it.
            return false
        }
    }
}

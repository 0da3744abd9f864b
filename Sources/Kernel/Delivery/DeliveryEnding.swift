internal import Logging
internal import Store

/// How a delivery ended, for the service that sent it.
public struct DeliveryEnding: Sendable {
    /// Under which name the target knows it, or why it is given up and where its dead letter is.
    public let outcome: StepOutcome
    /// Nil for a delivery that arrived.
    public let failure: DeliveryFailure?
    /// What an endpoint outside answered.
    public let answer: OutboundResponse?
    /// Attempts made, the last one included.
    public let attempts: Int

    init(
        _ outcome: StepOutcome, _ failure: DeliveryFailure? = nil, answer: OutboundResponse? = nil,
        attempts: Int
    ) {
        self.outcome = outcome
        self.failure = failure
        self.answer = answer ?? failure?.answer
        self.attempts = max(1, attempts)
    }
}

extension Kernel.Call {
    /// Tells the service that sent a delivery how it ended, if it wants to know; what it does then commits
    /// with the outcome, and its failure changes nothing of that.
    func report(_ delivery: Delivery, _ ending: DeliveryEnding, in tx: borrowing Transaction) throws {
        guard delivery.feedback != nil, let sender = ARN.service(of: delivery.source),
            let service = kernel.service(sender)
        else { return }
        do {
            try tx.savepoint { try service.settled(delivery, ending, self, tx) }
        } catch {
            kernel.log.error("\(sender): the outcome of delivery \(delivery.id) was not taken: \(error)")
        }
    }

    /// Tells it of an attempt that others follow.
    func report(
        _ delivery: Delivery, postponedBy failure: DeliveryFailure, in tx: borrowing Transaction
    ) throws {
        guard delivery.feedback != nil, let sender = ARN.service(of: delivery.source),
            let service = kernel.service(sender)
        else { return }
        do {
            try tx.savepoint { try service.postponed(delivery, failure, self, tx) }
        } catch {
            kernel.log.error("\(sender): an attempt at delivery \(delivery.id) was not taken: \(error)")
        }
    }
}

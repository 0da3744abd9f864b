internal import Store
internal import Wire

extension Kernel.Call {
    /// Takes a delivery to its target at once, with the permissions that it would have as a row of the
    /// outbox, and waits for what comes back.
    public func ask(_ delivery: Delivery) async throws -> [UInt8] {
        guard let arn = ARN(delivery.target), let service = kernel.service(Self.owner(of: arn)) else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "No service here has the ARN \(delivery.target).")
        }
        guard depth < Self.depthMax else {
            throw DeliveryFailure.permanent(
                code: "LOOP_DETECTED", message: "\(arn) was reached through \(depth) services.")
        }
        // A method of a deployed API decides itself whom it lets pass.
        if arn.service != Self.deployedAPI {
            try await kernel.store.read { tx in try self.permitDelivery(delivery, in: tx) }
        }
        let target = try await kernel.scopes.scope(
            account: arn.account.isEmpty ? account : arn.account,
            region: arn.region.isEmpty ? region : arn.region)
        let inner = Kernel.Call(
            kernel: kernel, scope: target, principal: principal, operation: "kernel.ask", now: now,
            origin: DeliveredOrigin(sender: self, trace: delivery.trace, flow: delivery.flow),
            depth: depth + 1)
        return try await service.ask(delivery, inner)
    }
}

extension Kernel.Call {
    private static let deployedAPI = "execute-api"

    /// The service that answers for an ARN: for deployed APIs the one that deploys them.
    private static func owner(of arn: ARN) -> String {
        arn.service == deployedAPI ? "apigateway" : arn.service
    }
}

extension Kernel {
    /// Asks the target of a delivery that waited in the outbox.
    func ask(_ delivery: Delivery, scope id: Int64) async throws {
        let scope = try await store.read { tx in try self.scopes.scope(id: id, in: tx) }
        let call = Call.internal(self, scope ?? .none, trace: delivery.trace)
        _ = try await call.ask(delivery)
    }

    /// Takes a delivery out of the process at once, as soon as the rate of its endpoint allows, and answers
    /// what the endpoint does; throws a `DeliveryFailure` for any but a good answer.
    public func exchange(_ delivery: Delivery) async throws -> OutboundResponse {
        try await courier.exchange(delivery, self)
    }
}

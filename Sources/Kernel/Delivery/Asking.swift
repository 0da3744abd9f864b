internal import Store
internal import Wire

extension Kernel.Call {
    /// Takes a delivery to its target at once, with the permissions that it would have as a row of the
    /// outbox, and waits for what comes back.
    public func ask(_ delivery: Delivery) async throws -> [UInt8] {
        guard let arn = ARN(delivery.target), let service = kernel.service(arn.service) else {
            throw DeliveryFailure.permanent(
                code: "INVALID_TARGET", message: "No service here has the ARN \(delivery.target).")
        }
        guard depth < Self.depthMax else {
            throw DeliveryFailure.permanent(
                code: "LOOP_DETECTED", message: "\(arn) was reached through \(depth) services.")
        }
        try await kernel.store.read { tx in try self.permitDelivery(delivery, in: tx) }
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

extension Kernel {
    /// Takes a delivery out of the process at once, as soon as the rate of its endpoint allows, and answers
    /// what the endpoint does; throws a `DeliveryFailure` for any but a good answer.
    public func exchange(_ delivery: Delivery) async throws -> OutboundResponse {
        try await courier.exchange(delivery, self)
    }
}

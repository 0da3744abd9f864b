extension Delivery {
    /// The delivery as attempt number `attempt` makes it.
    func marked(attempt: Int) -> Delivery {
        guard let attemptMark else { return self }
        var delivery = self
        delivery.payload = Array(
            String(decoding: payload, as: UTF8.self).replacing(attemptMark, with: String(attempt)).utf8)
        return delivery
    }
}

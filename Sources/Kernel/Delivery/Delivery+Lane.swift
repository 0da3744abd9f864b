internal import Wire

extension Delivery {
    /// Whether it leaves between two transactions instead of arriving in one.
    var isOutside: Bool { arn == nil || isAsked }

    /// The lane in which it waits with others, if any: of its order, or of its endpoint outside.
    var lane: String? { orderingKey ?? (isOutside ? Outbox.endpointPrefix + endpoint : nil) }

    /// What fails or hangs as one: what is paced as one, a web page whatever is asked of it, the relay of all
    /// mail, or the calls that one resource makes of an operation.
    private var endpoint: String {
        if let pace { return pace.key }
        if target.hasPrefix("mailto:") { return "mailto:" }
        if calledAction != nil { return "\(target) \(source)" }
        return arn == nil ? String(target.prefix { $0 != "?" && $0 != "#" }) : target
    }

    /// How many may leave a second with those that have the same key; nil when any number.
    var pace: (key: String, perSecond: Int)? {
        guard let rate = parameters["RatePerSecond"]?.integer, rate > 0,
            let key = parameters["RateKey"]?.string
        else { return nil }
        return (key, rate)
    }
}

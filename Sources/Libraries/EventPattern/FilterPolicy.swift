internal import Wire

/// A subscription's filter policy of SNS.
///
/// To filter for all subscriptions of a topic at once, build one `RuleSet` for each scope from `pattern` and
/// match it against `FilterPolicy.event(of:)` or the message's body.
/// https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
public struct FilterPolicy: Sendable {
    /// What a policy is compared with.
    public enum Scope: String, Sendable {
        case messageAttributes = "MessageAttributes"
        case messageBody = "MessageBody"
    }

    /// How many keys a policy may have at its top.
    public static let keysMax = 5
    /// How many combinations of values a policy may have: the product over all fields of the number of values
    /// times the depth of the field.
    public static let combinationsMax = 150
    /// How deep a policy on the body may nest.
    public static let depthMax = 5
    /// The length of a policy, in bytes.
    public static let bytesMax = 262_144
    /// Operands of `numeric` lie within ±1e9, here in millionths.
    private static let numberLimit: Int64 = 1_000_000_000_000_000

    public let scope: Scope
    public let pattern: EventPattern

    /// Parses and checks a policy.
    ///
    /// - Throws: `FilterPolicyError` with the text of SNS's `InvalidParameter`.
    public init(parsing source: String, scope: Scope) throws(FilterPolicyError) {
        self.scope = scope
        do throws(EventPatternError) {
            pattern = try EventPattern(parsing: source, numberLimit: Self.numberLimit)
        } catch {
            throw FilterPolicyError(reason: "FilterPolicy: \(error.reason)")
        }
        try Self.check(source, scope)
    }

    private static func check(_ source: String, _ scope: Scope) throws(FilterPolicyError) {
        let policy: JSON
        do {
            policy = try JSON(parsing: source)
        } catch {
            throw FilterPolicyError(reason: "FilterPolicy: failed to parse JSON")
        }
        guard let object = policy.object else { return }
        guard object.count <= keysMax else {
            throw FilterPolicyError(
                reason: "FilterPolicy: Filter policy can not have more than \(keysMax) keys")
        }
        let combinations = try combinations(object, depth: 1, scope)
        guard combinations <= combinationsMax else {
            throw FilterPolicyError(reason: "FilterPolicy: Filter policy is too complex")
        }
    }

    /// Saturates above the limit, so that it cannot overflow.
    private static func combinations(
        _ object: JSONObject, depth: Int, _ scope: Scope
    ) throws(FilterPolicyError) -> Int {
        guard depth <= depthMax else {
            throw FilterPolicyError(reason: "FilterPolicy: Filter policy is too complex")
        }
        var product = 1
        for member in object.members {
            var factor = 1
            switch member.value {
            case .object(let inner):
                guard scope == .messageBody else {
                    throw FilterPolicyError(
                        reason: "Filter policy scope MessageAttributes does not support nested filter policy")
                }
                factor = try combinations(inner, depth: depth + 1, scope)
            case .array(let alternatives) where member.name == "$or":
                factor = 0
                for case .object(let inner) in alternatives {
                    factor += try combinations(inner, depth: depth, scope)
                }
            case .array(let values): factor = values.count * depth
            default: continue
            }
            product = min(product * min(factor, combinationsMax + 1), combinationsMax + 1)
        }
        return product
    }

    /// Whether a message with these attributes passes a policy on attributes.
    ///
    /// A message without attributes (`Binary` ones do not count) passes none, not even `{"exists": false}`.
    public func matches(_ attributes: [MessageAttribute]) -> Bool {
        guard scope == .messageAttributes, let event = Self.event(of: attributes) else { return false }
        return pattern.matches(event)
    }

    /// Whether a message passes a policy on the body; a body that is not a JSON object passes none.
    public func matches(body: [UInt8]) -> Bool {
        guard scope == .messageBody else { return false }
        do {
            guard case .object = try JSON(parsing: body) else { return false }
            return pattern.matches(body)
        } catch {
            return false
        }
    }

    /// Attributes as the event that policies on attributes are matched against; nil when none counts.
    public static func event(of attributes: [MessageAttribute]) -> [UInt8]? {
        var object = JSONObject()
        for attribute in attributes {
            if let value = attribute.json { object[attribute.name] = value }
        }
        return object.isEmpty ? nil : JSON.object(object).utf8
    }
}

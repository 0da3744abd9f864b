internal import Kernel
internal import SNSInterface
internal import Wire

/// How often and when a web endpoint is tried again.
/// <https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html>
struct DeliveryPolicy: Sendable {
    static let retriesMax = 100
    static let delayMaxSeconds = 3600
    static let defaultContentType = "text/plain; charset=UTF-8"

    var minDelaySeconds = 20
    var maxDelaySeconds = 20
    var retryCount = 3
    var maxDelayRetryCount = 0
    var noDelayRetryCount = 0
    var minDelayRetryCount = 0
    var backoff = "linear"
    var contentType = DeliveryPolicy.defaultContentType
    /// How many notifications a second leave for a subscription; nil when any number.
    var maxReceivesPerSecond: Int?
    /// Whether the topic's policy counts instead of the subscription's.
    var disablesOverrides = false

    init() {}

    /// Reads a topic's policy: `{"http": {"defaultHealthyRetryPolicy": …}}`.
    init(topicText text: String, refusalPrefix: String) throws {
        let reader = Reader(prefix: refusalPrefix)
        let http = try reader.object(try reader.parse(text), "http")
        try reader.allow(
            http,
            [
                "defaultHealthyRetryPolicy", "defaultThrottlePolicy", "defaultRequestPolicy",
                "disableSubscriptionOverrides",
            ])
        try takeRetries(http["defaultHealthyRetryPolicy"], reader)
        try takeThrottle(http, "defaultThrottlePolicy", reader)
        try takeRequest(http["defaultRequestPolicy"], reader)
        if let flag = http["disableSubscriptionOverrides"] {
            guard let value = flag.bool else {
                throw reader.invalid("disableSubscriptionOverrides must be a boolean")
            }
            disablesOverrides = value
        }
    }

    /// Reads a subscription's policy: `{"healthyRetryPolicy": …}`.
    init(subscriptionText text: String, over topic: DeliveryPolicy, refusalPrefix: String) throws {
        self = topic
        let reader = Reader(prefix: refusalPrefix)
        let object = try reader.parse(text)
        try reader.allow(
            object,
            ["healthyRetryPolicy", "throttlePolicy", "requestPolicy", "sicklyRetryPolicy", "guaranteed"])
        for name in ["sicklyRetryPolicy", "guaranteed"] { try reader.refuse(object[name], name) }
        try takeRetries(object["healthyRetryPolicy"], reader)
        try takeThrottle(object, "throttlePolicy", reader)
        try takeRequest(object["requestPolicy"], reader)
    }

    private mutating func takeRetries(_ json: JSON?, _ reader: Reader) throws {
        guard let json, !json.isNull else { return }
        guard let object = json.object else { throw reader.invalid("healthyRetryPolicy must be an object") }
        try reader.allow(
            object,
            [
                "minDelayTarget", "maxDelayTarget", "numRetries", "numMaxDelayRetries", "numNoDelayRetries",
                "numMinDelayRetries", "backoffFunction",
            ])
        retryCount = try reader.number(object, "numRetries", 0...Self.retriesMax, retryCount)
        minDelaySeconds = try reader.number(
            object, "minDelayTarget", 1...Self.delayMaxSeconds, minDelaySeconds)
        maxDelaySeconds = try reader.number(
            object, "maxDelayTarget", 1...Self.delayMaxSeconds, max(maxDelaySeconds, minDelaySeconds))
        guard minDelaySeconds <= maxDelaySeconds else {
            throw reader.invalid("minDelayTarget must be less than or equal to maxDelayTarget")
        }
        let counts = 0...Self.retriesMax
        noDelayRetryCount = try reader.number(object, "numNoDelayRetries", counts, noDelayRetryCount)
        minDelayRetryCount = try reader.number(object, "numMinDelayRetries", counts, minDelayRetryCount)
        maxDelayRetryCount = try reader.number(object, "numMaxDelayRetries", counts, maxDelayRetryCount)
        guard noDelayRetryCount + minDelayRetryCount + maxDelayRetryCount <= retryCount else {
            throw reader.invalid(
                "numRetries must be greater than or equal to total of numMinDelayRetries, numNoDelayRetries "
                    + "and numMaxDelayRetries"
            )
        }
        if let function = object["backoffFunction"] {
            guard let name = function.string,
                ["linear", "arithmetic", "geometric", "exponential"].contains(name)
            else {
                throw reader.invalid(
                    "backoffFunction must be one of arithmetic, exponential, geometric, linear")
            }
            backoff = name
        }
    }

    private mutating func takeThrottle(_ parent: JSONObject, _ name: String, _ reader: Reader) throws {
        guard let json = parent[name], !json.isNull else { return }
        guard let object = json.object else { throw reader.invalid("\(name) must be an object") }
        try reader.allow(object, ["maxReceivesPerSecond"])
        guard let rate = object["maxReceivesPerSecond"], !rate.isNull else { return }
        maxReceivesPerSecond = try reader.number(object, "maxReceivesPerSecond", 1...Int.max, 1)
    }

    private mutating func takeRequest(_ json: JSON?, _ reader: Reader) throws {
        guard let json, !json.isNull else { return }
        guard let object = json.object else { throw reader.invalid("requestPolicy must be an object") }
        try reader.allow(object, ["headerContentType"])
        guard let type = object["headerContentType"] else { return }
        guard let text = type.string, !text.isEmpty, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
            throw reader.invalid("headerContentType is not a content type")
        }
        contentType = text
    }

    private var retryMembers: JSON {
        [
            "minDelayTarget": JSON(integerLiteral: minDelaySeconds),
            "maxDelayTarget": JSON(integerLiteral: maxDelaySeconds),
            "numRetries": JSON(integerLiteral: retryCount),
            "numMaxDelayRetries": JSON(integerLiteral: maxDelayRetryCount),
            "numNoDelayRetries": JSON(integerLiteral: noDelayRetryCount),
            "numMinDelayRetries": JSON(integerLiteral: minDelayRetryCount),
            "backoffFunction": .string(backoff),
        ]
    }

    private var throttleMembers: JSON? {
        maxReceivesPerSecond.map { ["maxReceivesPerSecond": JSON(integerLiteral: $0)] }
    }

    /// `EffectiveDeliveryPolicy` of a topic.
    var topicText: String {
        var http: JSONObject = [
            "defaultHealthyRetryPolicy": retryMembers,
            "disableSubscriptionOverrides": .bool(disablesOverrides),
        ]
        http["defaultThrottlePolicy"] = throttleMembers
        http["defaultRequestPolicy"] = ["headerContentType": .string(contentType)]
        return JSON.object(["http": .object(http)]).text
    }

    /// `EffectiveDeliveryPolicy` of a subscription.
    var subscriptionText: String {
        JSON.object([
            "healthyRetryPolicy": retryMembers, "sicklyRetryPolicy": nil,
            "throttlePolicy": throttleMembers ?? .null,
            "requestPolicy": ["headerContentType": .string(contentType)], "guaranteed": false,
        ]).text
    }
}

extension DeliveryPolicy {
    /// The four phases as the pauses of the courier.
    var retry: RetryPolicy {
        let backoffCount = retryCount - noDelayRetryCount - minDelayRetryCount - maxDelayRetryCount
        var pauses = Array(repeating: Duration.zero, count: noDelayRetryCount)
        pauses += Array(repeating: .seconds(minDelaySeconds), count: minDelayRetryCount)
        for step in 0..<backoffCount {
            pauses.append(.milliseconds(delayMilliseconds(step, of: backoffCount)))
        }
        pauses += Array(repeating: .seconds(maxDelaySeconds), count: maxDelayRetryCount)
        // Attempts end it: what stands in line behind others of a slow or throttled endpoint grows old
        // before its first one.
        return RetryPolicy(attemptsMax: retryCount, ageMax: Self.ageMax, pauses: pauses)
    }

    /// Growth from the least to the greatest delay: evenly, by growing steps, or by a constant factor.
    private func delayMilliseconds(_ step: Int, of count: Int) -> Int {
        let low = minDelaySeconds * 1000
        let high = maxDelaySeconds * 1000
        guard count > 1, high > low else { return low }
        switch backoff {
        case "arithmetic": return low + (high - low) * step * (step + 1) / (count * (count - 1))
        case "geometric": return Self.geometric(from: low, to: high, step: step, of: count)
        case "exponential":
            // Doubling from the least delay; the greatest one caps it.
            return step < 20 ? min(high, low << step) : high
        default: return low + (high - low) * step / (count - 1)
        }
    }

    /// The delay of a step when each is the one before times the factor that leads from the least to the
    /// greatest.
    private static func geometric(from low: Int, to high: Int, step: Int, of count: Int) -> Int {
        func grown(by factor: Double, _ steps: Int) -> Double {
            (0..<steps).reduce(Double(low)) { value, _ in value * factor }
        }
        var (least, greatest) = (1.0, Double(high) / Double(low))
        for _ in 0..<64 {
            let middle = (least + greatest) / 2
            if grown(by: middle, count - 1) < Double(high) { least = middle } else { greatest = middle }
        }
        return min(high, Int(grown(by: greatest, step).rounded()))
    }

    private static let ageMax: Duration = .seconds(23 * 86_400)

    /// AWS's patience with its own services: 3 attempts at once, 2 after a second each, 10 growing to 20
    /// seconds, and then every 20 seconds, for 23 days.
    static let insideRetry = RetryPolicy(
        attemptsMax: 100_015, ageMax: ageMax,
        pauses: [.zero, .zero, .zero, .seconds(1), .seconds(1)]
            + [1, 1, 2, 3, 4, 5, 7, 10, 14, 20].map { .seconds($0) } + [.seconds(20)])
}

extension DeliveryPolicy {
    /// Reads members and words refusals.
    struct Reader {
        let prefix: String

        func invalid(_ reason: String) -> InvalidParameterException {
            InvalidParameterException("\(prefix)DeliveryPolicy: \(reason)")
        }

        func parse(_ text: String) throws -> JSONObject {
            do {
                if let object = try JSON(parsing: text).object { return object }
            } catch {}
            throw invalid("failed to parse JSON.")
        }

        func object(_ parent: JSONObject, _ name: String) throws -> JSONObject {
            try allow(parent, [name])
            guard let value = parent[name]?.object else { throw invalid("\(name) must be specified") }
            return value
        }

        func allow(_ object: JSONObject, _ names: Set<String>) throws {
            if let unknown = object.names.first(where: { !names.contains($0) }) {
                throw invalid("Unexpected JSON member: \(unknown)")
            }
        }

        func refuse(_ value: JSON?, _ name: String) throws {
            guard let value, !value.isNull, value.bool != false else { return }
            throw NotImplemented("The member \(name) of DeliveryPolicy")
        }

        func number(_ object: JSONObject, _ name: String, _ range: ClosedRange<Int>, _ standard: Int) throws
            -> Int
        {
            guard let value = object[name], !value.isNull else { return standard }
            guard let number = value.integer, number >= range.lowerBound else {
                throw invalid("\(name) must be a number greater than or equal to \(range.lowerBound)")
            }
            guard number <= range.upperBound else {
                throw invalid("\(name) must be less than or equal to \(range.upperBound)")
            }
            return number
        }
    }
}

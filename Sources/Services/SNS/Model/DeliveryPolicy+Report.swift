internal import Wire

/// A policy that was set, as AWS tells it: what was left out by its name, other spellings forgotten.
extension DeliveryPolicy {
    static func told(topicText text: String) -> String {
        guard let given = members(text)?["http"]?.object else { return text }
        var http = JSONObject()
        http["defaultHealthyRetryPolicy"] = given["defaultHealthyRetryPolicy"].flatMap(present)
        http["disableSubscriptionOverrides"] = given["disableSubscriptionOverrides"] ?? false
        http["defaultThrottlePolicy"] = given["defaultThrottlePolicy"].flatMap(present)
        http["defaultRequestPolicy"] = given["defaultRequestPolicy"].flatMap(present)
        return JSON.object(["http": .object(http)]).text
    }

    static func told(subscriptionText text: String) -> String {
        guard let given = members(text) else { return text }
        return JSON.object([
            "healthyRetryPolicy": given["healthyRetryPolicy"] ?? .null, "sicklyRetryPolicy": nil,
            "throttlePolicy": given["throttlePolicy"] ?? .null,
            "requestPolicy": given["requestPolicy"] ?? .null, "guaranteed": false,
        ]).text
    }

    private static func present(_ value: JSON) -> JSON? {
        // `nil` would be the JSON null.
        guard !value.isNull else { return .none }
        return value
    }

    private static func members(_ text: String) -> JSONObject? {
        do {
            return try JSON(parsing: text).object
        } catch {
            // It was checked when it was set.
            return nil
        }
    }
}

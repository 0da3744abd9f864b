internal import Kernel
internal import SNSInterface

/// Reads ARNs of requests with SNS's words for what is wrong.
enum ARNText {
    /// The ARN of a topic in the region of the call.
    static func topic(_ text: String, parameter: String = "TopicArn", _ call: Kernel.Call) throws -> ARN {
        let arn = try topicAnywhere(text, parameter: parameter)
        guard arn.region == call.region else {
            throw InvalidParameterException("Invalid parameter: \(parameter)")
        }
        return arn
    }

    /// The ARN of a topic in any region: a link that is opened in a browser comes without one.
    static func topicAnywhere(_ text: String, parameter: String = "TopicArn") throws -> ARN {
        let arn = try parse(text, parameter: parameter)
        guard arn.service == "sns", !arn.resource.contains(":") else {
            throw InvalidParameterException("Invalid parameter: \(parameter)")
        }
        return arn
    }

    /// The ARN of a subscription: a topic's with an id behind it.
    static func subscription(_ text: String) throws -> ARN {
        guard !text.isEmpty else {
            throw InvalidParameterException(
                "Invalid parameter: SubscriptionArn Reason: no value for required parameter")
        }
        let arn = try parse(text, parameter: "SubscriptionArn")
        guard arn.service == "sns" else {
            throw InvalidParameterException("Invalid parameter: SubscriptionArn")
        }
        guard arn.resource.contains(":") else {
            throw InvalidParameterException("Invalid parameter: SubscriptionId")
        }
        return arn
    }

    /// The ARN of an application at a push service.
    static func platformApplication(_ text: String) throws -> String {
        let arn = try parse(text, parameter: "PlatformApplicationArn")
        guard arn.service == "sns", arn.resource.hasPrefix("app/") else {
            throw InvalidParameterException("Invalid parameter: PlatformApplicationArn")
        }
        return arn.description
    }

    static func parse(_ text: String, parameter: String) throws -> ARN {
        let count = text.split(separator: ":", maxSplits: 6, omittingEmptySubsequences: false).count
        guard count >= 6 else {
            throw InvalidParameterException(
                "Invalid parameter: \(parameter) Reason: An ARN must have at least 6 elements, not \(count)")
        }
        guard let arn = ARN(text) else { throw InvalidParameterException("Invalid parameter: \(parameter)") }
        return arn
    }
}

internal import Kernel
internal import SNSInterface
internal import Wire

/// The push services of others that devices belong to, and what is kept of an application at one of them.
enum Platform: String, CaseIterable, Sendable {
    case adm = "ADM"
    case apns = "APNS"
    case apnsSandbox = "APNS_SANDBOX"
    case apnsVOIP = "APNS_VOIP"
    case apnsVOIPSandbox = "APNS_VOIP_SANDBOX"
    case macOS = "MACOS"
    case macOSSandbox = "MACOS_SANDBOX"
    case baidu = "BAIDU"
    case gcm = "GCM"
    case mpns = "MPNS"
    case wns = "WNS"

    static let applicationNames: Set<String> = [
        "ApplePlatformBundleID", "ApplePlatformTeamID", "Enabled", "PlatformCredential", "PlatformPrincipal",
        "SuccessFeedbackSampleRate",
    ]
    /// Attributes of AWS that nothing here could honour.
    static let absent: Set<String> = [
        "EventEndpointCreated", "EventEndpointDeleted", "EventEndpointUpdated", "EventDeliveryFailure",
        "SuccessFeedbackRoleArn", "FailureFeedbackRoleArn",
    ]
    static let nameMax = 256
    static let userDataBytesMax = 2048

    static func named(_ text: String) throws -> Platform {
        guard let platform = Platform(rawValue: text) else {
            throw InvalidParameterException("Invalid parameter: Platform Reason: \(text) is not supported")
        }
        return platform
    }

    static func checked(_ attributes: [String: String]) throws -> [String: String] {
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            if absent.contains(name) {
                throw NotImplemented("The attribute \(name) of platform applications")
            }
            guard applicationNames.contains(name) else { throw refusal("Unknown attribute \(name)") }
            if name == "Enabled" { try checkFlag(value) }
            if name == "SuccessFeedbackSampleRate", Int(value).map({ (0...100).contains($0) }) != true {
                throw refusal("SuccessFeedbackSampleRate must be between 0 and 100")
            }
        }
        return attributes
    }

    /// The attributes of a device; the token belongs to them.
    static func checkedEndpoint(_ attributes: [String: String]) throws -> [String: String] {
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            switch name {
            case "Enabled": try checkFlag(value)
            case "Token" where value.isEmpty: throw InvalidParameterException("Invalid parameter: Token")
            case "Token": break
            case "CustomUserData":
                guard value.utf8.count <= userDataBytesMax else {
                    throw InvalidParameterException(
                        "Invalid parameter: CustomUserData Reason: must be at most \(userDataBytesMax) bytes long in "
                            + "UTF-8 encoding")
                }
            default: throw refusal("Unknown attribute \(name)")
            }
        }
        var result = attributes
        result["Enabled"] = attributes["Enabled"].map { $0.lowercased() }
        return result
    }

    private static func checkFlag(_ value: String) throws {
        guard ["true", "false"].contains(value.lowercased()) else {
            throw refusal("Invalid value for attribute: Enabled")
        }
    }

    static func refusal(_ reason: String) -> InvalidParameterException {
        InvalidParameterException("Invalid parameter: Attributes Reason: \(reason)")
    }
}

/// An application at a push service, as it is stored.
struct StoredApplication: Sendable {
    let id: Int64
    let arn: String
    var attributes: [String: String]

    var isEnabled: Bool { attributes["Enabled"]?.lowercased() != "false" }

    /// Without the secrets.
    var shown: [String: String] {
        var result = attributes
        result["PlatformCredential"] = nil
        result["PlatformPrincipal"] = nil
        result["Enabled"] = attributes["Enabled"] ?? "true"
        return result
    }

    /// `GCM/name`, which the ARNs of its devices repeat.
    var path: String { String((ARN(arn)?.resource ?? "").dropFirst("app/".count)) }
}

/// A device of an application, as it is stored.
struct StoredEndpoint: Sendable {
    let id: Int64
    let arn: String
    var token: String
    var attributes: [String: String]

    var isEnabled: Bool { attributes["Enabled"] != "false" }

    var shown: [String: String] {
        var result = attributes
        result["Token"] = token
        result["Enabled"] = isEnabled ? "true" : "false"
        return result
    }
}

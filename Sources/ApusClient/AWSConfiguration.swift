public import Wire

/// Where the services are and who calls them.
///
/// [Shared settings of the AWS SDKs](https://docs.aws.amazon.com/sdkref/latest/guide/settings-reference.html)
public struct AWSConfiguration: Sendable {
    public var region: String
    public var credentials: Credentials
    /// Where all services answer; nil: the endpoints of AWS in the region.
    public var endpoint: String?
    /// Endpoints of single services, by the service's identifier in upper case with underscores (`DYNAMODB`,
    /// `CLOUDWATCH_LOGS`).
    public var serviceEndpoints: [String: String]

    public init(
        region: String, credentials: Credentials, endpoint: String? = nil,
        serviceEndpoints: [String: String] = [:]
    ) {
        self.region = region
        self.credentials = credentials
        self.endpoint = endpoint
        self.serviceEndpoints = serviceEndpoints
    }

    /// The configuration of the environment: `AWS_REGION` or `AWS_DEFAULT_REGION`, `AWS_ACCESS_KEY_ID`,
    /// `AWS_SECRET_ACCESS_KEY`, `AWS_SESSION_TOKEN`, `AWS_ENDPOINT_URL` and `AWS_ENDPOINT_URL_<SERVICE>`.
    ///
    /// Throws ``ConfigurationError`` that names what is missing.
    public static func environment(
        _ variables: [String: String] = ProcessEnvironment.variables
    ) throws(ConfigurationError) -> AWSConfiguration {
        guard let region = variables["AWS_REGION"] ?? variables["AWS_DEFAULT_REGION"] else {
            throw ConfigurationError(missing: "AWS_REGION")
        }
        guard let id = variables["AWS_ACCESS_KEY_ID"] else {
            throw ConfigurationError(missing: "AWS_ACCESS_KEY_ID")
        }
        guard let secret = variables["AWS_SECRET_ACCESS_KEY"] else {
            throw ConfigurationError(missing: "AWS_SECRET_ACCESS_KEY")
        }
        let prefix = "AWS_ENDPOINT_URL_"
        var endpoints: [String: String] = [:]
        for (name, value) in variables where name.hasPrefix(prefix) {
            endpoints[String(name.dropFirst(prefix.count))] = value
        }
        return AWSConfiguration(
            region: region,
            credentials: Credentials(
                accessKeyID: id, secretAccessKey: secret, sessionToken: variables["AWS_SESSION_TOKEN"]),
            endpoint: variables["AWS_ENDPOINT_URL"], serviceEndpoints: endpoints)
    }

    /// The URL, without a slash at its end, at which a service answers.
    public func endpoint(of service: ServiceModel) -> String {
        var found = endpoint
        if !serviceEndpoints.isEmpty {
            let identifier = service.serviceID.uppercased().replacing(" ", with: "_")
            found = serviceEndpoints[identifier] ?? endpoint
        }
        guard let found else { return "https://\(service.name).\(region).amazonaws.com" }
        return found.hasSuffix("/") ? String(found.dropLast()) : found
    }
}

/// A setting that the environment lacks.
public struct ConfigurationError: Error, CustomStringConvertible, Equatable {
    public let missing: String

    public var description: String { "Set \(missing) in the environment." }
}

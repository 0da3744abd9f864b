/// The facts about a service that all its operations share.
public final class ServiceModel: Sendable {
    /// The endpoint prefix, for example `sqs`.
    public let name: String
    /// The name in the credential scope of a signature.
    public let signingName: String
    /// What precedes the colon of the service's actions in policies.
    public let iamPrefix: String
    /// The identifier that SDKs use, for example `SQS` or `CloudWatch Logs`.
    public let serviceID: String
    public let apiVersion: String
    /// What precedes the dot in `X-Amz-Target`; empty for services without the header.
    public let targetPrefix: String
    /// The protocols the service speaks, the preferred one first.
    public let protocols: [WireProtocol]
    public let xmlNamespace: String
    /// Whether errors of the JSON and CBOR protocols carry the code of the query protocol in a header.
    public let isQueryCompatible: Bool
    /// What precedes the `#` in `__type`; empty: the bare code.
    public let errorNamespace: String
    /// How the service answers requests that break the model.
    public let validation: ValidationStyle
    /// Whether timestamps in XML always have milliseconds.
    public let alwaysWritesMilliseconds: Bool
    /// Whether the service names members of the body below the name of the input in its list of violations.
    public let prefixesBodyPaths: Bool
    /// Names of the operations that AWS has and Apus has not in scope.
    public let otherOperations: [String]
    /// The errors of the service, for clients.
    public let errors: [ErrorModel]

    public init(
        name: String, signingName: String, iamPrefix: String, serviceID: String, apiVersion: String,
        targetPrefix: String = "", protocols: [WireProtocol], xmlNamespace: String = "",
        isQueryCompatible: Bool = false, errorNamespace: String = "", validation: ValidationStyle,
        alwaysWritesMilliseconds: Bool = false, prefixesBodyPaths: Bool = false,
        otherOperations: [String] = [], errors: [ErrorModel] = []
    ) {
        self.name = name
        self.signingName = signingName
        self.iamPrefix = iamPrefix
        self.serviceID = serviceID
        self.apiVersion = apiVersion
        self.targetPrefix = targetPrefix
        self.protocols = protocols
        self.xmlNamespace = xmlNamespace
        self.isQueryCompatible = isQueryCompatible
        self.errorNamespace = errorNamespace
        self.validation = validation
        self.alwaysWritesMilliseconds = alwaysWritesMilliseconds
        self.prefixesBodyPaths = prefixesBodyPaths
        self.otherOperations = otherOperations
        self.errors = errors
    }

    /// Whether the service is spoken to in the dialect of S3: its own error document and header names.
    var isS3: Bool { name == "s3" }

    /// The second identifier of a request that S3's answers carry: opaque to callers.
    func hostID(_ requestID: String) -> String { Base64.encoded(Array(requestID.utf8)) }
}

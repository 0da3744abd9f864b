/// The facts about one operation of a service.
public final class OperationModel: Sendable {
    public let name: String
    public let method: String
    public let uri: URIPattern
    /// What the host of the endpoint is prefixed with, labels in braces; nil for most operations.
    public let hostPrefix: String?
    /// The status of a success.
    public let status: Int
    /// The action that a policy allows or denies, for example `lambda:InvokeFunction`.
    public let iamAction: String
    /// The element around the result in the query protocol; nil: none.
    public let resultWrapper: String?
    /// Whether the body of the request, or of the answer, streams.
    public let streamsInput: Bool
    public let streamsOutput: Bool
    public let checksum: Checksum?
    public let pagination: Pagination?
    /// Whether anybody may call the operation, without credentials.
    public let isAnonymous: Bool
    /// Whether the only member of the output is the whole document, without an element around it.
    public let isUnwrapped: Bool
    /// Codes of the errors that the model lists for the operation.
    public let errors: [String]
    /// What precedes the dot in `X-Amz-Target`; nil: what the service has.
    public let targetPrefix: String?
    private let inputSchema: @Sendable () -> Schema
    private let outputSchema: @Sendable () -> Schema

    /// The schemas are built when first asked for, so that starting stays cheap.
    public var input: Schema { inputSchema() }
    public var output: Schema { outputSchema() }

    /// How requests and answers carry checksums of their payload.
    public struct Checksum: Sendable, Equatable {
        /// Whether a request without a checksum or `Content-MD5` is refused.
        public let isRequired: Bool
        /// The member that names the algorithm of the request.
        public let algorithmMember: String?
        /// The member that asks for the checksum in the answer.
        public let modeMember: String?

        public init(isRequired: Bool = false, algorithmMember: String? = nil, modeMember: String? = nil) {
            self.isRequired = isRequired
            self.algorithmMember = algorithmMember
            self.modeMember = modeMember
        }
    }

    /// How a list is cut into pages.
    public struct Pagination: Sendable, Equatable {
        public let inputTokens: [String]
        public let outputTokens: [String]
        public let limit: String?
        public let results: [String]

        public init(inputTokens: [String], outputTokens: [String], limit: String? = nil, results: [String]) {
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
            self.limit = limit
            self.results = results
        }
    }

    public init(
        _ name: String, _ method: String = "POST", _ uri: URIPattern = .root, status: Int = 200,
        iamAction: String, input: @escaping @Sendable () -> Schema, output: @escaping @Sendable () -> Schema,
        hostPrefix: String? = nil, resultWrapper: String? = nil, streamsInput: Bool = false,
        streamsOutput: Bool = false, checksum: Checksum? = nil, pagination: Pagination? = nil,
        isAnonymous: Bool = false, isUnwrapped: Bool = false, errors: [String] = [],
        targetPrefix: String? = nil
    ) {
        self.name = name
        self.method = method
        self.uri = uri
        self.status = status
        self.iamAction = iamAction
        self.hostPrefix = hostPrefix
        self.resultWrapper = resultWrapper
        self.streamsInput = streamsInput
        self.streamsOutput = streamsOutput
        self.checksum = checksum
        self.pagination = pagination
        self.isAnonymous = isAnonymous
        self.isUnwrapped = isUnwrapped
        self.errors = errors
        self.targetPrefix = targetPrefix
        inputSchema = input
        outputSchema = output
    }
}

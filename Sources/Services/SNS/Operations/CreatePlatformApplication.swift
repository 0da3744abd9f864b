internal import Kernel
internal import SNSInterface
internal import Store
internal import Wire

extension SNS {
    /// Keeps an application at a push service of others. Nothing is sent to that service: what would be is
    /// recorded.
    func createPlatformApplication(
        _ input: CreatePlatformApplicationInput, _ call: Call
    ) async throws -> CreatePlatformApplicationOutput {
        let platform = try Platform.named(input.platform)
        let isPlain = input.name.utf8.allSatisfy {
            $0.isLetterOrDigit || Array("_-.".utf8).contains($0)
        }
        guard !input.name.isEmpty, isPlain, input.name.utf8.count <= Platform.nameMax else {
            throw InvalidParameterException(
                "Invalid parameter: Name Reason: must be made up of only uppercase and lowercase ASCII letters, "
                    + "numbers, underscores, hyphens, and periods, and must be between 1 and 256 characters long"
            )
        }
        let attributes = try Platform.checked(input.attributes)
        guard attributes["PlatformCredential"]?.isEmpty == false else {
            throw Platform.refusal("PlatformCredential is required")
        }
        let arn = call.scope.arn("sns", "app/\(platform.rawValue)/\(input.name)").description
        try await call.write { tx in
            if let known = try Applications.named(arn, in: tx) {
                guard known.attributes == attributes else {
                    throw Platform.refusal(
                        "An application with the same name but different properties already exists")
                }
            } else {
                try Applications.insert(arn, call.scope, attributes, in: tx)
            }
        }
        return CreatePlatformApplicationOutput(platformApplicationArn: arn)
    }

    static func application(_ arn: String, in tx: borrowing Transaction) throws -> StoredApplication {
        guard let found = try Applications.named(arn, in: tx) else {
            throw NotFoundException("PlatformApplication does not exist")
        }
        return found
    }

    static func endpoint(_ arn: String, in tx: borrowing Transaction) throws -> StoredEndpoint {
        guard let found = try Endpoints.named(arn, in: tx) else {
            throw NotFoundException("Endpoint does not exist")
        }
        return found
    }
}

internal import Kernel
internal import Signing
internal import Wire

/// Step 4: who asks, and in which account and region.
struct Authenticate: Sendable {
    let kernel: Kernel
    private let keys = SigningKeyCache()

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// What a request has proved about itself.
    struct Identity: Sendable {
        let principal: Principal
        let region: String
        /// How to check an `aws-chunked` body; nil for any other body, and when nothing is checked.
        var chunks: ChunkSeed?
        /// The digest that the signature covers; the body must have it.
        var payloadDigest: String?
    }

    func identify(_ head: RequestHead, _ found: FoundAction, body: [UInt8]) async throws -> Identity {
        switch kernel.settings.authentication {
        case .open: try await trust(head)
        case .enforce: try await verify(head, found, body: body)
        }
    }

    /// Takes the caller at its word: the account from a key id of twelve digits, the region from the scope.
    private func trust(_ head: RequestHead) async throws -> Identity {
        let settings = kernel.settings
        guard let text = CredentialText(head) else {
            return Identity(principal: .root(settings.defaultAccount), region: settings.defaultRegion)
        }
        let region = text.region.isEmpty ? settings.defaultRegion : text.region
        let id = text.accessKeyID
        if id.utf8.count == 12, id.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            return Identity(principal: .root(id), region: region)
        }
        // Keys made here begin like this; looking up every word that a developer may use would cost a read
        // each.
        if id.hasPrefix("AKIA") || id.hasPrefix("ASIA"),
            let credential = try await kernel.credentials.credential(id, kernel.store)
        {
            kernel.credentials.uses.note(
                credential.principal, service: text.service, region: region, at: kernel.time.now)
            return Identity(principal: credential.principal, region: region)
        }
        return Identity(principal: .root(settings.defaultAccount), region: region)
    }

    private func verify(_ head: RequestHead, _ found: FoundAction, body: [UInt8]) async throws -> Identity {
        let dialect = Self.dialect(found)
        let isS3 = found.service.model.name == "s3"
        do {
            var request = SigningRequest(
                method: head.method, path: head.rawPath, query: head.query, headers: Array(head.headers))
            guard let claim = try SignatureClaim.claim(in: request) else { return try anonymous(found) }
            let payload = try declaredPayload(of: request, claim, isS3: isS3, body: body)
            request.payloadHash = payload
            guard
                let credential = try await kernel.credentials.credential(
                    claim.scope.accessKeyID, kernel.store),
                credential.isActive
            else { throw Self.unknownKey(dialect) }
            try check(credential, claim)
            try claim.scope.require(
                service: found.service.model.signingName, region: nil, isPresigned: claim.isPresigned)
            let verifier = Verifier(rules: isS3 ? .s3 : .standard, keys: keys)
            let chunks = try verifier.verify(
                claim, of: request, secret: credential.secretAccessKey, now: kernel.time.now.milliseconds)
            var identity = Identity(
                principal: credential.principal, region: claim.scope.region ?? kernel.settings.defaultRegion)
            identity.chunks = chunks
            identity.payloadDigest = SHA256Hex.isDigest(payload) ? payload : nil
            kernel.credentials.uses.note(
                credential.principal, service: found.service.model.name, region: identity.region,
                at: kernel.time.now)
            return identity
        } catch let error as SigningError {
            let failure = error.failure(in: dialect)
            throw CommonFailure(failure.code, status: failure.status, failure.message)
        }
    }

    private func declaredPayload(
        of request: SigningRequest, _ claim: SignatureClaim, isS3: Bool, body: [UInt8]
    ) throws -> String {
        if isS3 { return try PayloadDeclaration.s3(of: request, claim: claim).text }
        if let declared = request.headers.first(where: { $0.name.lowercased() == "x-amz-content-sha256" })?
            .value
        {
            return try PayloadDeclaration(declared).text
        }
        return claim.isPresigned && body.isEmpty ? SHA256Hex.empty : SHA256Hex.of(body)
    }

    private func anonymous(_ found: FoundAction) throws -> Identity {
        let settings = kernel.settings
        if found.action.operation.isAnonymous || found.service.model.name == "s3" {
            return Identity(
                principal: Principal(kind: .anonymous, account: settings.defaultAccount),
                region: settings.defaultRegion)
        }
        throw CommonFailure(
            found.wireProtocol == .awsQuery
                ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException",
            status: 403, "Request is missing Authentication Token")
    }

    private func check(_ credential: Credential, _ claim: SignatureClaim) throws {
        // A token that comes with a key that has none is as wrong as a missing one.
        if credential.sessionToken != claim.sessionToken {
            throw CommonFailure(
                "InvalidClientTokenId", status: 403, "The security token included in the request is invalid.")
        }
        if let end = credential.expiresAt, end <= kernel.time.now {
            throw CommonFailure(
                "ExpiredToken", status: 403, "The security token included in the request is expired")
        }
    }

    private static func unknownKey(_ dialect: ErrorDialect) -> CommonFailure {
        switch dialect {
        case .s3:
            CommonFailure(
                "InvalidAccessKeyId", status: 403,
                "The AWS Access Key Id you provided does not exist in our records.")
        case .query:
            CommonFailure(
                "InvalidClientTokenId", status: 403, "The security token included in the request is invalid.")
        case .json, .restJSON:
            CommonFailure(
                "UnrecognizedClientException", status: dialect == .json ? 400 : 403,
                "The security token included in the request is invalid.")
        }
    }

    private static func dialect(_ found: FoundAction) -> ErrorDialect {
        if found.service.model.name == "s3" { return .s3 }
        return switch found.wireProtocol {
        case .awsQuery, .restXml: .query
        case .awsJson1_0, .awsJson1_1, .rpcv2Cbor: .json
        case .restJson: .restJSON
        }
    }
}

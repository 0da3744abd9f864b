internal import Kernel
internal import Logging
internal import Signing
internal import Synchronization
internal import Wire

/// Step 4: who asks, and in which account and region.
struct Authenticate: Sendable {
    let kernel: Kernel
    private let keys = SigningKeyCache()
    private let trusted = TrustedIdentities()

    init(kernel: Kernel) {
        self.kernel = kernel
    }

    /// What a request has proved about itself.
    final class Identity: Sendable {
        let principal: Principal
        let scope: Scope
        /// How to check an `aws-chunked` body; nil for any other body, and when nothing is checked.
        let chunks: ChunkSeed?
        /// The digest that the signature covers; the body must have it.
        let payloadDigest: String?

        init(principal: Principal, scope: Scope, chunks: ChunkSeed? = nil, payloadDigest: String? = nil) {
            self.principal = principal
            self.scope = scope
            self.chunks = chunks
            self.payloadDigest = payloadDigest
        }
    }

    /// The identities of callers that were taken at their word lately.
    private final class TrustedIdentities: Sendable {
        /// Beyond this many it starts anew.
        static let countMax = 1024
        /// Bytes of a scope that is kept; no client's is that long.
        static let scopeSizeMax = 512
        /// By the credential scope as it was sent.
        private let identities = Mutex<[ByteKey: Identity]>([:])

        func find(_ scope: ArraySlice<UInt8>) -> Identity? { identities.withLock { $0[ByteKey(scope)] } }

        func keep(_ identity: Identity, as scope: ArraySlice<UInt8>) {
            guard scope.count <= Self.scopeSizeMax else { return }
            identities.withLock { identities in
                if identities.count >= Self.countMax { identities.removeAll() }
                identities[ByteKey(keeping: scope)] = identity
            }
        }
    }

    /// Who asks, if that is known without looking anything up; nothing is verified then.
    func known(_ head: RequestHead) -> Identity? {
        guard kernel.settings.authentication == .open else { return nil }
        return trusted.find(CredentialText.bytes(head))
    }

    func identify(_ head: RequestHead, _ found: FoundAction, body: [UInt8]) async throws -> Identity {
        try await identify(head, Addressee(found), body: body)
    }

    func identify(_ head: RequestHead, _ addressee: Addressee, body: [UInt8]) async throws -> Identity {
        switch kernel.settings.authentication {
        case .open: try await trust(head)
        case .enforce: try await verify(head, addressee, body: body)
        }
    }

    /// Whom a request is for, as far as proving who sends it depends on that.
    struct Addressee {
        let name: String
        let signingName: String
        let dialect: ErrorDialect
        /// Whether a request without a signature may pass as one of nobody's.
        let admitsAnonymous: Bool
        let speaksQuery: Bool

        var isS3: Bool { name == "s3" }

        init(_ found: FoundAction) {
            name = found.service.model.name
            signingName = found.service.model.signingName
            dialect = Authenticate.dialect(found)
            admitsAnonymous = found.action.operation.isAnonymous || found.service.model.name == "s3"
            speaksQuery = found.wireProtocol == .awsQuery
        }

        /// Something that is no service's own API.
        init(signingName: String) {
            name = signingName
            self.signingName = signingName
            dialect = .restJSON
            admitsAnonymous = false
            speaksQuery = false
        }

        /// The server itself, whose requests are signed for the service `apus`.
        static let server = Addressee(signingName: "apus")
    }

    /// Takes the caller at its word: the account from a key id of twelve digits, the region from the scope.
    private func trust(_ head: RequestHead) async throws -> Identity {
        let claim = CredentialText.bytes(head)
        if let known = trusted.find(claim) { return known }
        let settings = kernel.settings
        let text = CredentialText(claim)
        let stated = text?.region ?? ""
        let region = stated.isEmpty ? settings.defaultRegion : stated
        let id = text?.accessKeyID ?? ""
        // Keys made here begin like this; looking up every word that a developer may use would cost a read
        // each.
        if id.hasPrefix("AKIA") || id.hasPrefix("ASIA"),
            let credential = try await kernel.credentials.credential(id, kernel.store)
        {
            return try await identity(credential.principal, region)
        }
        let isAccount = id.utf8.count == 12 && id.utf8.allSatisfy { (0x30...0x39).contains($0) }
        let identity = try await identity(.root(isAccount ? id : settings.defaultAccount), region)
        // A key that is not known yet may be made later.
        if !id.hasPrefix("AKIA"), !id.hasPrefix("ASIA") { trusted.keep(identity, as: claim) }
        return identity
    }

    private func identity(_ principal: Principal, _ region: String) async throws -> Identity {
        Identity(
            principal: principal,
            scope: try await kernel.scopes.scope(account: principal.account, region: region))
    }

    /// Who signed a request that is no call of a service's own API; nil for a request without signature.
    func caller(_ head: RequestHead, signingName: String, body: [UInt8]) async throws -> Principal? {
        guard kernel.settings.authentication == .enforce else {
            return CredentialText(head) == nil ? nil : try await trust(head).principal
        }
        let addressee = Addressee(signingName: signingName)
        guard let proof = try await prove(head, addressee, body: body) else { return nil }
        await note(proof.credential, addressee, proof.region)
        return proof.credential.principal
    }

    private func verify(
        _ head: RequestHead, _ addressee: Addressee, body: [UInt8]
    ) async throws -> Identity {
        guard let proof = try await prove(head, addressee, body: body) else {
            return try await anonymous(addressee)
        }
        let principal = proof.credential.principal
        let scope = try await kernel.scopes.scope(account: principal.account, region: proof.region)
        await note(proof.credential, addressee, proof.region)
        return Identity(
            principal: principal, scope: scope, chunks: proof.chunks,
            payloadDigest: SHA256Hex.isDigest(proof.payload) ? proof.payload : nil)
    }

    /// What a signature that holds has shown.
    private struct Proof {
        let credential: Credential
        let region: String
        let chunks: ChunkSeed?
        let payload: String
    }

    private func prove(
        _ head: RequestHead, _ addressee: Addressee, body: [UInt8]
    ) async throws -> Proof? {
        let (dialect, isS3) = (addressee.dialect, addressee.isS3)
        do {
            var request = SigningRequest(
                method: head.method, path: head.rawPath, query: head.query, headers: Array(head.headers))
            guard let claim = try SignatureClaim.claim(in: request) else { return nil }
            let payload = try declaredPayload(of: request, claim, isS3: isS3, body: body)
            request.payloadHash = payload
            guard
                let credential = try await kernel.credentials.credential(
                    claim.scope.accessKeyID, kernel.store),
                credential.isActive
            else { throw Self.unknownKey(dialect) }
            try Self.check(credential, claim, dialect, at: kernel.time.now)
            try claim.scope.require(
                service: addressee.signingName, region: nil, isPresigned: claim.isPresigned)
            let verifier = Verifier(rules: isS3 ? .s3 : .standard, keys: keys)
            let chunks = try verifier.verify(
                claim, of: request, secret: credential.secretAccessKey, now: kernel.time.now.milliseconds)
            let region = claim.scope.region ?? kernel.settings.defaultRegion
            return Proof(credential: credential, region: region, chunks: chunks, payload: payload)
        } catch let error as SigningError {
            let failure = error.failure(in: dialect)
            throw CommonFailure(failure.code, status: failure.status, failure.message)
        }
    }

    /// Remembers when a key was used last. A store that takes nothing must not refuse those who only read.
    private func note(_ credential: Credential, _ addressee: Addressee, _ region: String) async {
        let use = CredentialUse(at: kernel.time.now, service: addressee.name, region: region)
        do {
            try await kernel.credentials.note(use, of: credential, kernel.store)
        } catch {
            kernel.log.debug("last use of \(credential.accessKeyID): \(error)")
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

    private func anonymous(_ addressee: Addressee) async throws -> Identity {
        let settings = kernel.settings
        if addressee.admitsAnonymous {
            return try await identity(
                Principal(kind: .anonymous, account: settings.defaultAccount), settings.defaultRegion)
        }
        throw CommonFailure(
            addressee.speaksQuery
                ? "MissingAuthenticationToken" : "MissingAuthenticationTokenException",
            status: 403, "Request is missing Authentication Token")
    }

    /// Temporary credentials come with their token, lasting ones with none.
    private static func check(
        _ credential: Credential, _ claim: SignatureClaim, _ dialect: ErrorDialect, at now: Instant
    ) throws {
        guard claim.sessionToken == credential.sessionToken else {
            guard dialect == .s3 else { throw unknownKey(dialect) }
            throw CommonFailure("InvalidToken", "The provided token is malformed or otherwise invalid.")
        }
        guard let end = credential.expiresAt, end <= now else { return }
        switch dialect {
        case .s3: throw CommonFailure("ExpiredToken", "The provided token has expired.")
        case .query:
            throw CommonFailure(
                "ExpiredToken", status: 403, "The security token included in the request is expired")
        case .json, .restJSON:
            throw CommonFailure(
                "ExpiredTokenException", status: dialect == .json ? 400 : 403,
                "The security token included in the request is expired")
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

internal import Kernel
internal import STSInterface
internal import Store
internal import Wire

extension STS {
    /// How long a session of a role lasts unless asked otherwise, in seconds; also the longest one that
    /// another session of a role may ask for.
    static let roleSessionSeconds = 3600
    /// Characters that session policies and tags may have together.
    static let packedCharactersMax = 2048

    /// Makes temporary credentials of a session of a role.
    func assumeRole(_ input: AssumeRoleInput, _ call: Call) async throws -> AssumeRoleOutput {
        try refuseUnknown(input)
        guard let arn = Self.roleARN(input.roleArn) else {
            throw ValidationError("\(input.roleArn) is invalid")
        }
        let policies = try SessionPolicies(input)
        let tags = try SessionTags(input.tags)
        let isEnforced = kernel.settings.authentication == .enforce
        if isEnforced, case .root = call.principal.kind {
            throw AccessDenied("Roles may not be assumed by root accounts.")
        }
        let seconds = input.durationSeconds ?? Self.roleSessionSeconds
        if case .role = call.principal.kind, seconds > Self.roleSessionSeconds {
            throw ValidationError(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role "
                    + "chaining")
        }
        return try await call.write { tx in
            let role = try self.role(arn, isEnforced: isEnforced, call, in: tx)
            try self.authorise(role, input, tags, call, in: tx)
            guard .seconds(seconds) <= role.sessionMax else {
                throw ValidationError(
                    "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.")
            }
            let documents = try policies.documents(call, in: tx)
            let principal = role.principal(
                session: input.roleSessionName, policies: documents, tags: tags.texts)
            let size = Self.packedSize(documents, tags)
            guard size <= 100 else {
                throw PackedPolicyTooLargeException("Packed size of session tags consumes \(size)%.")
            }
            return AssumeRoleOutput(
                credentials: try Session.grant(principal, seconds: seconds, call, in: tx),
                assumedRoleUser: AssumedRoleUser(assumedRoleId: principal.userID, arn: principal.arn),
                packedPolicySize: size > 0 ? size : nil)
        }
    }

    private func refuseUnknown(_ input: AssumeRoleInput) throws {
        if input.serialNumber != nil { throw NotImplemented("AssumeRole with SerialNumber") }
        if input.tokenCode != nil { throw NotImplemented("AssumeRole with TokenCode") }
        if input.sourceIdentity != nil { throw NotImplemented("AssumeRole with SourceIdentity") }
        if input.transitiveTagKeys?.isEmpty == false {
            throw NotImplemented("AssumeRole with TransitiveTagKeys")
        }
        if input.providedContexts?.isEmpty == false {
            throw NotImplemented("AssumeRole with ProvidedContexts")
        }
    }

    private static func roleARN(_ text: String) -> ARN? {
        guard let arn = ARN(text), !arn.partition.isEmpty, arn.service == "iam", !arn.account.isEmpty,
            arn.resource.hasPrefix("role/")
        else { return nil }
        return arn
    }

    /// Without authentication a role need not exist, as the role of a function need not.
    private func role(
        _ arn: ARN, isEnforced: Bool, _ call: Call, in tx: borrowing Transaction
    ) throws -> AssumableRole {
        if let found = try kernel.authoriser.role(arn, in: tx) { return found }
        guard !isEnforced else {
            throw AccessDenied(
                "User: \(call.principal.arn) is not authorized to perform: sts:AssumeRole on resource: \(arn)"
            )
        }
        let name = arn.resource.split(separator: "/").last.map(String.init) ?? "role"
        return AssumableRole(
            arn: arn, name: name, id: "AROAAPUS0000000000000", trust: "", sessionMax: .seconds(43_200))
    }

    private func authorise(
        _ role: AssumableRole, _ input: AssumeRoleInput, _ tags: SessionTags, _ call: Call,
        in tx: borrowing Transaction
    ) throws {
        var context = tags.context
        context["sts:RoleSessionName"] = [input.roleSessionName]
        context["sts:ExternalId"] = input.externalId.map { [$0] }
        try kernel.authorise(call, assuming: role, context: context, in: tx)
        if !tags.texts.isEmpty {
            try kernel.authorise(call, "sts:TagSession", assuming: role, context: context, in: tx)
        }
    }

    /// Percent of what session policies and tags may take.
    private static func packedSize(_ documents: [String], _ tags: SessionTags) -> Int {
        let characters =
            documents.reduce(0) { $0 + $1.unicodeScalars.count }
            + tags.texts.reduce(0) { $0 + $1.key.unicodeScalars.count + $1.value.unicodeScalars.count }
        return (characters * 100 + packedCharactersMax - 1) / packedCharactersMax
    }
}

internal import IAMInterface
internal import Kernel
internal import Policy
internal import Wire

extension IAM {
    /// Characters of a policy that says who may act as a role.
    static let trustCharactersMax = 2048
    /// Characters of a policy within a role.
    static let inlineCharactersMax = 10_240
    /// How long a session of a role may last, in seconds.
    static let sessionSecondsRange = 3600...43_200

    /// Makes a role.
    func createRole(_ input: CreateRoleInput, _ call: Call) async throws -> CreateRoleOutput {
        if input.permissionsBoundary != nil { throw NotImplemented("CreateRole with PermissionsBoundary") }
        try Documents.check(
            input.assumeRolePolicyDocument, kind: .trust, charactersMax: Self.trustCharactersMax)
        let role = StoredRole(
            name: input.roleName, path: input.path ?? "/", id: makeID("AROA"),
            trust: input.assumeRolePolicyDocument, description: input.description,
            sessionSeconds: input.maxSessionDuration ?? Self.sessionSecondsRange.lowerBound,
            createdAt: call.now)
        var tags: [String: String] = [:]
        for tag in input.tags ?? [] { tags[tag.key] = tag.value }
        let given = tags
        return try await call.write { tx in
            guard try Roles.find(input.roleName, call.account, in: tx) == nil else {
                throw EntityAlreadyExistsException("Role with name \(input.roleName) already exists.")
            }
            try Roles.insert(role, call.account, in: tx)
            try Tags.set(given, on: role.arn(call), in: tx)
            return CreateRoleOutput(role: role.shape(tags: given, call))
        }
    }

    /// An identifier such as `AROAEXAMPLEID12345678`.
    private func makeID(_ prefix: String) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
        return prefix + String(kernel.entropy.bytes(17).map { alphabet[Int($0) % alphabet.count] })
    }
}

extension StoredRole {
    func arn(_ call: Kernel.Call) -> ARN {
        Self.arn(path: path, name: name, account: call.account, region: call.region)
    }
}

internal import IAMInterface
internal import Kernel
internal import Policy

extension IAM {
    /// Makes a role.
    func createRole(_ input: CreateRoleInput, _ call: Call) async throws -> CreateRoleOutput {
        try Documents.check(
            input.assumeRolePolicyDocument, kind: .trust, charactersMax: Documents.trustCharactersMax)
        let tags = try TagSet.texts(input.tags)
        let boundary = try input.permissionsBoundary.map { try PolicyReference($0) }
        try IAMName.check(input.roleName, as: "roleName")
        let role = StoredRole(
            name: input.roleName, path: try IAMName.path(input.path), id: IAMName.unique("AROA", call),
            trust: input.assumeRolePolicyDocument, description: input.description,
            sessionSeconds: input.maxSessionDuration ?? Quota.sessionSeconds, createdAt: call.now)
        return try await call.write { tx in
            guard try !Roles.isTaken(role.name, call.account, in: tx) else {
                throw EntityAlreadyExistsException("Role with name \(role.name) already exists.")
            }
            try Roles.insert(role, call.account, in: tx)
            try Tags.set(tags, on: role.arn(call), in: tx)
            if let boundary {
                try boundary.requireAttachable(call, in: tx)
                let holder = Holder.role(role.name, call.account)
                try Attachments.attach(boundary.arn.description, as: .boundary, to: holder, in: tx)
            }
            var shape = role.shape(tags: tags, boundary: input.permissionsBoundary, call)
            // Told only by those that read.
            shape.maxSessionDuration = nil
            return CreateRoleOutput(role: shape)
        }
    }
}

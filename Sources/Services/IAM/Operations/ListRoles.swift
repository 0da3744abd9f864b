internal import IAMInterface
internal import Kernel

extension IAM {
    /// Entries of a page, when the request names no number.
    static let pageUsual = 100
    private static let pageMax = 1000

    /// Lists the roles of the account by name.
    func listRoles(_ input: ListRolesInput, _ call: Call) async throws -> ListRolesOutput {
        let limit = min(input.maxItems ?? Self.pageUsual, Self.pageMax)
        var after = ""
        if let marker = input.marker {
            guard let place = PageToken.decode(marker, for: "roles")?.first else {
                throw ValidationError("Invalid Marker.")
            }
            after = place
        }
        let start = after
        let found = try await call.read { tx in
            try Roles.list(call.account, after: start, limit: limit + 1, in: tx)
        }
        let page = found.prefix(limit)
        let next = found.count > limit ? page.last.map { PageToken.encode([$0.name], for: "roles") } : nil
        let prefix = input.pathPrefix ?? "/"
        return ListRolesOutput(
            roles: page.filter { $0.path.hasPrefix(prefix) }.map { $0.shape(tags: [:], call) },
            isTruncated: next != nil, marker: next)
    }
}

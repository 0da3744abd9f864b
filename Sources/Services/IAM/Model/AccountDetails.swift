internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// All of an account's users, groups, roles and policies, kind by kind, page by page.
struct AccountDetails {
    enum Part: String, CaseIterable {
        case user = "User"
        case group = "Group"
        case role = "Role"
        case own = "LocalManagedPolicy"
        case aws = "AWSManagedPolicy"
    }

    private static let question = "account"

    let parts: [Part]
    let limit: Int
    private var start: (part: Part, after: String)
    private(set) var output = GetAccountAuthorizationDetailsOutput(
        userDetailList: [], groupDetailList: [], roleDetailList: [], policies: [], isTruncated: false)
    private var count = 0

    init(_ input: GetAccountAuthorizationDetailsInput) throws {
        let wanted = input.filter ?? []
        parts = Part.allCases.filter { wanted.isEmpty || wanted.contains($0.rawValue) }
        limit = min(input.maxItems ?? Page.usual, Page.entriesMax)
        start = (parts.first ?? .user, "")
        guard let marker = input.marker else { return }
        guard let place = PageToken.decode(marker, for: Self.question), place.count == 2,
            let part = Part(rawValue: place[0]), parts.contains(part)
        else { throw ValidationError("Invalid Marker.") }
        start = (part, place[1])
    }

    /// Fills the page.
    mutating func fill(_ call: Kernel.Call, in tx: borrowing Transaction) throws {
        for part in parts.drop(while: { $0 != start.part }) {
            let after = part == start.part ? start.after : ""
            let page = try Page(
                PageToken.encode([after], for: Self.question), limit - count, of: Self.question)
            guard page.limit > 0 else { return end(part, after) }
            let names = try add(part, page, call, in: tx)
            count += min(names.count, page.limit)
            if names.count > page.limit { return end(part, names[page.limit - 1]) }
        }
    }

    private mutating func end(_ part: Part, _ after: String) {
        output.isTruncated = true
        output.marker = PageToken.encode([part.rawValue, after], for: Self.question)
    }

    /// Adds the entries of a page and answers their names, one more than the limit if there are more.
    private mutating func add(
        _ part: Part, _ page: Page, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> [String] {
        switch part {
        case .user:
            let users = try Users.list(call.account, page, in: tx)
            for user in users.prefix(page.limit) {
                output.userDetailList?.append(try HolderDetails.of(user, call, in: tx))
            }
            return users.map(\.name)
        case .group:
            let groups = try Groups.list(call.account, page, in: tx)
            for group in groups.prefix(page.limit) {
                output.groupDetailList?.append(try HolderDetails.of(group, call, in: tx))
            }
            return groups.map(\.name)
        case .role:
            let roles = try Roles.list(call.account, after: page.after, limit: page.limit + 1, in: tx)
            for role in roles.prefix(page.limit) {
                output.roleDetailList?.append(try HolderDetails.of(role, call, in: tx))
            }
            return roles.map(\.name)
        case .own:
            let policies = try Policies.list(call.account, page, in: tx)
            for policy in policies.prefix(page.limit) {
                output.policies?.append(try HolderDetails.of(policy, call, in: tx))
            }
            return policies.map(\.name)
        case .aws:
            let arns = ManagedPolicies.list(after: page.after, limit: page.limit + 1)
            for arn in arns.prefix(page.limit) {
                if let detail = try HolderDetails.of(arn, call, in: tx) { output.policies?.append(detail) }
            }
            return arns.map { IAMName.last(of: $0) }
        }
    }
}

internal import IAMInterface
internal import Kernel
internal import Store
internal import Wire

/// The holders of a managed policy, kind by kind, page by page.
struct EntityListing: Sendable {
    struct Entity: Sendable {
        let holder: Holder
        let use: Attachments.Use
        let id: String
        let path: String
    }

    let limit: Int
    private let kinds: [Holder.Kind]
    private let uses: [Attachments.Use]
    private let question: String
    /// Kind, use and name of the last entity that was listed.
    private let start: (kind: Int, use: Int, name: String)

    init(_ input: ListEntitiesForPolicyInput, _ call: Kernel.Call) throws {
        limit = min(input.maxItems ?? Page.usual, Page.entriesMax)
        switch input.entityFilter {
        case "User": kinds = [.user]
        case "Group": kinds = [.group]
        case "Role": kinds = [.role]
        case nil: kinds = [.group, .role, .user]
        case let other?: throw NotImplemented("ListEntitiesForPolicy with EntityFilter \(other)")
        }
        switch input.policyUsageFilter {
        case "PermissionsBoundary": uses = [.boundary]
        case "PermissionsPolicy": uses = [.policy]
        default: uses = [.policy, .boundary]
        }
        question = "entities \(input.policyArn) \(kinds) \(uses)"
        guard let marker = input.marker else {
            start = (0, 0, "")
            return
        }
        guard let place = PageToken.decode(marker, for: question), place.count == 3,
            let kind = Int(place[0]), let use = Int(place[1])
        else { throw ValidationError("Invalid Marker.") }
        start = (kind, use, place[2])
    }

    /// One more than the limit, if there are so many.
    func holders(
        of arn: String, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws -> [Entity] {
        var found: [Entity] = []
        for (kindPlace, kind) in kinds.enumerated() where kindPlace >= start.kind {
            for (usePlace, use) in uses.enumerated()
            where kindPlace > start.kind || usePlace >= start.use {
                let isStart = kindPlace == start.kind && usePlace == start.use
                let place = Attachments.Place(
                    kind: kind, use: use, after: isStart ? start.name : "", limit: limit + 1 - found.count)
                for name in try Attachments.holders(of: arn, call.account, from: place, in: tx) {
                    let holder = Holder(kind: kind, name: name, account: call.account)
                    if let entity = try entity(holder, use, in: tx) { found.append(entity) }
                }
                if found.count > limit { return found }
            }
        }
        return found
    }

    private func entity(
        _ holder: Holder, _ use: Attachments.Use, in tx: borrowing Transaction
    ) throws -> Entity? {
        let facts: (id: String, path: String)? =
            switch holder.kind {
            case .user: try Users.find(holder.name, holder.account, in: tx).map { ($0.id, $0.path) }
            case .group: try Groups.find(holder.name, holder.account, in: tx).map { ($0.id, $0.path) }
            case .role: try Roles.find(holder.name, holder.account, in: tx).map { ($0.id, $0.path) }
            }
        return facts.map { Entity(holder: holder, use: use, id: $0.id, path: $0.path) }
    }

    func marker(after entity: Entity) -> String {
        let kind = kinds.firstIndex(of: entity.holder.kind) ?? 0, use = uses.firstIndex(of: entity.use) ?? 0
        return PageToken.encode([String(kind), String(use), entity.holder.name], for: question)
    }
}

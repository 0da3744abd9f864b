internal import IAMInterface
internal import Kernel
internal import Policy
internal import Store

/// What users, groups and roles have in common: policies within them, managed ones attached to them, and a
/// boundary.
enum Holding {
    static func require(_ holder: Holder, in tx: borrowing Transaction) throws {
        switch holder.kind {
        case .user: _ = try Users.named(holder.name, holder.account, in: tx)
        case .group: _ = try Groups.named(holder.name, holder.account, in: tx)
        case .role: _ = try Roles.named(holder.name, holder.account, in: tx)
        }
    }

    // MARK: Policies within

    static func put(_ text: String, _ name: String, in holder: Holder, _ call: Kernel.Call) async throws {
        try IAMName.check(name, as: "policyName")
        try Documents.check(text, kind: .identity)
        try await call.write { tx in
            try require(holder, in: tx)
            let others = try InlinePolicies.all(holder, in: tx).filter { $0.name != name }
            let size = others.reduce(Documents.characters(of: text)) {
                $0 + Documents.characters(of: $1.document)
            }
            let limit = Documents.inlineCharactersMax(holder.kind)
            guard size <= limit else {
                throw LimitExceededException(
                    "Maximum policy size of \(limit) bytes exceeded for \(holder.kind.rawValue) \(holder.name)"
                )
            }
            try InlinePolicies.put(text, name, holder, in: tx)
        }
    }

    static func document(_ name: String, in holder: Holder, _ call: Kernel.Call) async throws -> String {
        try await call.read { tx in
            try require(holder, in: tx)
            guard let text = try InlinePolicies.document(name, holder, in: tx) else {
                throw missing(name, in: holder)
            }
            return text
        }
    }

    static func remove(_ name: String, from holder: Holder, _ call: Kernel.Call) async throws {
        try await call.write { tx in
            try require(holder, in: tx)
            guard try InlinePolicies.remove(name, holder, in: tx) else { throw missing(name, in: holder) }
        }
    }

    private static func missing(_ policy: String, in holder: Holder) -> NoSuchEntityException {
        NoSuchEntityException("The \(holder.kind.rawValue) policy with name \(policy) cannot be found.")
    }

    /// A page of the names of the policies within.
    static func names(
        in holder: Holder, _ page: Page, _ call: Kernel.Call
    ) async throws -> (entries: [String], marker: String?) {
        let names = try await call.read { tx in
            try require(holder, in: tx)
            return try InlinePolicies.names(holder, in: tx)
        }
        return page.cut(whole: names) { $0 }
    }

    // MARK: Managed policies

    static func attach(_ arn: String, to holder: Holder, _ call: Kernel.Call) async throws {
        let reference = try PolicyReference(arn)
        try await call.write { tx in
            try require(holder, in: tx)
            try reference.requireAttachable(call, in: tx)
            let present = try Attachments.arns(of: holder, in: tx)
            guard present.contains(arn) || present.count < Quota.attachedPolicies else {
                let kind = holder.kind.rawValue.capitalizedFirst
                throw LimitExceededException(
                    "Cannot exceed quota for PoliciesPer\(kind): \(Quota.attachedPolicies)")
            }
            try Attachments.attach(arn, to: holder, in: tx)
        }
    }

    static func detach(_ arn: String, from holder: Holder, _ call: Kernel.Call) async throws {
        let reference = try PolicyReference(arn)
        try await call.write { tx in
            try require(holder, in: tx)
            guard try Attachments.detach(arn, from: holder, in: tx) else {
                throw NoSuchEntityException("Policy \(reference.arn) was not found.")
            }
        }
    }

    /// A page of the attached policies whose path begins with `prefix`.
    static func attached(
        to holder: Holder, below prefix: String?, _ page: Page, _ call: Kernel.Call
    ) async throws -> (entries: [AttachedPolicy], marker: String?) {
        let arns = try await call.read { tx in
            try require(holder, in: tx)
            return try Attachments.arns(of: holder, in: tx)
        }
        let below = arns.filter { $0.contains(":policy\(prefix ?? "/")") }
        let (entries, marker) = page.cut(whole: below) { $0 }
        return (entries.map(AttachedPolicy.init(arn:)), marker)
    }

    // MARK: Boundary

    static func setBoundary(_ arn: String, of holder: Holder, _ call: Kernel.Call) async throws {
        let reference = try PolicyReference(arn)
        try await call.write { tx in
            try require(holder, in: tx)
            try reference.requireAttachable(call, in: tx)
            _ = try Attachments.removeBoundary(of: holder, in: tx)
            try Attachments.attach(arn, as: .boundary, to: holder, in: tx)
        }
    }

    static func removeBoundary(of holder: Holder, _ call: Kernel.Call) async throws {
        try await call.write { tx in
            try require(holder, in: tx)
            guard try Attachments.removeBoundary(of: holder, in: tx) else {
                throw NoSuchEntityException(
                    "\(holder.kind.rawValue.capitalizedFirst) \(holder.name) does not have a permissions boundary."
                )
            }
        }
    }

    // MARK: End

    /// Refuses to delete what still has policies, and takes off the boundary.
    static func clear(_ holder: Holder, in tx: borrowing Transaction) throws {
        guard try Attachments.arns(of: holder, in: tx).isEmpty else {
            throw DeleteConflictException("Cannot delete entity, must detach all policies first.")
        }
        guard try InlinePolicies.all(holder, in: tx).isEmpty else {
            throw DeleteConflictException("Cannot delete entity, must delete policies first.")
        }
        _ = try Attachments.removeBoundary(of: holder, in: tx)
    }

    static func rename(_ holder: Holder, to name: String, in tx: borrowing Transaction) throws {
        try InlinePolicies.rename(holder, to: name, in: tx)
        try Attachments.rename(holder, to: name, in: tx)
    }
}

extension AttachedPolicy {
    init(arn: String) {
        self.init(policyName: arn.split(separator: "/").last.map(String.init), policyArn: arn)
    }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}

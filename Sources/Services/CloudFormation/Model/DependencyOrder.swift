internal import CloudFormationInterface
internal import Wire

/// The order in which resources are made: each after everything it refers to, otherwise as written.
enum DependencyOrder {
    /// What each resource needs. With the values of conditions, branches not taken need nothing.
    static func dependencies(
        of resources: [ResourceDeclaration], conditions: [String: Bool]?
    ) -> [String: [String]] {
        let names = Set(resources.map(\.name))
        var needs: [String: [String]] = [:]
        for resource in resources {
            var own: [String] = []
            let referred = Reference.all(in: resource.properties, conditions: conditions).map(\.name)
            for name in resource.dependsOn + referred where names.contains(name) && !own.contains(name) {
                own.append(name)
            }
            needs[resource.name] = own
        }
        return needs
    }

    /// Throws AWS's text for resources that need one another.
    static func of(
        _ resources: [ResourceDeclaration], conditions: [String: Bool]?
    ) throws(ValidationError) -> [ResourceDeclaration] {
        let needs = dependencies(of: resources, conditions: conditions)
        let names = try order(resources.map(\.name), needs: needs)
        var byName: [String: ResourceDeclaration] = [:]
        for resource in resources { byName[resource.name] = resource }
        return names.compactMap { byName[$0] }
    }

    /// The names in an order in which each comes after its needs. Needs that are not among the names are
    /// met.
    static func order(_ names: [String], needs: [String: [String]]) throws(ValidationError) -> [String] {
        let known = Set(names)
        var open: [String: Int] = [:]
        var neededBy: [String: [String]] = [:]
        for name in names {
            let own = (needs[name] ?? []).filter { known.contains($0) }
            open[name] = own.count
            for need in own { neededBy[need, default: []].append(name) }
        }
        var ordered: [String] = []
        var ready = names.filter { open[$0] == 0 }
        var next = 0
        while next < ready.count {
            let name = ready[next]
            next += 1
            ordered.append(name)
            for follower in neededBy[name] ?? [] {
                let left = (open[follower] ?? 0) - 1
                open[follower] = left
                if left == 0 { ready.append(follower) }
            }
        }
        guard ordered.count < names.count else { return ordered }
        let cycle = members(of: names.filter { (open[$0] ?? 0) > 0 }, neededBy: neededBy)
        throw ValidationError("Circular dependency between resources: [\(cycle.joined(separator: ", "))]")
    }

    /// Those of the blocked names that lie on a cycle, not merely behind one.
    private static func members(of blocked: [String], neededBy: [String: [String]]) -> [String] {
        var left = Set(blocked)
        var isShrinking = true
        while isShrinking {
            let leaves = left.filter { name in !(neededBy[name] ?? []).contains { left.contains($0) } }
            left.subtract(leaves)
            isShrinking = !leaves.isEmpty
        }
        return blocked.filter { left.contains($0) }
    }
}

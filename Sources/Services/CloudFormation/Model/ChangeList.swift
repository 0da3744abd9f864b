internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// What an update would do to each resource, as a change set tells it.
struct ChangeList {
    let plan: Plan
    let rows: [ResourceRow]
    let types: ResourceTypes
    let exports: [String: String]
    let old: Definition?
    let new: Definition

    /// One document per change, as it is stored.
    func changes() throws -> [JSON] {
        var evaluation = plan.evaluation
        evaluation.knowsLater = true
        evaluation.imports = exports
        var byName: [String: ResourceRow] = [:]
        for row in rows where row.current != nil { byName[row.name] = row }
        for (name, row) in byName { evaluation.resources[name] = row.current }
        var changes: [String: JSON] = [:]
        for declaration in plan.resources {
            let properties = (try? evaluation.required(declaration.properties)) ?? declaration.properties
            guard let record = byName[declaration.name]?.current else {
                changes[declaration.name] = addition(declaration, properties)
                continue
            }
            guard let change = modification(declaration, record, properties) else { continue }
            if change["replacement"]?.string == "True" {
                // What refers to it will see another resource.
                evaluation.resources[declaration.name] = nil
            }
            changes[declaration.name] = change
        }
        let wanted = Set(plan.resources.map(\.name))
        var ordered = rows.filter { $0.current != nil && !wanted.contains($0.name) }.map(removal)
        ordered += plan.template.resources.compactMap { changes[$0.name] }
        return ordered
    }

    private func addition(_ declaration: ResourceDeclaration, _ properties: JSON) -> JSON {
        [
            "action": "Add", "name": .string(declaration.name), "type": .string(declaration.type),
            "scope": [],
            "details": [], "after": properties,
        ]
    }

    private func removal(_ row: ResourceRow) -> JSON {
        let policy = row.current?.deletionPolicy == .delete ? "Delete" : "Retain"
        return [
            "action": "Remove", "name": .string(row.name), "type": .string(row.type), "scope": [],
            "details": [],
            "id": .string(row.current?.physicalID ?? ""), "policy": .string(policy),
            "before": row.current?.properties ?? [:],
        ]
    }

    private func modification(
        _ declaration: ResourceDeclaration, _ record: ResourceRecord, _ properties: JSON
    ) -> JSON? {
        let type = types[declaration.type]
        var names = PropertyCheck.names(from: record.properties, to: properties)
        let isTagged = type?.properties.contains("Tags") == true && record.tags != new.settings.tags
        if isTagged { names.insert("Tags") }
        guard !names.isEmpty else { return nil }
        let createOnly = type?.createOnly ?? []
        let isReplaced = !names.isDisjoint(with: createOnly)
        let details = names.sorted().flatMap { name in
            self.details(name, declaration, record, properties, recreates: createOnly.contains(name))
        }
        var change: JSONObject = [
            "action": "Modify", "name": .string(declaration.name), "type": .string(declaration.type),
            "id": .string(record.physicalID), "replacement": isReplaced ? "True" : "False",
            "scope": isTagged && names.count == 1 ? ["Tags"] : ["Properties"], "details": .array(details),
            "before": record.properties, "after": properties,
        ]
        if isReplaced {
            change["policy"] =
                declaration.updateReplacePolicy == .delete ? "ReplaceAndDelete" : "ReplaceAndRetain"
        }
        return .object(change)
    }

    /// Why a property changes: for what it refers to, or by itself.
    private func details(
        _ name: String, _ declaration: ResourceDeclaration, _ record: ResourceRecord, _ properties: JSON,
        recreates: Bool
    ) -> [JSON] {
        var base: JSONObject = [
            "property": .string(name), "recreation": recreates ? "Always" : "Never", "evaluation": "Static",
        ]
        let before = record.properties[name]
        let after = properties[name]
        base["before"] = before
        base["after"] = after
        base["change"] = before == nil ? "Add" : after == nil ? "Remove" : "Modify"
        let parameters = Set(plan.template.parameters.map(\.name))
        let resources = Set(plan.template.resources.map(\.name))
        var causes: [JSON] = []
        for reference in Reference.all(
            in: declaration.properties[name] ?? .null, conditions: plan.evaluation.conditions)
        {
            var detail = base
            if parameters.contains(reference.name), reference.attribute == nil {
                guard old?.settings.parameters[reference.name] != new.settings.parameters[reference.name]
                else { continue }
                detail["source"] = "ParameterReference"
                detail["cause"] = .string(reference.name)
            } else if resources.contains(reference.name) {
                detail["source"] = reference.attribute == nil ? "ResourceReference" : "ResourceAttribute"
                let attribute = reference.attribute.map { "." + $0 } ?? ""
                detail["cause"] = .string(reference.name + attribute)
            } else {
                continue
            }
            if !causes.contains(.object(detail)) { causes.append(.object(detail)) }
        }
        guard causes.isEmpty else { return causes }
        base["source"] = "DirectModification"
        return [.object(base)]
    }

    /// A stored change as `DescribeChangeSet` shows it.
    static func shown(_ json: JSON, withValues: Bool) -> Change {
        var change = ResourceChange()
        change.action = json["action"]?.string
        change.logicalResourceId = json["name"]?.string
        change.physicalResourceId = json["id"]?.string
        change.resourceType = json["type"]?.string
        change.replacement = json["replacement"]?.string
        change.policyAction = json["policy"]?.string
        change.scope = json["scope"]?.strings ?? []
        change.details = (json["details"]?.array ?? []).map { detail($0, withValues: withValues) }
        if withValues {
            change.beforeContext = json["before"].map { JSON.object(["Properties": $0]).text }
            change.afterContext = json["after"].map { JSON.object(["Properties": $0]).text }
        }
        return Change(type: "Resource", resourceChange: change)
    }

    private static func detail(_ json: JSON, withValues: Bool) -> ResourceChangeDetail {
        var target = ResourceTargetDefinition()
        target.attribute = json["property"]?.string == "Tags" ? "Tags" : "Properties"
        target.name = json["property"]?.string
        target.requiresRecreation = json["recreation"]?.string
        if withValues {
            target.path = "/Properties/\(json["property"]?.string ?? "")"
            target.attributeChangeType = json["change"]?.string
            target.beforeValue = json["before"].map { $0.scalarText ?? $0.text }
            target.afterValue = json["after"].map { $0.scalarText ?? $0.text }
        }
        return ResourceChangeDetail(
            target: target, evaluation: json["evaluation"]?.string, changeSource: json["source"]?.string,
            causingEntity: json["cause"]?.string)
    }
}

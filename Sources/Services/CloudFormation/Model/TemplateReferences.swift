internal import CloudFormationInterface
internal import Wire

/// Checks that every name a template refers to exists, before anything is made.
struct TemplateReferences {
    let template: Template
    private let parameters: Set<String>
    private let resources: Set<String>

    init(_ template: Template) {
        self.template = template
        parameters = Set(template.parameters.map(\.name))
        resources = Set(template.resources.map(\.name))
    }

    func check() throws {
        try checkResources()
        try checkOutputs()
        try checkConditions()
        _ = try DependencyOrder.of(template.resources, conditions: nil)
    }

    private func isKnown(_ reference: Reference) -> Bool {
        if reference.attribute != nil { return resources.contains(reference.name) }
        return parameters.contains(reference.name) || resources.contains(reference.name)
            || PseudoParameters.names.contains(reference.name)
    }

    private func unresolved(_ references: [Reference]) -> [String] {
        var names: [String] = []
        for reference in references where !isKnown(reference) && !names.contains(reference.name) {
            names.append(reference.name)
        }
        return names
    }

    private func checkResources() throws(ValidationError) {
        var missing: [String] = []
        for resource in template.resources {
            var names = unresolved(Reference.all(in: resource.properties))
            names += resource.dependsOn.filter { !resources.contains($0) }
            if let metadata = resource.metadata { names += unresolved(Reference.all(in: metadata)) }
            for name in names where !missing.contains(name) { missing.append(name) }
            if let condition = resource.condition, template.conditions[condition] == nil {
                throw .format(
                    "Unresolved condition dependency \(condition) in the Resources block of the template")
            }
            try checkBranches(resource.properties, block: "Resources")
        }
        guard missing.isEmpty else {
            throw .format(
                "Unresolved resource dependencies [\(missing.joined(separator: ", "))] in the Resources block of the template"
            )
        }
    }

    private func checkOutputs() throws(ValidationError) {
        var missing: [String] = []
        for output in template.outputs {
            let value = JSON.array([output.value] + (output.exportName.map { [$0] } ?? []))
            for name in unresolved(Reference.all(in: value)) where !missing.contains(name) {
                missing.append(name)
            }
            if let condition = output.condition, template.conditions[condition] == nil {
                throw .format(
                    "Unresolved condition dependency \(condition) in the Outputs block of the template")
            }
            try checkBranches(value, block: "Outputs")
        }
        guard missing.isEmpty else {
            throw .format(
                "Unresolved resource dependencies [\(missing.joined(separator: ", "))] in the Outputs block of the template"
            )
        }
    }

    private func checkConditions() throws(ValidationError) {
        var missing: [String] = []
        for condition in template.conditions.members {
            for reference in Reference.all(in: condition.value) {
                let isGiven =
                    reference.attribute == nil
                    && (parameters.contains(reference.name)
                        || PseudoParameters.names.contains(reference.name))
                if !isGiven, !missing.contains(reference.name) { missing.append(reference.name) }
            }
        }
        guard missing.isEmpty else {
            throw .format(
                "Unresolved dependencies [\(missing.joined(separator: ", "))]. Cannot reference resources in the Conditions block of the template"
            )
        }
    }

    /// Every `Fn::If` must name a condition that exists.
    private func checkBranches(_ value: JSON, block: String) throws(ValidationError) {
        switch value {
        case .array(let elements):
            for element in elements { try checkBranches(element, block: block) }
        case .object(let object):
            if object.count == 1, let parts = object["Fn::If"]?.array, let name = parts.first?.string,
                template.conditions[name] == nil
            {
                throw .format("Unresolved condition dependency \(name) in the \(block) block of the template")
            }
            for member in object.members { try checkBranches(member.value, block: block) }
        default: break
        }
    }
}

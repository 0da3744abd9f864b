internal import CloudFormationInterface
internal import Kernel
internal import Wire

/// What a template asks for, with the values of one stack.
struct Plan: Sendable {
    let template: Template
    var evaluation: Evaluation
    /// The resources whose condition holds, each after all it needs.
    let resources: [ResourceDeclaration]
    let dependencies: [String: [String]]
    /// The outputs whose condition holds.
    let outputs: [OutputDeclaration]

    init(_ template: Template, parameters: [String: String], pseudo: PseudoParameters) throws {
        self.template = template
        var evaluation = Evaluation(
            mappings: template.mappings, parameters: try ParameterValues.typed(parameters, for: template),
            pseudo: pseudo)
        try evaluation.evaluateConditions(of: template)
        try evaluation.checkRules(of: template)
        let conditions = evaluation.conditions
        let active = template.resources.filter { $0.condition.map { conditions[$0] ?? false } ?? true }
        resources = try DependencyOrder.of(active, conditions: conditions)
        dependencies = DependencyOrder.dependencies(of: active, conditions: conditions)
        outputs = template.outputs.filter { $0.condition.map { conditions[$0] ?? false } ?? true }
        self.evaluation = evaluation
        try checkAbsent(active)
        try checkLookups()
    }

    /// A reference to a resource whose condition does not hold leads nowhere.
    private func checkAbsent(_ active: [ResourceDeclaration]) throws(ValidationError) {
        let absent = Set(template.resources.map(\.name)).subtracting(active.map(\.name))
        guard !absent.isEmpty else { return }
        for resource in active {
            let names = Reference.all(in: resource.properties, conditions: evaluation.conditions).map(\.name)
            if let name = names.first(where: { absent.contains($0) }) {
                throw .format(
                    "Unresolved resource dependencies [\(name)] in the Resources block of the template")
            }
        }
        for output in outputs {
            let names = Reference.all(in: output.value, conditions: evaluation.conditions).map(\.name)
            if let name = names.first(where: { absent.contains($0) }) {
                throw .format(
                    "Unresolved resource dependencies [\(name)] in the Outputs block of the template")
            }
        }
    }

    /// Evaluates everything with placeholders for what only the deployment tells, so that a mistake in a
    /// function is told before anything is made.
    private func checkLookups() throws {
        var trial = evaluation
        trial.knowsLater = true
        for resource in resources { try Self.tolerate { _ = try trial.value(resource.properties) } }
        for output in outputs { try Self.tolerate { _ = try trial.value(output.value) } }
    }

    /// Placeholders and exports can only be judged by the deployment.
    private static func tolerate(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch is Evaluation.ImportNeeded {
            return
        } catch let error as ValidationError
            where error.message.hasPrefix("Template error: Unable to get mapping")
        {
            throw error
        } catch let missing as NotImplemented {
            throw missing
        } catch is ValidationError {
            return
        }
    }
}

internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// The template of a stack or change set: as it was sent, or after its transforms.
    func getTemplate(_ input: GetTemplateInput, _ call: Call) async throws -> GetTemplateOutput {
        let definition = try await call.read { tx -> Definition? in
            if let changeSet = input.changeSetName {
                let row = try Self.changeSet(changeSet, of: input.stackName, call, in: tx)
                return try Definitions.of(row.definition, in: tx)
            }
            let name = input.stackName ?? ""
            guard let stack = try Stacks.find(name, call.scope, in: tx) else {
                throw ValidationError("Stack with id \(name) does not exist")
            }
            return try Definitions.of(stack.definition ?? stack.target, in: tx)
        }
        guard let definition else { throw ValidationError("There is no template for this stack.") }
        let isTransformed = try TemplateText.json(definition.template)["Transform"] != nil
        let isProcessed = input.templateStage == "Processed" && isTransformed
        return GetTemplateOutput(
            templateBody: isProcessed ? definition.processed : definition.template,
            stagesAvailable: ["Original", "Processed"])
    }
}

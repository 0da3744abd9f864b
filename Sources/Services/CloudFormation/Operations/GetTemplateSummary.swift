internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// What a template asks of its user.
    func getTemplateSummary(
        _ input: GetTemplateSummaryInput, _ call: Call
    ) async throws -> GetTemplateSummaryOutput {
        if input.stackSetName != nil { throw NotImplemented("StackSetName") }
        let text: String
        if let name = input.stackName {
            let found = try await call.read { tx -> Definition? in
                guard let stack = try Stacks.find(name, call.scope, in: tx) else {
                    throw ValidationError("Stack with id \(name) does not exist")
                }
                if stack.status == "REVIEW_IN_PROGRESS" {
                    throw ValidationError(
                        "GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.")
                }
                return try Definitions.of(stack.definition, in: tx)
            }
            text = found?.template ?? ""
        } else {
            text = try await TemplateSource.text(body: input.templateBody, url: input.templateURL, call)
        }
        let template = try ProcessedTemplate.template(of: text, types: types())
        var output = GetTemplateSummaryOutput()
        output.parameters = template.parameters.map(Self.summary)
        output.description = template.description
        if let needed = Capabilities.identity(template) {
            output.capabilities = [needed.capability]
            output.capabilitiesReason = needed.reason
        }
        var types: [String] = []
        for resource in template.resources where !types.contains(resource.type) {
            types.append(resource.type)
        }
        output.resourceTypes = types
        output.version = template.version
        output.metadata = template.metadata.map(\.text)
        output.declaredTransforms = template.transforms.isEmpty ? nil : template.transforms
        return output
    }

    private static func summary(of parameter: DeclaredParameter) -> ParameterDeclaration {
        ParameterDeclaration(
            parameterKey: parameter.name, defaultValue: parameter.defaultValue,
            parameterType: parameter.kind.rawValue,
            noEcho: parameter.isSecret, description: parameter.description,
            parameterConstraints: ParameterConstraints(
                allowedValues: parameter.allowedValues.isEmpty ? nil : parameter.allowedValues))
    }
}

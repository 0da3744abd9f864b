internal import CloudFormationInterface
internal import Kernel
internal import Store
internal import Wire

extension CloudFormation {
    /// Checks a template and tells what it asks of its user.
    func validateTemplate(_ input: ValidateTemplateInput, _ call: Call) async throws -> ValidateTemplateOutput
    {
        let text = try await TemplateSource.text(body: input.templateBody, url: input.templateURL, call)
        let template = try ProcessedTemplate.template(of: text, types: types())
        var output = ValidateTemplateOutput()
        output.parameters = template.parameters.map {
            TemplateParameter(
                parameterKey: $0.name, defaultValue: $0.defaultValue, noEcho: $0.isSecret,
                description: $0.description)
        }
        output.description = template.description
        if let needed = Capabilities.identity(template) {
            output.capabilities = [needed.capability]
            output.capabilitiesReason = needed.reason
        }
        output.declaredTransforms = template.transforms.isEmpty ? nil : template.transforms
        return output
    }
}

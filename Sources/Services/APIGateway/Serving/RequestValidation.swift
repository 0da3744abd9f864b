internal import APIGatewayInterface
internal import JSONSchema
internal import Kernel
internal import Wire

/// Checks a request against what its method demands.
/// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html>
struct RequestValidation: Sendable {
    let exchange: Exchange
    let endpoint: Endpoint

    func check() throws {
        guard let id = endpoint.method.requestValidatorId, let validator = exchange.stage.validators[id]
        else {
            return
        }
        if validator.validateRequestParameters == true { try checkParameters() }
        if validator.validateRequestBody == true { try checkBody() }
    }

    private func checkParameters() throws {
        var missing: [String] = []
        for (name, isRequired) in (endpoint.method.requestParameters ?? [:]).sorted(by: { $0.key < $1.key })
        where isRequired {
            guard let (field, parameter) = MappingExpression.requestField(name) else { continue }
            let value = exchange.value(field, parameter) ?? ""
            if !value.contains(where: { !$0.isWhitespace }) { missing.append(parameter) }
        }
        guard missing.isEmpty else { throw Refusal.missingParameters(missing) }
    }

    private func checkBody() throws {
        let models = endpoint.method.requestModels ?? [:]
        let type = exchange.request.header("content-type")
        guard let name = MediaType.choose(models, for: type) ?? models["$default"] else { return }
        let schema = try exchange.stage.models.schema(name)
        let body: JSON
        do throws(JSONError) {
            body = try JSON(parsing: exchange.request.parts.body)
        } catch {
            throw Refusal.invalidBody([ValidationWords.unreadable])
        }
        let violations = schema.violations(in: body)
        guard violations.isEmpty else {
            throw Refusal.invalidBody(violations.prefix(ValidationWords.count).map(ValidationWords.text))
        }
    }
}

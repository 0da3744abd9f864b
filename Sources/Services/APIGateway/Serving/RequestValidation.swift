internal import APIGatewayInterface
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
        guard let name = MediaType.choose(models, for: type) ?? models["$default"],
            let model = exchange.stage.models[name]
        else { return }
        let schema: JSON
        let body: JSON
        do throws(JSONError) {
            schema = try JSON(parsing: model.schema ?? "{}")
        } catch {
            throw Refusal.misconfigured("the model \(name) is not JSON")
        }
        do throws(JSONError) {
            body = try JSON(parsing: exchange.request.parts.body)
        } catch {
            throw Refusal.invalidBody(["Invalid JSON"])
        }
        let stage = exchange.stage
        var validation = SchemaValidation(root: schema) { stage.schema($0) }
        validation.check(body, against: schema, at: "#")
        guard validation.errors.isEmpty else { throw Refusal.invalidBody(validation.errors) }
    }
}

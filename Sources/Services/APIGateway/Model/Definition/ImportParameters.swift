internal import APIGatewayInterface

/// What an import says besides its document.
/// <https://docs.aws.amazon.com/apigateway/latest/api/API_ImportRestApi.html>
struct ImportParameters: Sendable {
    var basePath = BasePath.ignore
    var endpointTypes: [String]?

    init(_ parameters: [String: String]?, _ operation: String, takesEndpoint: Bool) throws {
        for (name, value) in parameters ?? [:] {
            switch name {
            case "basepath", "basePath":
                guard let mode = BasePath(rawValue: value) else {
                    throw BadRequestException("Invalid base path mode '\(value)' specified.")
                }
                basePath = mode
            case "endpointConfigurationTypes" where takesEndpoint:
                guard ["EDGE", "REGIONAL"].contains(value) else {
                    try Unsupported.refuse(operation, [("endpointConfigurationTypes \(value)", true)])
                    return
                }
                endpointTypes = [value]
            // Documentation parts are not made, with this as without it.
            case "ignore" where value == "documentation": continue
            // The members of a map in the query include those that have names of their own.
            case "mode", "failonwarnings": continue
            default: try Unsupported.refuse(operation, [("the parameter \(name)", true)])
            }
        }
    }
}

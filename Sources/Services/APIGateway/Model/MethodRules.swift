internal import APIGatewayInterface

/// What a method may say.
enum MethodRules {
    static let names: Set<String> = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "ANY"]

    static func check(_ method: Method, _ operation: String) throws {
        guard names.contains(method.httpMethod ?? "") else {
            throw BadRequestException(
                "Invalid HttpMethod specified. Valid options are DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT,ANY")
        }
        let authorization = method.authorizationType ?? "NONE"
        try Unsupported.refuse(
            operation,
            [
                ("authorizationType \(authorization)", authorization != "NONE"),
                ("authorizerId", method.authorizerId != nil),
                ("authorizationScopes", method.authorizationScopes?.isEmpty == false),
                ("requestParameters", method.requestParameters?.isEmpty == false),
                ("requestModels", method.requestModels?.isEmpty == false),
                ("requestValidatorId", method.requestValidatorId != nil),
            ])
    }
}

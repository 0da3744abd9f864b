internal import APIGatewayInterface
internal import Kernel
internal import Wire

extension Exchange {
    /// What templates, functions and logs know as the context of a request.
    /// <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-variables-for-access-logging.html>
    var context: JSONObject {
        let name = target.stage
        var context: JSONObject = [
            "resourceId": .string(endpoint?.resource.id ?? ""),
            "resourcePath": .string(endpoint?.resource.path ?? ""), "httpMethod": .string(request.method),
            "extendedRequestId": .string(request.requestID),
            "requestTime": .string(RequestTime.text(now)), "path": .string("/\(name)\(location)"),
            "accountId": .string(stage.scope.account), "protocol": "HTTP/1.1", "stage": .string(name),
            "domainPrefix": .string(target.api),
            "requestTimeEpoch": .number(String(now.milliseconds)), "requestId": .string(request.requestID),
            "identity": .object(identity), "domainName": .string(request.host),
            "deploymentId": .string(stage.stage.deploymentId ?? ""), "apiId": .string(target.api),
        ]
        if let verdict {
            var authorizer = verdict.context
            authorizer["principalId"] = .string(verdict.principalID)
            context["authorizer"] = .object(authorizer)
        }
        return context
    }

    private var identity: JSONObject {
        var identity: JSONObject = [
            "cognitoIdentityPoolId": nil, "accountId": nil, "cognitoIdentityId": nil, "caller": nil,
            "sourceIp": .string(request.sourceIP), "principalOrgId": nil, "accessKey": nil,
            "cognitoAuthenticationType": nil, "cognitoAuthenticationProvider": nil, "userArn": nil,
            "userAgent": request.header("user-agent").map { .string($0) } ?? .null, "user": nil,
        ]
        if let caller {
            identity["accountId"] = .string(caller.account)
            identity["caller"] = .string(caller.userID)
            identity["user"] = .string(caller.userID)
            identity["userArn"] = .string(caller.arn)
            identity["accessKey"] = caller.accessKeyID.map { .string($0) } ?? .null
        }
        if let key {
            identity["apiKey"] = .string(key.value)
            identity["apiKeyId"] = .string(key.id)
        }
        return identity
    }
}

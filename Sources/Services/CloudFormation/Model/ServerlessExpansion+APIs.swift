internal import CloudFormationInterface
internal import Kernel
internal import Wire

extension ServerlessExpansion {
    mutating func expandAPI(_ resource: ServerlessResource) throws {
        try resource.check(
            [
                "Name", "StageName", "DefinitionBody", "Variables", "Tags", "Description", "TracingEnabled",
                "EndpointConfiguration", "BinaryMediaTypes", "MethodSettings", "OpenApiVersion", "Auth",
                "Cors",
            ],
            "AWS::Serverless::Api")
        guard let stage = resource.properties["StageName"] else {
            throw ValidationError(
                "Transform AWS::Serverless-2016-10-31 failed with: Invalid Serverless Application Specification document. Number of errors found: 1. Resource with id [\(resource.name)] is invalid. Missing required property 'StageName'."
            )
        }
        try checkAuth(of: resource)
        // Routes of events are added once every function has been seen.
        resources[resource.name] = resource.plain("AWS::ApiGateway::RestApi", [:])
        apis.append((resource, stage))
    }

    mutating func addImplicitAPI(globals: ServerlessGlobals) throws {
        for (resource, stage) in apis {
            try checkRoutes(explicitRoutes[resource.name] ?? [], of: resource)
            addAPI(resource, stage: stage, routes: explicitRoutes[resource.name] ?? [])
        }
        guard !implicitRoutes.isEmpty else { return }
        let resource = ServerlessResource(
            name: Self.implicitAPI, declaration: [:], properties: globals.of("AWS::Serverless::Api"))
        try checkAuth(of: resource)
        try checkRoutes(implicitRoutes, of: resource)
        addAPI(resource, stage: "Prod", routes: implicitRoutes)
    }

    private func checkRoutes(_ routes: [ServerlessRoute], of resource: ServerlessResource) throws {
        let rules = ServerlessAuth(resource.properties["Auth"] ?? [:])
        for route in routes { try rules.check(route.auth, "\(resource.name), \(route.method) \(route.path)") }
    }

    private func checkAuth(of resource: ServerlessResource) throws {
        let auth = resource.properties["Auth"]
        for name in auth?.object?.names ?? [] where !ServerlessAuth.known.contains(name) {
            throw NotImplemented("Auth.\(name) of AWS::Serverless::Api (\(resource.name))")
        }
        if let cors = resource.properties["Cors"] { try ServerlessCors(cors).check(resource.name) }
        let rules = ServerlessAuth(auth ?? [:])
        try rules.check(nil, resource.name)
        for member in rules.authorizers where member.value["FunctionArn"] == nil {
            throw NotImplemented("The authorizer \(member.name) without FunctionArn (\(resource.name))")
        }
        let plan = auth?["UsagePlan"]?["CreateUsagePlan"]?.string
        if let plan, !["PER_API", "NONE"].contains(plan) {
            throw NotImplemented("CreateUsagePlan \(plan) of AWS::Serverless::Api (\(resource.name))")
        }
    }

    /// Lets the API call the functions that judge its callers.
    private mutating func permitAuthorizers(of resource: ServerlessResource) {
        for member in ServerlessAuth(resource.properties["Auth"] ?? [:]).authorizers
        where member.value["FunctionInvokeRole"] == nil {
            resources["\(resource.name)\(member.name)AuthorizerPermission"] = resource.companion(
                "AWS::Lambda::Permission",
                [
                    "Action": "lambda:InvokeFunction", "FunctionName": member.value["FunctionArn"] ?? "",
                    "Principal": "apigateway.amazonaws.com",
                    "SourceArn": [
                        "Fn::Sub": [
                            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/authorizers/*",
                            ["__ApiId__": ["Ref": .string(resource.name)]],
                        ]
                    ],
                ])
        }
    }

    /// A plan, a key and the link between them, for the API's one stage.
    private mutating func addPlan(to resource: ServerlessResource, stageID: String) {
        guard let settings = resource.properties["Auth"]?["UsagePlan"],
            settings["CreateUsagePlan"]?.string == "PER_API"
        else { return }
        let name = resource.name
        var plan: JSONObject = [
            "ApiStages": [["ApiId": ["Ref": .string(name)], "Stage": ["Ref": .string(stageID)]]]
        ]
        for property in ["Description", "Quota", "Tags", "Throttle", "UsagePlanName"] {
            plan[property] = settings[property]
        }
        resources["\(name)UsagePlan"] = resource.companion("AWS::ApiGateway::UsagePlan", plan)
        resources["\(name)ApiKey"] = resource.companion("AWS::ApiGateway::ApiKey", ["Enabled": true])
        resources["\(name)UsagePlanKey"] = resource.companion(
            "AWS::ApiGateway::UsagePlanKey",
            [
                "KeyId": ["Ref": .string("\(name)ApiKey")], "KeyType": "API_KEY",
                "UsagePlanId": ["Ref": .string("\(name)UsagePlan")],
            ])
        alias("\(name).UsagePlan", "\(name)UsagePlan")
        alias("\(name).ApiKey", "\(name)ApiKey")
        alias("\(name).UsagePlanKey", "\(name)UsagePlanKey")
    }

    private mutating func addAPI(_ resource: ServerlessResource, stage: JSON, routes: [ServerlessRoute]) {
        let name = resource.name
        let body = ServerlessDefinition.body(resource, routes)
        var api: JSONObject = ["Body": body]
        api["Name"] = resource.properties["Name"]
        for property in ["Description", "EndpointConfiguration", "BinaryMediaTypes"] {
            api[property] = resource.properties[property]
        }
        if resource.properties["Tags"] != nil { api["Tags"] = resource.tags() }
        let digest = Digest.hex(Digest.sha1(body.utf8)).prefix(10)
        let deployment = "\(name)Deployment\(digest)"
        let stageName = stage.string.map { $0.filter { $0.isLetter || $0.isNumber } } ?? ""
        let stageID = "\(name)\(stageName)Stage"
        resources[name] = resource.plain("AWS::ApiGateway::RestApi", api)
        resources[deployment] = resource.companion(
            "AWS::ApiGateway::Deployment",
            ["RestApiId": ["Ref": .string(name)], "Description": .string("RestApi deployment id: \(digest)")])
        var settings: JSONObject = [
            "RestApiId": ["Ref": .string(name)], "DeploymentId": ["Ref": .string(deployment)],
            "StageName": stage,
        ]
        for property in ["Variables", "TracingEnabled", "MethodSettings"] {
            settings[property] = resource.properties[property]
        }
        resources[stageID] = resource.companion("AWS::ApiGateway::Stage", settings)
        alias("\(name).Stage", stageID)
        alias("\(name).Deployment", deployment)
        addPlan(to: resource, stageID: stageID)
        permitAuthorizers(of: resource)
    }
}

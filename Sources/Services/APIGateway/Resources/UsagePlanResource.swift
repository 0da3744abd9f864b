internal import Kernel
internal import Wire

/// `AWS::ApiGateway::UsagePlan`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplan.html>
enum UsagePlanResource {
    static let type = ResourceType(
        "AWS::ApiGateway::UsagePlan",
        properties: ["ApiStages", "Description", "Quota", "Tags", "Throttle", "UsagePlanName"],
        attributes: ["Id"],
        create: { request in
            var input = Templates.input(request.properties, [("Description", "description")])
            input["name"] = .string(
                Templates.text(request.properties, "UsagePlanName") ?? request.generatedName)
            input["apiStages"] = .array(try stages(request.properties))
            if let throttle = request.properties["Throttle"] {
                var settings = JSONObject()
                settings["rateLimit"] = Templates.number(throttle, "RateLimit")
                settings["burstLimit"] = Templates.number(throttle, "BurstLimit")
                input["throttle"] = .object(settings)
            }
            if let quota = request.properties["Quota"] {
                var settings = Templates.input(quota, [("Period", "period")])
                settings["limit"] = Templates.number(quota, "Limit")
                settings["offset"] = Templates.number(quota, "Offset")
                input["quota"] = .object(settings)
            }
            input["tags"] = request.tagMap
            let made = try await request.call.invoke("apigateway:CreateUsagePlan", .object(input))
            return ResourceState(
                physicalID: made["id"]?.string ?? "", attributes: ["Id": made["id"] ?? .null])
        },
        update: { request, state in
            try await patch(state, try patches(request), request.call)
            try await Templates.updateTags("/usageplans/\(state.physicalID)", request)
            return state
        },
        delete: { request, state in
            do {
                let gone = try stages(request.properties).map { change("remove", $0) }
                try await patch(state, gone, request.call)
            } catch let failure as any Failure where failure.code == "NotFoundException" {
                return
            }
            try await Templates.remove(
                "DeleteUsagePlan", ["usagePlanId": .string(state.physicalID)], request.call)
        })

    private static func patches(_ request: ResourceRequest) throws -> [JSON] {
        let properties = request.properties
        var patches = [Templates.replace("/description", Templates.text(properties, "Description") ?? "")]
        if let name = Templates.text(properties, "UsagePlanName") {
            patches.append(Templates.replace("/name", name))
        }
        for (name, fields) in [("Throttle", ["RateLimit", "BurstLimit"]), ("Quota", ["Limit", "Period"])] {
            let place = "/\(name.lowercased())"
            guard let settings = properties[name] else {
                if request.previous?[name] != nil {
                    patches.append(["op": "remove", "path": .string(place)])
                }
                continue
            }
            for field in fields {
                guard let value = Templates.text(settings, field) else { continue }
                patches.append(
                    Templates.replace("\(place)/\(field.prefix(1).lowercased())\(field.dropFirst())", value))
            }
        }
        let wanted = try stages(properties)
        let present = try stages(request.previous ?? [:])
        patches += present.filter { !wanted.contains($0) }.map { change("remove", $0) }
        patches += wanted.filter { !present.contains($0) }.map { change("add", $0) }
        return patches
    }

    private static func stages(_ properties: JSON) throws -> [JSON] {
        try (properties["ApiStages"]?.array ?? []).map { stage in
            guard stage["Throttle"] == nil else {
                throw CommonFailure("ValidationError", "Unsupported property: ApiStages.Throttle")
            }
            return .object(Templates.input(stage, [("ApiId", "apiId"), ("Stage", "stage")]))
        }
    }

    private static func change(_ op: String, _ stage: JSON) -> JSON {
        let value = "\(stage["apiId"]?.string ?? ""):\(stage["stage"]?.string ?? "")"
        return ["op": .string(op), "path": "/apiStages", "value": .string(value)]
    }

    private static func patch(_ state: ResourceState, _ patches: [JSON], _ call: Kernel.Call) async throws {
        _ = try await call.invoke(
            "apigateway:UpdateUsagePlan",
            ["usagePlanId": .string(state.physicalID), "patchOperations": .array(patches)])
    }
}

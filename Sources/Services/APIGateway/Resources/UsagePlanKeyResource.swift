internal import Kernel
internal import Wire

/// `AWS::ApiGateway::UsagePlanKey`.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html>
enum UsagePlanKeyResource {
    static let type = ResourceType(
        "AWS::ApiGateway::UsagePlanKey", properties: ["KeyId", "KeyType", "UsagePlanId"],
        required: ["KeyId", "KeyType", "UsagePlanId"], createOnly: ["KeyId", "KeyType", "UsagePlanId"],
        attributes: ["Id"],
        create: { request in
            let input = Templates.input(
                request.properties,
                [("KeyId", "keyId"), ("KeyType", "keyType"), ("UsagePlanId", "usagePlanId")])
            _ = try await request.call.invoke("apigateway:CreateUsagePlanKey", .object(input))
            let id = "\(input["keyId"]?.string ?? ""):\(input["usagePlanId"]?.string ?? "")"
            return ResourceState(physicalID: id, attributes: ["Id": .string(id)])
        },
        update: { _, state in state },
        delete: { request, _ in
            let input = Templates.input(
                request.properties, [("KeyId", "keyId"), ("UsagePlanId", "usagePlanId")])
            try await Templates.remove("DeleteUsagePlanKey", .object(input), request.call)
        })
}

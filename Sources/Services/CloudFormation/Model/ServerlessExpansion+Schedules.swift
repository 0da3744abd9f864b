internal import Kernel
internal import Wire

extension ServerlessExpansion {
    private static let copied = [
        "Description", "EndDate", "FlexibleTimeWindow", "GroupName", "ScheduleExpression",
        "ScheduleExpressionTimezone", "StartDate", "State",
    ]
    private static let copiedToTarget = ["Input", "RetryPolicy"]

    /// A schedule of its own service, with a role that may call the function unless the event names one.
    ///
    /// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-schedulev2.html>
    mutating func addScheduleV2(
        _ id: String, _ properties: JSON, _ resource: ServerlessResource
    ) throws {
        let own = ["DeadLetterConfig", "Name", "OmitName", "PermissionsBoundary", "RoleArn"]
        try Self.refuseOthers(
            properties, Set(Self.copied + Self.copiedToTarget + own), "ScheduleV2", resource)
        var schedule = JSONObject()
        for name in Self.copied { schedule[name] = properties[name] }
        if schedule["FlexibleTimeWindow"] == nil { schedule["FlexibleTimeWindow"] = ["Mode": "OFF"] }
        if properties["OmitName"]?.scalarText != "true" {
            schedule["Name"] = properties["Name"] ?? .string(id)
        }
        var target: JSONObject = ["Arn": Self.arn(resource)]
        for name in Self.copiedToTarget { target[name] = properties[name] }
        if let letters = properties["DeadLetterConfig"] {
            guard let queue = letters["Arn"] else {
                throw NotImplemented(
                    "DeadLetterConfig without Arn of ScheduleV2 events (\(resource.name))")
            }
            target["DeadLetterConfig"] = ["Arn": queue]
        }
        target["RoleArn"] = properties["RoleArn"] ?? ["Fn::GetAtt": [.string(id + "Role"), "Arn"]]
        schedule["Target"] = .object(target)
        resources[id] = resource.companion("AWS::Scheduler::Schedule", schedule)
        guard properties["RoleArn"] == nil else { return }
        resources[id + "Role"] = Self.callingRole(
            resource, boundary: properties["PermissionsBoundary"], letters: target["DeadLetterConfig"]?["Arn"]
        )
    }

    private static func callingRole(
        _ resource: ServerlessResource, boundary: JSON?, letters: JSON?
    ) -> JSON {
        func policy(_ name: String, _ action: String, _ target: JSON) -> JSON {
            [
                "PolicyName": .string(name),
                "PolicyDocument": [
                    "Version": "2012-10-17",
                    "Statement": [["Effect": "Allow", "Action": .string(action), "Resource": target]],
                ],
            ]
        }
        var policies = [
            policy("\(resource.name)EventSchedulerPolicy", "lambda:InvokeFunction", arn(resource))
        ]
        if let letters { policies.append(policy("DeadLetterPolicy", "sqs:SendMessage", letters)) }
        var role: JSONObject = [
            "AssumeRolePolicyDocument": [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Principal": ["Service": ["scheduler.amazonaws.com"]],
                        "Action": ["sts:AssumeRole"],
                    ]
                ],
            ],
            "Policies": .array(policies),
        ]
        role["PermissionsBoundary"] = boundary
        return resource.companion("AWS::IAM::Role", role)
    }
}

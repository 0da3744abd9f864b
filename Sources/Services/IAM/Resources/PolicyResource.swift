internal import IAMInterface
internal import Kernel
internal import Wire

/// `AWS::IAM::Policy`: one policy within several users, groups and roles; and `AWS::IAM::RolePolicy`,
/// `AWS::IAM::UserPolicy` and `AWS::IAM::GroupPolicy`: a policy within one.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html>
enum PolicyResource {
    static let type = ResourceType(
        "AWS::IAM::Policy", properties: ["Groups", "PolicyDocument", "PolicyName", "Roles", "Users"],
        required: ["PolicyDocument", "PolicyName"], attributes: ["Id"],
        create: { request in
            try await put(request)
            return ResourceState(
                physicalID: request.generatedName, attributes: ["Id": .string(request.generatedName)])
        },
        update: { request, state in
            try await put(request)
            let previous = request.previous ?? [:]
            let isRenamed = previous["PolicyName"] != request.properties["PolicyName"]
            let kept = places(request.properties)
            for place in places(previous) where isRenamed || !kept.contains(place) {
                try await remove(previous["PolicyName"], from: place, request)
            }
            return state
        },
        delete: { request, _ in
            for place in places(request.properties) {
                try await remove(request.properties["PolicyName"], from: place, request)
            }
        })

    /// The types of a policy within one holder.
    static let singleTypes: [ResourceType] = ["Group", "Role", "User"].map { holder in
        ResourceType(
            "AWS::IAM::\(holder)Policy", properties: ["\(holder)Name", "PolicyDocument", "PolicyName"],
            required: ["\(holder)Name", "PolicyName"], createOnly: ["\(holder)Name", "PolicyName"],
            find: { request in
                let found = try await request.look(
                    "iam:Get\(holder)Policy",
                    [
                        "\(holder)Name": request.properties["\(holder)Name"] ?? "",
                        "PolicyName": request.properties["PolicyName"] ?? "",
                    ])
                return found == nil ? nil : state(of: holder, request)
            },
            create: { request in
                try await put(request)
                return state(of: holder, request)
            },
            update: { request, state in
                try await put(request)
                return state
            },
            delete: { request, _ in
                for place in places(request.properties) {
                    try await remove(request.properties["PolicyName"], from: place, request)
                }
            })
    }

    private struct Place: Hashable {
        let holder: String
        let name: String
    }

    private static func places(_ properties: JSON) -> [Place] {
        ["Group", "Role", "User"].flatMap { holder in
            let many = TemplateHolder.texts(properties["\(holder)s"])
            let one = [properties["\(holder)Name"]?.string].compactMap { $0 }
            return (many + one).map { Place(holder: holder, name: $0) }
        }
    }

    private static func state(of holder: String, _ request: ResourceRequest) -> ResourceState {
        let name = request.string("\(holder)Name") ?? ""
        return ResourceState(physicalID: "\(request.string("PolicyName") ?? "")|\(name)")
    }

    private static func put(_ request: ResourceRequest) async throws {
        let places = places(request.properties)
        guard !places.isEmpty else {
            throw ValidationError("At least one of [Groups,Roles,Users] must be non-empty.")
        }
        for place in places {
            try await request.invoke(
                "iam:Put\(place.holder)Policy",
                [
                    "\(place.holder)Name": .string(place.name),
                    "PolicyName": request.properties["PolicyName"] ?? "",
                    "PolicyDocument": request.properties["PolicyDocument"] ?? "",
                ])
        }
    }

    private static func remove(_ policy: JSON?, from place: Place, _ request: ResourceRequest) async throws {
        try await ignoringAbsence {
            try await request.invoke(
                "iam:Delete\(place.holder)Policy",
                ["\(place.holder)Name": .string(place.name), "PolicyName": policy ?? ""])
        }
    }
}

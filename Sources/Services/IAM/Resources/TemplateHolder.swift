internal import Kernel
internal import Wire

/// A user, group or role as a template declares it: its policies, boundary and tags.
struct TemplateHolder {
    /// `User`, `Group` or `Role`.
    let type: String
    let name: String
    let request: ResourceRequest

    private var named: JSON { ["\(type)Name": .string(name)] }

    private func invoke(_ operation: String, _ more: JSON = [:]) async throws -> JSON {
        var input = named.object ?? JSONObject()
        for member in more.object?.members ?? [] { input[member.name] = member.value }
        return try await request.invoke("iam:\(operation)", .object(input))
    }

    /// Gives the holder what the template says, and takes off what the last template said and this one does
    /// not; what other resources gave it stays.
    func settle() async throws {
        try await settlePolicies()
        if type != "Group" {
            try await settleBoundary()
            try await settleTags()
        }
    }

    private func settlePolicies() async throws {
        let policies = request.properties["Policies"]?.array ?? []
        for policy in policies {
            _ = try await invoke(
                "Put\(type)Policy",
                [
                    "PolicyName": policy["PolicyName"] ?? "",
                    "PolicyDocument": policy["PolicyDocument"] ?? "",
                ])
        }
        let kept = Self.names(request.properties["Policies"])
        for name in Self.names(request.previous?["Policies"]) where !kept.contains(name) {
            try await ignoringAbsence {
                _ = try await invoke("Delete\(type)Policy", ["PolicyName": .string(name)])
            }
        }
        let managed = Self.texts(request.properties["ManagedPolicyArns"])
        for arn in managed { _ = try await invoke("Attach\(type)Policy", ["PolicyArn": .string(arn)]) }
        for arn in Self.texts(request.previous?["ManagedPolicyArns"]) where !managed.contains(arn) {
            try await ignoringAbsence {
                _ = try await invoke("Detach\(type)Policy", ["PolicyArn": .string(arn)])
            }
        }
    }

    private func settleBoundary() async throws {
        if let boundary = request.string("PermissionsBoundary") {
            _ = try await invoke(
                "Put\(type)PermissionsBoundary", ["PermissionsBoundary": .string(boundary)])
        } else if request.previous?["PermissionsBoundary"] != nil {
            try await ignoringAbsence { _ = try await invoke("Delete\(type)PermissionsBoundary") }
        }
    }

    private func settleTags() async throws {
        let gone = request.goneTagKeys
        if !gone.isEmpty {
            _ = try await invoke("Untag\(type)", ["TagKeys": .array(gone.map { .string($0) })])
        }
        guard !request.wantedTags.isEmpty else { return }
        _ = try await invoke("Tag\(type)", ["Tags": request.tagList])
    }

    /// Takes off all policies, so that the holder can be deleted.
    func empty() async throws {
        let present = try await invoke("List\(type)Policies")
        for name in Self.texts(present["PolicyNames"]) {
            _ = try await invoke("Delete\(type)Policy", ["PolicyName": .string(name)])
        }
        let attached = try await invoke("ListAttached\(type)Policies")
        for arn in (attached["AttachedPolicies"]?.array ?? []).compactMap({ $0["PolicyArn"]?.string }) {
            _ = try await invoke("Detach\(type)Policy", ["PolicyArn": .string(arn)])
        }
    }

    private static func names(_ policies: JSON?) -> [String] {
        (policies?.array ?? []).compactMap { $0["PolicyName"]?.string }
    }

    static func texts(_ list: JSON?) -> [String] { (list?.array ?? []).compactMap(\.string) }
}

/// Does what needs no doing where the thing is gone.
func ignoringAbsence(_ body: () async throws -> Void) async throws {
    do {
        try await body()
    } catch let failure as any Failure where failure.isAbsence {
        // What is gone need not be taken away.
    }
}

extension Failure {
    /// Whether what was named is not there.
    var isAbsence: Bool { code == "NoSuchEntity" || code == "NoSuchEntityException" }
}

extension ResourceRequest {
    /// The name that the template gives, or the generated one within IAM's length.
    func name(_ property: String, lengthMax: Int) -> String {
        string(property) ?? String(generatedName.suffix(lengthMax))
    }

    /// What an operation answers, nil where the thing is not there.
    func look(_ action: String, _ input: JSON) async throws -> JSON? {
        do {
            return try await invoke(action, input)
        } catch let failure as any Failure where failure.isAbsence {
            return nil
        }
    }
}

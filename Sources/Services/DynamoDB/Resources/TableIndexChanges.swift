internal import Kernel
internal import Wire

/// Brings the global secondary indexes of a table to what a template says: one at a time, each waited for,
/// as `UpdateTable` demands.
struct TableIndexChanges {
    let table: String
    let request: ResourceRequest

    init(table: String, _ request: ResourceRequest) {
        self.table = table
        self.request = request
    }

    private static let firstPause: Duration = .milliseconds(20)
    private static let pauseMax: Duration = .seconds(1)

    private static func wanted(_ request: ResourceRequest) -> [JSON] {
        request.properties["GlobalSecondaryIndexes"]?.array ?? []
    }

    private func present() async throws -> [JSON] {
        let answer = try await request.invoke("dynamodb:DescribeTable", ["TableName": .string(table)])
        return answer["Table"]?["GlobalSecondaryIndexes"]?.array ?? []
    }

    /// Removes indexes that are not wanted, or not wanted as they are.
    func removeOld() async throws {
        for old in try await present() where !Self.wanted(request).contains(where: { Self.isSame($0, old) }) {
            try await change(["Delete": ["IndexName": old["IndexName"] ?? .null]])
            try await wait { present in !present.contains { $0["IndexName"] == old["IndexName"] } }
        }
    }

    func addNew() async throws {
        // One that an interrupted update began may still be on its way.
        try await wait { present in present.allSatisfy { $0["IndexStatus"] == "ACTIVE" } }
        let names = try await present().map { $0["IndexName"] }
        for new in Self.wanted(request) where !names.contains(new["IndexName"]) {
            try await change(["Create": new])
            try await wait { present in
                present.contains { $0["IndexName"] == new["IndexName"] && $0["IndexStatus"] == "ACTIVE" }
            }
        }
    }

    private func change(_ update: JSON) async throws {
        var input: JSONObject = [
            "TableName": .string(table), "GlobalSecondaryIndexUpdates": [update],
        ]
        if let schema = update["Create"]?["KeySchema"]?.array {
            let names = schema.map { $0["AttributeName"] }
            let definitions = request.properties["AttributeDefinitions"]?.array ?? []
            input["AttributeDefinitions"] = .array(
                definitions.filter { names.contains($0["AttributeName"]) })
        }
        _ = try await request.invoke("dynamodb:UpdateTable", .object(input))
    }

    private func wait(until isDone: ([JSON]) -> Bool) async throws {
        let time = request.call.kernel.time
        var pause = Self.firstPause
        while !isDone(try await present()) {
            if let deadline = request.deadline, time.now >= deadline {
                throw CommonFailure("NotStabilized", "An index of the table \(table) did not become active.")
            }
            await time.sleep(until: time.now + pause)
            pause = min(pause * 2, Self.pauseMax)
        }
    }

    /// Changes of the capacity of indexes that stay.
    static func capacities(_ request: ResourceRequest, _ description: JSON) -> [JSON] {
        let present = description["GlobalSecondaryIndexes"]?.array ?? []
        return wanted(request).compactMap { index in
            guard let throughput = index["ProvisionedThroughput"], let name = index["IndexName"],
                let old = present.first(where: { $0["IndexName"] == name }),
                !TableResource.Capacity(throughput).isSame(old["ProvisionedThroughput"])
            else { return nil }
            return ["Update": ["IndexName": name, "ProvisionedThroughput": throughput]]
        }
    }

    private static func isSame(_ a: JSON, _ b: JSON) -> Bool {
        a["IndexName"] == b["IndexName"] && keys(a) == keys(b)
            && a["Projection"]?["ProjectionType"] == b["Projection"]?["ProjectionType"]
            && others(a) == others(b)
    }

    private static func keys(_ index: JSON) -> [[String?]] {
        (index["KeySchema"]?.array ?? []).map { [$0["AttributeName"]?.string, $0["KeyType"]?.string] }
    }

    private static func others(_ index: JSON) -> Set<String> {
        Set((index["Projection"]?["NonKeyAttributes"]?.array ?? []).compactMap(\.string))
    }
}

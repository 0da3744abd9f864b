import ApusTesting
import Testing
import Wire

@Suite struct QueryTests {
    private func filled(_ body: (TestApus) async throws -> Void) async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            for number in [3, -5, 20, 100, 1, 0] {
                try await apus.put(
                    item(
                        "a", number,
                        [
                            "g": ["S": number > 1 ? "big" : "small"], "l": ["S": .string("v\(number)")],
                            "x": ["N": .string("\(number * 2)")], "y": ["S": "w"],
                        ]))
            }
            try await apus.put(item("b", 7, ["g": ["S": "big"]]))
            try await body(apus)
        }
    }

    private func input(_ condition: String, _ values: JSON = [:], _ more: KeyValuePairs<String, JSON> = [:])
        -> JSON
    {
        var all: JSONObject = [":p": ["S": "a"]]
        for member in values.object?.members ?? [] { all[member.name] = member.value }
        var input: JSONObject = [
            "TableName": "orders", "KeyConditionExpression": .string(condition),
            "ExpressionAttributeValues": .object(all),
        ]
        for (name, value) in more { input[name] = value }
        return .object(input)
    }

    @Test func itemsComeInTheOrderOfTheirSortKeys() async throws {
        try await filled { apus in
            try await apus.expectQuery(input("p = :p"), ["-5", "0", "1", "3", "20", "100"])
            try await apus.expectQuery(
                input("p = :p", [:], ["ScanIndexForward": false]), ["100", "20", "3", "1", "0", "-5"])
        }
    }

    @Test func sortKeyConditionsSelectRanges() async throws {
        try await filled { apus in
            let one: JSON = [":n": ["N": "1"]]
            try await apus.expectQuery(input("p = :p AND s = :n", one), ["1"])
            try await apus.expectQuery(input("p = :p AND s < :n", one), ["-5", "0"])
            try await apus.expectQuery(input("p = :p AND s <= :n", one), ["-5", "0", "1"])
            try await apus.expectQuery(input("s > :n AND p = :p", one), ["3", "20", "100"])
            try await apus.expectQuery(input("p = :p AND :n <= s", one), ["1", "3", "20", "100"])
            let between = input("p = :p AND s BETWEEN :n AND :m", [":n": ["N": "0"], ":m": ["N": "20"]])
            try await apus.expectQuery(between, ["0", "1", "3", "20"])
            let beginning = input("p = :p AND begins_with(l, :v)", [":v": ["S": "v1"]], ["IndexName": "by-l"])
            try await apus.expectQuery(beginning, ["1", "100"])
        }
    }

    @Test func pagesFollowOneAnother() async throws {
        try await filled { apus in
            for isForward in [true, false] {
                var found: [String] = []
                var start: JSON?
                repeat {
                    var more: JSONObject = ["Limit": 2, "ScanIndexForward": .bool(isForward)]
                    if let start { more["ExclusiveStartKey"] = start }
                    guard case .object(var request) = input("p = :p") else { return }
                    for member in more.members { request[member.name] = member.value }
                    let page = try await apus.invoke("dynamodb:Query", .object(request))
                    found += (page["Items"]?.array ?? []).compactMap { $0["s"]?["N"]?.string }
                    start = page["LastEvaluatedKey"]
                } while start != nil
                let expected = ["-5", "0", "1", "3", "20", "100"]
                #expect(found == (isForward ? expected : expected.reversed()))
            }
        }
    }

    @Test func indexesCarryWhatTheyProject() async throws {
        try await filled { apus in
            let values: JSON = [":g": ["S": "big"]]
            func all(_ index: String) async throws -> [JSON] {
                try await apus.invoke(
                    "dynamodb:Query",
                    [
                        "TableName": "orders", "IndexName": .string(index),
                        "KeyConditionExpression": "g = :g", "ExpressionAttributeValues": values,
                    ])["Items"]?.array ?? []
            }
            #expect(try await all("by-g").compactMap { $0["s"]?["N"]?.string } == ["3", "7", "20", "100"])
            #expect(try await all("by-g").first?["x"] == ["N": "6"])
            let keys = try await all("by-k")
            #expect(keys.count == 4)
            #expect(keys.allSatisfy { Set($0.object?.names ?? []) == ["p", "s", "g"] })
            let local = try await apus.invoke(
                "dynamodb:Query", input("p = :p AND l = :l", [":l": ["S": "v3"]], ["IndexName": "by-l"]))[
                    "Items"]?.array?.first
            #expect(Set(local?.object?.names ?? []) == ["p", "s", "l", "x"])
            // A local index fetches what it does not carry; a global one refuses.
            let fetched = try await apus.invoke(
                "dynamodb:Query",
                input(
                    "p = :p AND l = :l", [":l": ["S": "v3"]],
                    ["IndexName": "by-l", "ProjectionExpression": "y"]))
            #expect(fetched["Items"] == [["y": ["S": "w"]]])
            try await apus.expectRefusal(
                "dynamodb:Query",
                [
                    "TableName": "orders", "IndexName": "by-k", "KeyConditionExpression": "g = :g",
                    "ExpressionAttributeValues": values, "ProjectionExpression": "y",
                ],
                "One or more parameter values were invalid: Global secondary index by-k does not project [y]")
        }
    }

    @Test func filtersCountWhatTheyScan() async throws {
        try await filled { apus in
            let page = try await apus.invoke(
                "dynamodb:Query",
                input("p = :p", [":x": ["N": "5"]], ["FilterExpression": "x > :x", "Select": "COUNT"]))
            #expect(page == ["Count": 3, "ScannedCount": 6])
            try await apus.expectRefusal(
                "dynamodb:Query", input("p = :p", [":x": ["N": "5"]], ["FilterExpression": "s > :x"]),
                "Filter Expression can only contain non-primary key attributes: Primary key attribute: s")
        }
    }

    @Test func wrongKeyConditionsAreRefusedInAWSsWords() async throws {
        try await filled { apus in
            func refusal(
                _ condition: String, _ message: String, _ values: JSON = [:],
                _ more: KeyValuePairs<String, JSON> = [:]
            ) async throws {
                try await apus.expectRefusal("dynamodb:Query", input(condition, values, more), message)
            }
            try await refusal("s = :p", "Query condition missed key schema element: p")
            try await refusal("p > :p", "Query key condition not supported")
            try await refusal("p = :p AND q = :p", "Query condition missed key schema element: s")
            try await refusal(
                "p = :p AND s > :n AND s < :n",
                "KeyConditionExpressions must only contain one condition per key", [":n": ["N": "1"]])
            try await refusal("p = :p OR s = :p", "Invalid operator used in KeyConditionExpression: OR")
            try await refusal(
                "p.x = :p", "KeyConditionExpressions cannot have conditions on nested attributes")
            try await refusal(
                "p = :p AND s = :s",
                "One or more parameter values were invalid: Condition parameter type does not match schema type",
                [":s": ["S": "1"]])
            try await refusal(
                "p = :p", "Consistent reads are not supported on global secondary indexes", [:],
                ["IndexName": "by-g", "ConsistentRead": true])
            try await refusal(
                "p = :p", "The table does not have the specified index: nope", [:], ["IndexName": "nope"])
            try await refusal(
                "p = :p", "The provided starting key is invalid", [:],
                ["ExclusiveStartKey": ["p": ["S": "a"]]])
        }
    }

    @Test func segmentsOfAScanCoverTheTableOnce() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            for number in 0..<200 {
                try await apus.put(["p": ["S": .string("key-\(number)")]], into: "simple")
            }
            var found: [String] = []
            for segment in 0..<7 {
                let page = try await apus.invoke(
                    "dynamodb:Scan",
                    ["TableName": "simple", "Segment": .number(String(segment)), "TotalSegments": 7])
                let keys = (page["Items"]?.array ?? []).compactMap { $0["p"]?["S"]?.string }
                #expect(!keys.isEmpty)
                found += keys
            }
            #expect(found.count == 200)
            #expect(Set(found).count == 200)
            try await apus.expectRefusal(
                "dynamodb:Scan", ["TableName": "simple", "Segment": 7, "TotalSegments": 7],
                "The Segment parameter is zero-based and must be less than parameter TotalSegments: Segment: 7 is not less than TotalSegments: 7"
            )
        }
    }

    @Test func aPageHasAtMostOneMegabyte() async throws {
        try await withDynamoDB { apus in
            try await apus.makeSimpleTable()
            for number in 0..<12 {
                try await apus.put(
                    [
                        "p": ["S": .string("k\(number)")],
                        "x": ["S": .string(String(repeating: "x", count: 100_000))],
                    ], into: "simple")
            }
            let page = try await apus.invoke(
                "dynamodb:Scan", ["TableName": "simple", "ReturnConsumedCapacity": "TOTAL"])
            #expect(page["Count"] == 10)
            let rest = try await apus.invoke(
                "dynamodb:Scan",
                ["TableName": "simple", "ExclusiveStartKey": try #require(page["LastEvaluatedKey"])])
            #expect(rest["Count"] == 2)
            #expect(rest["LastEvaluatedKey"] == nil)
        }
    }
}

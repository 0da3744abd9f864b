import ApusTesting
import Testing
import Wire

@Suite struct LegacyTests {
    private func filled(_ body: (TestApus) async throws -> Void) async throws {
        try await withDynamoDB { apus in
            try await apus.makeTable()
            for number in 0..<6 {
                try await apus.put(item("a", number, ["x": ["S": .string("x\(number)")], "y": ["N": "1"]]))
            }
            try await body(apus)
        }
    }

    @Test func keyConditionsAndFiltersSelectItems() async throws {
        try await filled { apus in
            let conditions: JSON = [
                "p": ["ComparisonOperator": "EQ", "AttributeValueList": [["S": "a"]]],
                "s": ["ComparisonOperator": "BETWEEN", "AttributeValueList": [["N": "1"], ["N": "3"]]],
            ]
            try await apus.expectQuery(
                ["TableName": "orders", "KeyConditions": conditions], ["1", "2", "3"])
            let filter: JSON = [
                "x": ["ComparisonOperator": "CONTAINS", "AttributeValueList": [["S": "2"]]],
                "y": ["ComparisonOperator": "NULL"],
            ]
            try await apus.expectQuery(
                [
                    "TableName": "orders", "KeyConditions": conditions, "QueryFilter": filter,
                    "ConditionalOperator": "OR",
                ],
                ["2"])
            let scanned = try await apus.invoke(
                "dynamodb:Scan",
                [
                    "TableName": "orders", "AttributesToGet": ["x"],
                    "ScanFilter": ["s": ["ComparisonOperator": "GE", "AttributeValueList": [["N": "5"]]]],
                ])
            #expect(scanned["Items"] == [["x": ["S": "x5"]]])
        }
    }

    @Test func expectationsGuardWrites() async throws {
        try await filled { apus in
            func expect(_ expected: JSON, _ code: String?) async throws {
                let input: JSON = [
                    "TableName": "orders", "Item": item("a", 1, ["y": ["N": "1"]]), "Expected": expected,
                ]
                let failure = try await apus.failure("dynamodb:PutItem", input)
                #expect(failure?.code == code)
            }
            let refused = "ConditionalCheckFailedException"
            try await expect(["p": ["Exists": false]], refused)
            try await expect(["y": ["Value": ["N": "1"]]], nil)
            try await expect(
                ["y": ["ComparisonOperator": "LT", "AttributeValueList": [["N": "0"]]]], refused)
            try await expect(["y": ["Exists": true]], "ValidationException")
        }
    }

    @Test func attributeUpdatesChangeItems() async throws {
        try await filled { apus in
            let answer = try await apus.invoke(
                "dynamodb:UpdateItem",
                [
                    "TableName": "orders", "Key": item("a", 1), "ReturnValues": "ALL_NEW",
                    "AttributeUpdates": [
                        "x": ["Action": "DELETE"], "y": ["Action": "ADD", "Value": ["N": "4"]],
                        "z": ["Value": ["SS": ["q"]]], "l": ["Action": "PUT", "Value": ["S": "l"]],
                    ],
                ])
            #expect(
                answer["Attributes"]
                    == item("a", 1, ["y": ["N": "5"], "z": ["SS": ["q"]], "l": ["S": "l"]]))
        }
    }

    @Test func oldAndNewWaysDoNotMix() async throws {
        try await filled { apus in
            try await apus.expectRefusal(
                "dynamodb:PutItem",
                [
                    "TableName": "orders", "Item": item("a", 1), "Expected": ["p": ["Exists": false]],
                    "ConditionExpression": "attribute_not_exists(p)",
                ],
                "Can not use both expression and non-expression parameters in the same request: "
                    + "Non-expression parameters: {Expected} Expression parameters: {ConditionExpression}")
        }
    }
}

import Wire

/// The same in DynamoDB's words.
extension TableModel.Key {
    var json: JSON { ["p": ["S": .string(p)], "s": ["N": .string(String(s))]] }

    init?(_ item: JSON) {
        guard let p = item["p"]?["S"]?.string, let s = item["s"]?["N"]?.string.flatMap({ Int($0) }) else {
            return nil
        }
        self.init(p: p, s: s)
    }
}

extension TableModel {
    static func json(_ key: Key, _ value: Value) -> JSON {
        guard case .object(var object) = key.json else { return .null }
        if let g = value.g { object["g"] = ["S": .string(g)] }
        if let l = value.l { object["l"] = ["S": .string(l)] }
        if let n = value.n { object["n"] = ["N": .string(String(n))] }
        return .object(object)
    }

    func json(_ key: Key) -> JSON? { items[key].map { Self.json(key, $0) } }
}

extension TableModel.Write {
    /// The operation that makes the write alone.
    var action: String {
        switch self {
        case .put: "dynamodb:PutItem"
        case .add: "dynamodb:UpdateItem"
        case .delete: "dynamodb:DeleteItem"
        case .check: "dynamodb:TransactWriteItems"
        }
    }

    var name: String {
        switch self {
        case .put: "Put"
        case .add: "Update"
        case .delete: "Delete"
        case .check: "ConditionCheck"
        }
    }

    var input: JSONObject {
        var input: JSONObject = ["TableName": "orders"]
        switch self {
        case .put(let key, let value, let isNewOnly):
            input["Item"] = TableModel.json(key, value)
            if isNewOnly { input["ConditionExpression"] = "attribute_not_exists(p)" }
        case .add(let key, let most):
            input["Key"] = key.json
            input["UpdateExpression"] = "ADD n :one REMOVE l"
            var values: JSONObject = [":one": ["N": "1"]]
            if let most {
                input["ConditionExpression"] = "attribute_not_exists(n) OR n <= :most"
                values[":most"] = ["N": .string(String(most))]
            }
            input["ExpressionAttributeValues"] = .object(values)
        case .delete(let key, let mustExist):
            input["Key"] = key.json
            if mustExist { input["ConditionExpression"] = "attribute_exists(p)" }
        case .check(let key, let exists):
            input["Key"] = key.json
            input["ConditionExpression"] = exists ? "attribute_exists(p)" : "attribute_not_exists(p)"
        }
        return input
    }

    var transacted: JSON {
        var entry = JSONObject()
        entry[name] = .object(input)
        return .object(entry)
    }
}

extension TableModel.SortRange {
    /// The condition after the partition key's, and its values.
    var condition: (text: String, values: [(String, JSON)]) {
        func one(_ sign: String, _ bound: Int) -> (String, [(String, JSON)]) {
            (" AND s \(sign) :a", [(":a", ["N": .string(String(bound))])])
        }
        switch self {
        case .all: return ("", [])
        case .equal(let bound): return one("=", bound)
        case .less(let bound): return one("<", bound)
        case .atMost(let bound): return one("<=", bound)
        case .greater(let bound): return one(">", bound)
        case .atLeast(let bound): return one(">=", bound)
        case .between(let low, let high):
            return (
                " AND s BETWEEN :a AND :b",
                [(":a", ["N": .string(String(low))]), (":b", ["N": .string(String(high))])]
            )
        }
    }
}

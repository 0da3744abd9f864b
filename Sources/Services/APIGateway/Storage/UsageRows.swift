internal import Kernel
internal import Store

/// The rows of `apigateway_usage`. Access path: by (scope, plan, key, day).
enum UsageRows {
    static func used(
        plan: String, key: String, days: ClosedRange<Int>, scope: Int64, in tx: borrowing Transaction
    ) throws -> [Int: Int] {
        var found: [Int: Int] = [:]
        try tx.forEach(
            """
            SELECT day, used FROM apigateway_usage
            WHERE scope = \(scope) AND plan = \(plan) AND key = \(key)
                AND day >= \(days.lowerBound) AND day <= \(days.upperBound)
            """
        ) { row in
            found[try row.value(0)] = try row.value(1) as Int
            return true
        }
        return found
    }

    static func add(
        _ count: Int, plan: String, key: String, day: Int, scope: Int64, in tx: borrowing Transaction
    ) throws {
        try tx.run(
            """
            INSERT INTO apigateway_usage (scope, plan, key, day, used)
            VALUES (\(scope), \(plan), \(key), \(day), \(count))
            ON CONFLICT (scope, plan, key, day) DO UPDATE SET used = used + \(count)
            """)
    }
}

import ApusTesting
import CloudWatchLogs
import Kernel
import Store
import Testing
import Wire

/// Events of one millisecond, more than a page of them.
@Suite struct SameMomentTests {
    private func withEvents(_ count: Int, _ body: (TestApus) async throws -> Void) async throws {
        try await withApus([.cloudWatchLogs]) { apus in
            try await apus.invoke("logs:CreateLogGroup", ["logGroupName": "g"])
            try await apus.invoke("logs:CreateLogStream", ["logGroupName": "g", "logStreamName": "s"])
            let now = apus.now.milliseconds
            let events = (0..<count).map { number -> JSON in
                // The first and the last have moments of their own.
                let at = number == 0 ? now - 1 : number == count - 1 ? now + 1 : now
                return ["timestamp": .number(String(at)), "message": .string(String(number))]
            }
            try await apus.invoke(
                "logs:PutLogEvents",
                ["logGroupName": "g", "logStreamName": "s", "logEvents": .array(events)])
            try await body(apus)
        }
    }

    private func messages(_ answer: JSON) -> [Int] {
        (answer["events"]?.array ?? []).compactMap { $0["message"]?.string.flatMap { Int($0) } }
    }

    @Test(arguments: [1, 3, 7, 20]) func pagesForwardMissAndRepeatNothing(limit: Int) async throws {
        try await withEvents(20) { apus in
            var found: [Int] = []
            var token: JSON?
            while true {
                var input: JSONObject = [
                    "logGroupName": "g", "logStreamName": "s", "startFromHead": true,
                    "limit": .number(String(limit)),
                ]
                input["nextToken"] = token
                let page = try await apus.invoke("logs:GetLogEvents", .object(input))
                found += messages(page)
                guard page["nextForwardToken"] != token else { break }
                token = page["nextForwardToken"]
            }
            #expect(found == Array(0..<20))
        }
    }

    @Test(arguments: [1, 3, 7, 20]) func pagesBackwardMissAndRepeatNothing(limit: Int) async throws {
        try await withEvents(20) { apus in
            var found: [Int] = []
            var token: JSON?
            while true {
                var input: JSONObject = [
                    "logGroupName": "g", "logStreamName": "s", "limit": .number(String(limit)),
                ]
                input["nextToken"] = token
                let page = try await apus.invoke("logs:GetLogEvents", .object(input))
                found = messages(page) + found
                guard page["nextBackwardToken"] != token else { break }
                token = page["nextBackwardToken"]
            }
            #expect(found == Array(0..<20))
        }
    }

    @Test(arguments: [1, 3, 7]) func filteredPagesMissAndRepeatNothing(limit: Int) async throws {
        try await withEvents(20) { apus in
            var found: [Int] = []
            var token: JSON?
            repeat {
                var input: JSONObject = ["logGroupName": "g", "limit": .number(String(limit))]
                input["nextToken"] = token
                let page = try await apus.invoke("logs:FilterLogEvents", .object(input))
                found += messages(page)
                token = page["nextToken"]
            } while token != nil
            #expect(found == Array(0..<20))
        }
    }

    /// What the searches of `Events` rest on: with the moment fixed, the id bounds the search as well, which a
    /// comparison of pairs does not.
    @Test(arguments: ["stream", "log_group"]) func theRestOfAMomentIsSearchedByIndex(column: String)
        async throws
    {
        try await withEvents(2) { apus in
            let plans = try await apus.kernel.store.read { tx -> [String] in
                var plans: [String] = []
                func note(_ row: borrowing Row) throws -> Bool {
                    plans.append(try row.value(3) as String)
                    return true
                }
                if column == "stream" {
                    try tx.forEach(
                        """
                        EXPLAIN QUERY PLAN SELECT id FROM logs_event
                        WHERE stream = 1 AND at = 5 AND id > 7 ORDER BY id LIMIT 9
                        """, note)
                    try tx.forEach(
                        """
                        EXPLAIN QUERY PLAN SELECT id FROM logs_event
                        WHERE stream = 1 AND (at, id) > (5, 7) ORDER BY at, id LIMIT 9
                        """, note)
                } else {
                    try tx.forEach(
                        """
                        EXPLAIN QUERY PLAN SELECT id FROM logs_event
                        WHERE log_group = 1 AND at = 5 AND id > 7 ORDER BY id LIMIT 9
                        """, note)
                    try tx.forEach(
                        """
                        EXPLAIN QUERY PLAN SELECT id FROM logs_event
                        WHERE log_group = 1 AND (at, id) > (5, 7) ORDER BY at, id LIMIT 9
                        """, note)
                }
                return plans
            }
            #expect(plans.count == 2)
            #expect(plans.first?.hasSuffix("(\(column)=? AND at=? AND id>?)") == true)
            #expect(plans.last?.contains("id>?") == false)
        }
    }
}

internal import CSQLite

extension Connection {
    /// The rows of one of this program's own statements, each as its columns with spaces between.
    func rows(_ text: String) throws(StoreError) -> [String] {
        let statement = try control(text)
        var rows: [String] = []
        while try step(statement) {
            var columns: [String] = []
            for index in 0..<Int(sqlite3_column_count(statement.handle)) {
                switch SQLColumn(statement.handle, index).any() {
                case .null: columns.append("null")
                case .integer(let value): columns.append("\(value)")
                case .real(let value): columns.append("\(value)")
                case .text(let value): columns.append(value)
                case .blob(let value): columns.append("\(value.count) bytes")
                }
            }
            rows.append(columns.joined(separator: " "))
        }
        return rows
    }

    /// The tables that the plan for `sql` scans.
    func scans(of sql: SQL) throws(StoreError) -> [String] { try scans(ofText: sql.text) }

    /// The statements prepared so far that scan a table.
    func scanningStatements() throws(StoreError) -> [String] {
        var found: [String] = []
        for text in statementTexts {
            if try !scans(ofText: text).isEmpty { found.append(text) }
        }
        return found
    }

    private func scans(ofText text: String) throws(StoreError) -> [String] {
        let plan = try control("EXPLAIN QUERY PLAN " + text)
        var tables: [String] = []
        while try step(plan) {
            let words = try SQLColumn(plan.handle, 3).text().split(separator: " ")
            guard words.count > 1, words[0] == "SCAN" else { continue }
            // Constants, value lists and subqueries are no tables; what a subquery scans has its own line.
            guard !words.contains("CONSTANT"), !words[1].hasPrefix("(") else { continue }
            tables.append(String(words[1]))
        }
        return tables
    }
}

import Store
import Testing

@Suite struct ValueTests {
    enum Colour: String, SQLReadable { case red, blue }
    enum Level: Int, SQLReadable { case low = 1, high = 2 }

    /// Stores a value and reads it back as `V`.
    func roundTrip<V: SQLReadable & Sendable>(_ value: V) async throws -> V? {
        let store = try Store(.memory)
        try store.migrate("test", [Migration(number: 1, sql: "CREATE TABLE slot (value ANY) STRICT")])
        let found = try await store.write(label: "slot") { transaction in
            try transaction.run("INSERT INTO slot (value) VALUES (\(value))")
            return try transaction.value("SELECT value FROM slot", as: V.self)
        }
        store.close()
        return found
    }

    @Test func integersOfEverySizeComeBack() async throws {
        for value in [Int64.min, -1, 0, 1, 127, 128, 1 << 31, 1 << 47, Int64.max] {
            #expect(try await roundTrip(value) == value)
            #expect(try await roundTrip(Int(value)) == Int(value))
        }
        #expect(try await roundTrip(Int32.min) == Int32.min)
    }

    @Test func doublesComeBack() async throws {
        for value in [0, -0.0, 1.5, .pi, .infinity, -.infinity, .leastNonzeroMagnitude, 1e308] {
            #expect(try await roundTrip(value) == value)
        }
    }

    @Test func booleansComeBack() async throws {
        #expect(try await roundTrip(true) == true)
        #expect(try await roundTrip(false) == false)
    }

    @Test func textComesBackWithZeroBytesAndAnyScript() async throws {
        for value in [
            "", "a", "a\0b\0", "größer 😀 漢字", String(repeating: "é", count: 100_000), "'; DROP TABLE x --",
        ] {
            #expect(try await roundTrip(value) == value)
        }
    }

    @Test func bytesComeBackAndAnEmptyBlobIsNotNull() async throws {
        let million = (0..<1_048_576).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        for value in [[], [0], [0, 255, 0], million] { #expect(try await roundTrip(value) == value) }
        #expect(try await roundTrip(SQLValue.blob([])) == .blob([]))
        #expect(try await roundTrip(SQLValue.text("")) == .text(""))
    }

    @Test func optionalsComeBackAsNullOrValue() async throws {
        #expect(try await roundTrip(String?.none) == .none)
        #expect(try await roundTrip(String?.some("x")) == .some("x"))
        #expect(try await roundTrip(SQLValue.null) == nil)
    }

    @Test func typesWithARawValueComeBack() async throws {
        #expect(try await roundTrip(Colour.blue) == .blue)
        #expect(try await roundTrip(Level.high) == .high)
    }

    @Test func aColumnOfAnotherTypeIsAnErrorAndNeverAGuess() async throws {
        let store = try Store(.memory)
        try await store.read { transaction in
            #expect(throws: StoreError.column(index: 0, expected: "integer", found: "text")) {
                try transaction.value("SELECT \("7")", as: Int.self)
            }
            #expect(throws: StoreError.column(index: 0, expected: "text", found: "integer")) {
                try transaction.value("SELECT \(7)", as: String.self)
            }
            #expect(throws: StoreError.column(index: 0, expected: "Bool", found: "integer")) {
                try transaction.value("SELECT \(2)", as: Bool.self)
            }
            #expect(throws: StoreError.column(index: 0, expected: "Colour", found: "text")) {
                try transaction.value("SELECT \("green")", as: Colour.self)
            }
            #expect(throws: StoreError.column(index: 0, expected: "text", found: "null")) {
                try transaction.values("SELECT \(SQLValue.null)", as: String.self)
            }
        }
        store.close()
    }

    @Test func anInterpolatedValueIsNeverSpliced() {
        let sql: SQL =
            "SELECT \("1; DROP TABLE note"), \(2) FROM \(raw: "note") WHERE id IN (\(list: [1, 2, 3]))"
        #expect(sql.text == "SELECT ?, ? FROM note WHERE id IN (?,?,?)")
        let none: SQL = "SELECT 1 WHERE 1 IN (\(list: [Int]()))"
        #expect(none.text == "SELECT 1 WHERE 1 IN (NULL)")
        let joined: SQL = "\(sql: "SELECT \(1)") UNION \(sql: "SELECT \(2)")"
        #expect(joined.text == "SELECT ? UNION SELECT ?")
    }

    @Test func bytesAreLentWithoutACopy() async throws {
        let store = try Store(.memory)
        let sum = try await store.read { transaction in
            var sum = 0
            try transaction.forEach("SELECT \([1, 2, 3] as [UInt8]), \("é")") { row in
                for index in 0..<2 {
                    try row.withBytes(index) { bytes in
                        for offset in bytes.byteOffsets {
                            sum += Int(bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
                        }
                    }
                }
                return true
            }
            return sum
        }
        #expect(sum == 6 + 0xC3 + 0xA9)
        store.close()
    }

    @Test(
        arguments: [
            "SELEC", "", "SELECT 1; SELECT 2", "SELECT ?", "SELECT * FROM missing", "SELECT \"text\"",
        ] as [SQL])
    func aWrongStatementIsAnError(_ sql: SQL) async throws {
        let store = try Store(.memory)
        await #expect { try await store.read { try $0.run(sql) } } throws: { error in
            if case StoreError.statement = error { true } else { false }
        }
        store.close()
    }

    @Test func aValueAboveTheLimitIsRefused() async throws {
        var limits = StoreLimits()
        limits.valueBytes = 1000
        let store = try Store(StoreConfiguration(.memory, limits: limits))
        await #expect(throws: StoreError.tooLarge) {
            try await store.read {
                try $0.value("SELECT \(String(repeating: "x", count: 1001))", as: String.self)
            }
        }
        store.close()
    }
}

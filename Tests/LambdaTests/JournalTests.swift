import Kernel
import LambdaInterface
import Synchronization
import Testing
import Wire

@testable import Lambda

@Suite struct JournalTests {
    /// A journal and what it ships.
    final class Desk {
        let shipped = Mutex<[String]>([])
        var journal: Journal

        init(_ config: LoggingConfig? = nil) {
            nonisolated(unsafe) var take: (([UInt8]) -> Void)?
            journal = Journal(PlatformLog(config)) { take?($0) }
            take = { line in self.shipped.withLock { $0.append(String(decoding: line, as: UTF8.self)) } }
        }

        var lines: [String] { shipped.withLock { $0 } }
    }

    private static let json = LogSettings.merged(LoggingConfig(logFormat: "JSON"), function: "f")
    private static let report = RunReport(
        requestID: "id", duration: .milliseconds(12), memoryMegabytes: 128, peakMegabytes: 30,
        initDuration: .milliseconds(5), status: nil)

    @Test func piecesOfALineAreOneLine() {
        let desk = Desk()
        for piece in ["on", "e\ntw", "o\n\nthree"] { desk.journal.append(Array(piece.utf8)) }
        #expect(desk.lines == ["one", "two"])
        desk.journal.close()
        #expect(desk.lines == ["one", "two", "three"])
    }

    @Test func aLineOfAMegabyteIsCutInPieces() {
        let desk = Desk()
        let line = [UInt8](repeating: 0x78, count: 1 << 20)
        for start in stride(from: 0, to: line.count, by: 1 << 14) {
            desk.journal.append(Array(line[start..<start + 1 << 14]))
        }
        desk.journal.append(Array("y\n".utf8))
        #expect(desk.lines.map(\.utf8.count) == [262_144, 262_144, 262_144, 262_144, 1])
    }

    @Test func aLongLineThatComesAtOnceIsCutToo() {
        let desk = Desk()
        desk.journal.append([UInt8](repeating: 0x78, count: 600_000) + [0x0A])
        #expect(desk.lines.map(\.utf8.count) == [262_144, 262_144, 75_712])
    }

    @Test func theEndOfTheLogComesWithTheRun() {
        let desk = Desk()
        desk.journal.begin("id", version: "1", at: Instant(milliseconds: 0))
        desk.journal.append(Array("hello".utf8))
        let tail = String(
            decoding: desk.journal.end(Self.report, at: Instant(milliseconds: 0)), as: UTF8.self)
        #expect(
            tail == "START RequestId: id Version: 1\nhello\nEND RequestId: id\nREPORT RequestId: id\t"
                + "Duration: 12.00 ms\tBilled Duration: 17 ms\tMemory Size: 128 MB\tMax Memory Used: 30 MB\t"
                + "Init Duration: 5.00 ms\t\n")
    }

    @Test func aLogOfJSONHoldsTheServicesEventsAsObjects() throws {
        let desk = Desk(Self.json)
        desk.journal.begin("id", version: "1", at: Instant(milliseconds: 0))
        _ = desk.journal.end(Self.report, at: Instant(milliseconds: 1500))
        let events = try desk.lines.map { try JSON(parsing: Array($0.utf8)) }
        #expect(
            events == [
                [
                    "time": "1970-01-01T00:00:00.000Z", "type": "platform.start",
                    "record": ["requestId": "id", "version": "1"],
                ],
                [
                    "time": "1970-01-01T00:00:01.500Z", "type": "platform.report",
                    "record": [
                        "requestId": "id", "status": "success",
                        "metrics": [
                            "durationMs": .number("12.00"), "billedDurationMs": 17, "memorySizeMB": 128,
                            "maxMemoryUsedMB": 30, "initDurationMs": .number("5.00"),
                        ],
                    ],
                ],
            ])
    }

    @Test func levelsOfTheSystemChooseItsEvents() throws {
        func types(_ level: String, failed: Bool) throws -> [String?] {
            let desk = Desk(
                LoggingConfig(logFormat: "JSON", applicationLogLevel: "INFO", systemLogLevel: level))
            desk.journal.begin("id", version: "1", at: Instant(milliseconds: 0))
            let report = RunReport(
                requestID: "id", duration: .zero, memoryMegabytes: 128, peakMegabytes: 1, initDuration: nil,
                status: failed ? "error" : nil, errorType: failed ? "Runtime.ExitError" : nil)
            _ = desk.journal.end(report, at: Instant(milliseconds: 0))
            return try desk.lines.map { try JSON(parsing: Array($0.utf8))["type"]?.string }
        }
        #expect(try types("WARN", failed: false) == [])
        #expect(try types("WARN", failed: true) == ["platform.runtimeDone", "platform.report"])
        #expect(
            try types("DEBUG", failed: false) == [
                "platform.start", "platform.runtimeDone", "platform.report",
            ])
    }

    @Test(arguments: [
        (#"{"level":"debug"}"#, false), (#"{"level":"INFO"}"#, false), (#"{"level":"Warning"}"#, true),
        (#"{"log_level":"ERROR"}"#, true), (#"{"message":"no level"}"#, false), ("plain text", true),
        (#"{"no JSON"#, true),
    ])
    func linesBelowTheApplicationsLevelAreDropped(_ line: String, _ isKept: Bool) {
        let log = PlatformLog(
            LoggingConfig(logFormat: "JSON", applicationLogLevel: "WARN", systemLogLevel: "INFO"))
        #expect(log.keeps(Array(line.utf8)) == isKept)
    }

    @Test func aLogOfTextKeepsEveryLine() {
        #expect(PlatformLog().keeps(Array(#"{"level":"trace"}"#.utf8)))
    }
}

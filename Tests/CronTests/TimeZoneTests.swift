import Foundation
import Testing

import struct Cron.CivilTime
import enum Cron.ScheduleExpression
import struct Cron.ScheduleExpressionError
import struct Cron.TimeZone
import struct Cron.TimeZoneError

/// Zones as the system describes them; a line says so where it describes none.
@Suite struct TimeZoneTests {
    static let hasZones = FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/Europe/Berlin")

    static func zone(_ name: String) throws -> Cron.TimeZone {
        let bytes = try #require(FileManager.default.contents(atPath: "/usr/share/zoneinfo/\(name)"))
        return try Cron.TimeZone(parsing: Array(bytes))
    }

    static func time(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0
    ) -> CivilTime {
        CivilTime(year: year, month: month, day: day, hour: hour, minute: minute)
    }

    static func utc(
        _ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0
    ) -> Int {
        time(year, month, day, hour, minute).secondsSince1970
    }

    @Test(
        .enabled(if: hasZones),
        arguments: [
            ("Europe/Berlin", 2026, 1, 3600), ("Europe/Berlin", 2026, 7, 7200),
            ("Europe/Berlin", 2199, 7, 7200),
            ("America/New_York", 2026, 1, -18_000), ("America/New_York", 2090, 7, -14_400),
            ("Australia/Lord_Howe", 2026, 1, 39_600), ("Australia/Lord_Howe", 2026, 7, 37_800),
            ("America/Sao_Paulo", 2018, 1, -7200), ("America/Sao_Paulo", 2026, 1, -10_800),
            ("Asia/Kolkata", 2026, 7, 19_800), ("UTC", 2026, 7, 0), ("Europe/London", 1970, 1, 3600),
            ("Asia/Kathmandu", 1980, 1, 19_800), ("Asia/Kathmandu", 2026, 1, 20_700),
        ])
    func aZoneHasAnOffsetAtEachMoment(name: String, year: Int, month: Int, offset: Int) throws {
        #expect(try Self.zone(name).offset(at: Self.utc(year, month, 15)) == offset)
    }

    /// `date` of the system reads the same files with code of its own. Foundation's zones may be of another
    /// year than the files.
    @Test(.enabled(if: hasZones)) func offsetsAreThoseThatOthersRead() throws {
        // Every third day at changing hours, for the years that schedules will see.
        let moments = (0..<1200).map { Self.utc(2025, 1, 1) + $0 * 3 * 86_400 + $0 % 24 * 3600 }
        for name in Foundation.TimeZone.knownTimeZoneIdentifiers
        where FileManager.default.fileExists(atPath: "/usr/share/zoneinfo/\(name)") {
            let zone = try Self.zone(name)
            let others = try Self.offsetsByDate(name, at: moments)
            #expect(others.count == moments.count)
            let difference = zip(moments, others).first { zone.offset(at: $0) != $1 }
            if let (moment, other) = difference {
                Issue.record("\(name) at \(moment): \(zone.offset(at: moment)), not \(other)")
            }
        }
    }

    /// Seconds east of Greenwich, as `date` tells them for each moment.
    private static func offsetsByDate(_ zone: String, at moments: [Int]) throws -> [Int] {
        let date = Process()
        let input = Pipe()
        let output = Pipe()
        date.executableURL = URL(fileURLWithPath: "/bin/date")
        date.arguments = ["-f", "-", "+%z"]
        date.environment = ["TZ": zone]
        date.standardInput = input
        date.standardOutput = output
        try date.run()
        try input.fileHandleForWriting.write(contentsOf: Data(moments.map { "@\($0)\n" }.joined().utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        date.waitUntilExit()
        return text.split(separator: "\n").compactMap { line in
            guard let number = Int(line) else { return nil }
            return (number / 100 * 60 + number % 100) * 60
        }
    }

    @Test(.enabled(if: hasZones)) func aTimeThatClocksSkipIsNoMoment() throws {
        let berlin = try Self.zone("Europe/Berlin")
        #expect(berlin.moment(of: Self.time(2026, 3, 29, 1, 59)) == Self.utc(2026, 3, 29, 0, 59))
        #expect(berlin.moment(of: Self.time(2026, 3, 29, 2, 0)) == nil)
        #expect(berlin.moment(of: Self.time(2026, 3, 29, 2, 59)) == nil)
        #expect(berlin.moment(of: Self.time(2026, 3, 29, 3, 0)) == Self.utc(2026, 3, 29, 1, 0))
    }

    @Test(.enabled(if: hasZones)) func aTimeThatClocksShowTwiceIsTheFirstMoment() throws {
        let york = try Self.zone("America/New_York")
        #expect(york.moment(of: Self.time(2026, 11, 1, 1, 30)) == Self.utc(2026, 11, 1, 5, 30))
        #expect(york.moment(of: Self.time(2026, 11, 1, 2, 0)) == Self.utc(2026, 11, 1, 7, 0))
    }

    @Test(.enabled(if: hasZones)) func cronKeepsToClocksWhenTheyAreChanged() throws {
        let berlin = try Self.zone("Europe/Berlin")
        func times(_ text: String, from start: Int, _ count: Int) throws -> [Int] {
            let expression = try ScheduleExpression(parsing: text, agrees: true)
            var times: [Int] = []
            while times.count < count,
                let next = expression.next(after: times.last ?? start, start: start, in: berlin)
            {
                times.append(next)
            }
            return times
        }
        // Skipped on the 29th of March, once on the 25th of October.
        #expect(
            try times("cron(30 2 * * ? *)", from: Self.utc(2026, 3, 28), 2)
                == [Self.utc(2026, 3, 28, 1, 30), Self.utc(2026, 3, 30, 0, 30)])
        #expect(
            try times("cron(30 2 * * ? *)", from: Self.utc(2026, 10, 24), 3)
                == [
                    Self.utc(2026, 10, 24, 0, 30), Self.utc(2026, 10, 25, 0, 30),
                    Self.utc(2026, 10, 26, 1, 30),
                ])
        // Of the hour that comes twice the first one counts.
        #expect(
            try times("cron(0/30 * * * ? *)", from: Self.utc(2026, 10, 24, 23, 45), 4)
                == [
                    Self.utc(2026, 10, 25, 0, 0), Self.utc(2026, 10, 25, 0, 30),
                    Self.utc(2026, 10, 25, 2, 0), Self.utc(2026, 10, 25, 2, 30),
                ])
        // A rate takes no notice of clocks.
        #expect(
            try times("rate(1 day)", from: Self.utc(2026, 3, 28, 11), 2)
                == [Self.utc(2026, 3, 29, 11), Self.utc(2026, 3, 30, 11)])
        #expect(try times("at(2026-03-29T02:30:00)", from: Self.utc(2026, 1, 1), 1) == [])
        #expect(
            try times("at(2026-07-01T12:00:00)", from: Self.utc(2026, 1, 1), 2)
                == [Self.utc(2026, 7, 1, 10)])
    }

    @Test func bytesThatAreNoZoneAreRefused() throws {
        let small = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 39)
        for bytes in [[], Array("TZif".utf8), small, [UInt8](repeating: 0xFF, count: 200)] {
            #expect(throws: TimeZoneError.self) { try Cron.TimeZone(parsing: bytes) }
        }
        var wild = small
        for index in 20..<44 { wild[index] = 0xFF }
        #expect(throws: TimeZoneError.self) { try Cron.TimeZone(parsing: wild) }
        #expect(throws: TimeZoneError.self) {
            try Cron.TimeZone(parsing: [UInt8](repeating: 0, count: Cron.TimeZone.sizeMax + 1))
        }
    }

    /// A file with no changes whose rule says all.
    @Test(arguments: [
        ("CET-1CEST,M3.5.0,M10.5.0/3", 3600, 7200), ("<-03>3", -10_800, -10_800),
        ("AEST-10AEDT,M10.1.0,M4.1.0/3", 39_600, 36_000), ("IST-1GMT0,M10.5.0,M3.5.0/1", 0, 3600),
        ("EET-2EEST,M3.4.4/50,M10.4.4/50", 7200, 10_800), ("XXX3EDT4,0/0,J365/23", -14_400, -14_400),
        ("AAA-1BBB,J60,J300", 3600, 7200),
    ])
    func aRuleHoldsForEveryYear(text: String, january: Int, july: Int) throws {
        let zone = try Cron.TimeZone(parsing: Self.file(rule: text))
        #expect(zone.offset(at: Self.utc(2040, 1, 15)) == january)
        #expect(zone.offset(at: Self.utc(2040, 7, 15)) == july)
    }

    @Test(arguments: [
        "C-1", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M1.1.1", "<CET-1", "CET-999",
    ])
    func aRuleThatIsNoneIsRefused(text: String) throws {
        #expect(throws: TimeZoneError.self) { try Cron.TimeZone(parsing: Self.file(rule: text)) }
    }

    private static func file(rule: String) -> [UInt8] {
        func header() -> [UInt8] {
            Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15)
                + [0, 0, 0, 0, 1, 4].flatMap { [0, 0, 0, UInt8($0)] }
        }
        let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
        return header() + body + header() + body + Array("\n\(rule)\n".utf8)
    }
}

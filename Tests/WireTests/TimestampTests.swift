import Testing
import Wire

@Suite struct TimestampTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT", "0"),
        (1_576_540_098_000, "2019-12-16T23:48:18Z", "Mon, 16 Dec 2019 23:48:18 GMT", "1576540098"),
        (1_709_209_845_120, "2024-02-29T12:30:45.120Z", "Thu, 29 Feb 2024 12:30:45 GMT", "1709209845.12"),
        (-1, "1969-12-31T23:59:59.999Z", "Wed, 31 Dec 1969 23:59:59 GMT", "-0.001"),
        (253_402_300_799_000, "9999-12-31T23:59:59Z", "Fri, 31 Dec 9999 23:59:59 GMT", "253402300799"),
    ])
    func itIsSpelledAsAWSDoes(_ milliseconds: Int, _ iso: String, _ http: String, _ epoch: String) {
        let stamp = Timestamp(milliseconds: milliseconds)
        #expect(stamp.text(.iso8601) == iso)
        #expect(stamp.text(.rfc822) == http)
        #expect(stamp.text(.epoch) == epoch)
        #expect(Timestamp(parsing: iso, .iso8601) == stamp)
        #expect(Timestamp(parsing: epoch, .epoch) == stamp)
        #expect(
            Timestamp(parsing: http, .rfc822)?.milliseconds
                == (milliseconds - (milliseconds % 1000 + 1000) % 1000))
    }

    @Test func s3AlwaysWritesMilliseconds() {
        #expect(
            Timestamp(milliseconds: 0).text(.iso8601, alwaysMilliseconds: true) == "1970-01-01T00:00:00.000Z")
    }

    @Test func offsetsAndExponentsAreRead() {
        #expect(Timestamp(parsing: "2019-12-17T00:48:18+01:00", .iso8601)?.milliseconds == 1_576_540_098_000)
        #expect(Timestamp(parsing: "1.576540098E9", .epoch)?.milliseconds == 1_576_540_098_000)
        #expect(Timestamp(parsing: "2019-12-16", .iso8601)?.milliseconds == 1_576_454_400_000)
    }

    @Test(arguments: [
        "", "x", "2019-13-01T00:00:00Z", "2019-02-29T00:00:00Z", "2019-12-16T25:00:00Z", "1e999",
        "2019-12-16T23:48:18", "Mon, 16 Dec 2019", "Mon, 16 Foo 2019 23:48:18 GMT", "2019-12-16T23:48:18Zx",
    ])
    func whatIsNoTimeIsRefused(_ text: String) {
        for format in [TimestampFormat.iso8601, .rfc822, .epoch] {
            #expect(Timestamp(parsing: text, format) == nil)
        }
    }
}

import EventPattern
import Foundation
import Testing
import Wire

/// What EventBridge answered, where the shared vectors are at hand.
@Suite struct VectorTests {
    private static var file: String {
        let environment = ProcessInfo.processInfo.environment["APUS_SHARED"]
        return (environment ?? "../shared") + "/vectors/event-patterns.json"
    }

    private static let isPresent = FileManager.default.fileExists(atPath: file)

    @Test(.enabled(if: isPresent, "shared vectors are absent: event-patterns.json not found"))
    func eventsAndPatternsAreAnsweredAsEventBridgeAnsweredThem() throws {
        let data = try Data(contentsOf: URL(filePath: Self.file))
        let cases = try #require(try JSON(parsing: Array(data)).array)
        #expect(cases.count == 78)
        for vector in cases {
            let pattern = try #require(vector["pattern"])
            let event = try #require(vector["event"])
            var answer = "refused"
            do throws(EventPatternError) {
                answer = try EventPattern(parsing: pattern.text).matches(event.utf8) ? "match" : "no match"
            } catch {
                answer = "refused"
            }
            #expect(answer == vector["expect"]?.string, "\(vector["name"]?.string ?? "")")
        }
    }
}

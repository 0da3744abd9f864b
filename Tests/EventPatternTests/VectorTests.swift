import EventPattern
import SharedVectors
import Testing
import Wire

/// What EventBridge answered, where the shared vectors are at hand.
@Suite struct VectorTests {
    private static let file = "event-patterns.json"

    @Test(.enabled(if: SharedVectors.has(file), "shared vectors are absent: event-patterns.json not found"))
    func eventsAndPatternsAreAnsweredAsEventBridgeAnsweredThem() throws {
        let cases = try #require(try SharedVectors.document(Self.file).array)
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

internal import EventBridgeInterface
internal import EventPattern
internal import Kernel
internal import Store
internal import Wire

extension EventBridge {
    /// Says whether a pattern matches an event.
    func testEventPattern(_ input: TestEventPatternInput, _ call: Call) async throws -> TestEventPatternOutput
    {
        let pattern = try Self.checked(input.eventPattern)
        let event: JSON
        do {
            event = try JSON(parsing: input.event)
        } catch {
            throw ValidationException("Parameter Event is not valid.")
        }
        let required = ["id", "account", "source", "time", "region", "resources", "detail-type"]
        guard event.object != nil, required.allSatisfy({ event[$0] != nil }) else {
            throw ValidationException("Parameter Event is not valid.")
        }
        return TestEventPatternOutput(result: pattern.matches(event.utf8))
    }

    /// A pattern, or AWS's refusal of it.
    static func checked(_ pattern: String) throws -> EventPattern {
        do {
            return try EventPattern(parsing: pattern)
        } catch {
            throw InvalidEventPatternException(error.message)
        }
    }
}

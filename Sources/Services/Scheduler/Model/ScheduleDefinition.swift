internal import Kernel
internal import SchedulerInterface
internal import Wire

/// All that a caller says about a schedule besides its names and its state.
struct ScheduleDefinition: Sendable {
    static let zoneStandard = "UTC"
    /// How long and how often a target is tried where the schedule does not say.
    static let ageMaxSecondsStandard = 86_400
    static let attemptsMaxStandard = 185

    private(set) var settings: CreateScheduleInput

    init(_ input: CreateScheduleInput) {
        settings = input
        settings.name = ""
        settings.groupName = nil
        settings.clientToken = nil
        settings.state = nil
        let retry = input.target.retryPolicy
        settings.target.retryPolicy = RetryPolicy(
            maximumEventAgeInSeconds: retry?.maximumEventAgeInSeconds ?? Self.ageMaxSecondsStandard,
            maximumRetryAttempts: retry?.maximumRetryAttempts ?? Self.attemptsMaxStandard)
    }

    /// Reads what `text` spells.
    init(_ text: String) throws {
        settings = try CreateScheduleInput(json: Array(text.utf8))
    }

    var text: String { String(decoding: settings.json(), as: UTF8.self) }

    var target: Target { settings.target }
    var zone: String { settings.scheduleExpressionTimezone ?? Self.zoneStandard }
    var action: String { settings.actionAfterCompletion ?? "NONE" }
    var isDeletedAfterCompletion: Bool { action == "DELETE" }

    /// How long after its time the schedule may act.
    var window: Duration {
        settings.flexibleTimeWindow.mode == "FLEXIBLE"
            ? .seconds(60 * (settings.flexibleTimeWindow.maximumWindowInMinutes ?? 0)) : .zero
    }
}

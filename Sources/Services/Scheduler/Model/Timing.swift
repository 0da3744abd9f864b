internal import Cron
internal import Kernel
internal import SchedulerInterface
internal import Store
internal import Wire

/// When a schedule acts.
struct Timing: Sendable {
    private let expression: ScheduleExpression
    private let zone: TimeZone
    private let start: Instant?
    private let end: Instant?
    private let window: Duration

    init(_ definition: ScheduleDefinition, _ zones: Zones) throws {
        let settings = definition.settings
        do {
            expression = try ScheduleExpression(parsing: settings.scheduleExpression, agrees: false)
        } catch {
            throw ValidationException("Invalid Schedule Expression \(settings.scheduleExpression).")
        }
        guard let zone = zones.zone(named: definition.zone) else {
            throw ValidationException("Invalid ScheduleExpressionTimezone \(definition.zone).")
        }
        self.zone = zone
        start = settings.startDate.map { Instant($0) }
        end = settings.endDate.map { Instant($0) }
        window = definition.window
    }

    /// Whether the schedule acts once.
    var isOnce: Bool {
        if case .at = expression { true } else { false }
    }

    /// The first time from `now` on for a schedule that was made or changed now.
    func first(at now: Instant) -> Instant? {
        let from = isOnce ? now : max(now, start ?? now)
        if case .rate(let rate) = expression {
            // Without a beginning it acts at once; its phase is of whole seconds.
            guard let start, start < now else {
                return within(Instant(milliseconds: from.seconds * 1000))
            }
            let passed = rate.next(after: Self.seconds(now) - 1, start: Self.seconds(start))
            return within(Instant(milliseconds: Int64(passed) * 1000))
        }
        return next(from: from, start: from)
    }

    /// The time after `scheduled`, at which a schedule acted that now is over.
    ///
    /// Times that passed while the server was away are not made up for; a rate keeps its phase.
    func next(after scheduled: Instant, now: Instant) -> Instant? {
        guard !isOnce else { return nil }
        let isLate = now - scheduled > window
        return next(from: (isLate ? max(now, scheduled) : scheduled) + .milliseconds(1), start: scheduled)
    }

    /// The first time from a moment on.
    private func next(from moment: Instant, start: Instant) -> Instant? {
        expression.next(after: Self.seconds(moment) - 1, start: Self.seconds(start), in: zone)
            .flatMap { within(Instant(milliseconds: Int64($0) * 1000)) }
    }

    private func within(_ time: Instant) -> Instant? {
        guard !isOnce, let end else { return time }
        return time <= end ? time : nil
    }

    /// Whole seconds, rounded up.
    private static func seconds(_ moment: Instant) -> Int { Int((moment.milliseconds + 999) / 1000) }

    /// Has the schedule wait for its time, or for a moment of its window drawn by lot.
    func plan(
        _ scheduled: Instant, _ schedule: Int64, _ call: Kernel.Call, in tx: borrowing Transaction
    ) throws {
        let width = Int(window.milliseconds)
        let delay = width > 0 ? call.kernel.entropy.integer(in: 0...(width - 1)) : 0
        try call.schedule(
            "scheduler", at: scheduled + .milliseconds(delay), key: String(schedule),
            payload: delay > 0 ? String(scheduled.milliseconds) : "", in: tx)
    }

    /// The time for which a timer was set.
    static func scheduled(_ timer: Timer) -> Instant {
        Int64(timer.payload).map { Instant(milliseconds: $0) } ?? timer.dueAt
    }
}

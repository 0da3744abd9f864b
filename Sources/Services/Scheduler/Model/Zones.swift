internal import Cron
internal import Kernel
internal import Synchronization

/// The time zones that schedules use, each read once.
final class Zones: Sendable {
    /// Zones remembered; there are some 600, of which most have several names.
    static let knownMax = 2048

    private let known = Mutex<[String: TimeZone]>([:])

    /// The zone of a name; nil when there is none.
    func zone(named name: String) -> TimeZone? {
        if name == ScheduleDefinition.zoneStandard { return .utc }
        if let zone = known.withLock({ $0[name] }) { return zone }
        guard let bytes = ZoneFiles.description(of: name) else { return nil }
        do {
            let zone = try TimeZone(parsing: bytes)
            known.withLock { known in
                if known.count < Self.knownMax { known[name] = zone }
            }
            return zone
        } catch {
            return nil
        }
    }
}

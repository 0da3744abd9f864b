import MeterBroker
import Wire

/// What all functions share: the settings and the ways to the outside.
public struct Broker: Sendable {
    public let settings: Settings
    public let items: any Items
    public let archive: any Archive
    public let channels: any Channels
    public let receivers: any Receivers
    public let accessLog: any AccessLog
    public let environment: any Environment
    let directory = Directory()

    public init(
        settings: Settings, items: any Items, archive: any Archive, channels: any Channels,
        receivers: any Receivers, accessLog: any AccessLog, environment: any Environment
    ) {
        self.settings = settings
        self.items = items
        self.archive = archive
        self.channels = channels
        self.receivers = receivers
        self.accessLog = accessLog
        self.environment = environment
    }

    var now: Timestamp { environment.now }
}

extension Timestamp {
    /// ISO 8601 with three decimals, so that texts sort as times do.
    var text: String { text(.iso8601, alwaysMilliseconds: true) }
    var day: String { String(text.prefix(10)) }
    func adding(seconds: Int) -> Timestamp { Timestamp(milliseconds: milliseconds + seconds * 1000) }
}

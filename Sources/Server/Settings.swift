public import Kernel
internal import Outside
internal import Wire

/// How an operator wants the server to run: by flag, by environment (`APUS_*`) or by file, in this order of
/// rank.
public struct Settings: Sendable, Equatable {
    public enum ClockMode: String, Sendable, CaseIterable {
        case system, virtual
    }

    /// Address to listen on.
    public var host = "127.0.0.1"
    /// TCP port; 0 takes any free one.
    public var port = 4566
    /// Directory that holds everything; nil keeps everything in memory.
    public var data: String? = "./.apus"
    public var authentication = KernelSettings.Authentication.open
    public var clock = ClockMode.system
    /// Region of requests that name none.
    public var region = "us-east-1"
    /// Event-loop threads; 0 chooses by the number of cores.
    public var loops = 0
    /// The root access key of a server that has none yet; made by chance when absent.
    public var rootAccessKeyID: String?
    public var rootSecretAccessKey: String?
    /// The relay that takes mail, `smtp://[user:password@]host[:port]`; without one mail stays in the server.
    public var mailRelay: String?
    /// The address that mail comes from.
    public var mailFrom = "no-reply@sns.amazonaws.com"
    /// How long it is remembered what happened to events and messages, and how many MiB of it; 0 of either
    /// remembers nothing.
    public var journalHours = 168
    public var journalMegabytes = 256
    /// How much the log tells: trace, debug, info, notice, warning, error or critical.
    public var logLevel = "notice"

    public init() {}
}

/// Why the settings are not usable; the message says what to do.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

extension Settings {
    /// The settings that a name can be given for, with what they take.
    static let keys = [
        "host", "port", "data", "ephemeral", "auth", "clock", "region", "loops", "log_level",
        "journal_hours", "journal_megabytes",
        "root_access_key_id", "root_secret_access_key", "mail_relay", "mail_from",
    ]

    /// Sets one value by its name, as file and environment spell it.
    public mutating func set(_ key: String, to value: String) throws(SettingsError) {
        switch key {
        case "host": host = value
        case "port": port = try Self.integer(key, value, in: 0...65_535)
        case "data": data = value
        case "ephemeral": if try Self.boolean(key, value) { data = nil }
        case "auth": authentication = try Self.choice(key, value, KernelSettings.Authentication.init)
        case "clock": clock = try Self.choice(key, value, ClockMode.init)
        case "region": region = value
        case "loops": loops = try Self.integer(key, value, in: 0...256)
        case "log_level": logLevel = value
        case "mail_relay":
            guard MailRelay.Address(value) != nil else {
                throw SettingsError("The setting 'mail_relay' takes smtp://[user:password@]host[:port].")
            }
            mailRelay = value
        case "mail_from": mailFrom = try Self.address(key, value)
        case "journal_hours": journalHours = try Self.integer(key, value, in: 0...100_000)
        case "journal_megabytes": journalMegabytes = try Self.integer(key, value, in: 0...1_000_000)
        case "root_access_key_id": rootAccessKeyID = value
        case "root_secret_access_key": rootSecretAccessKey = value
        default:
            throw SettingsError(
                "The setting '\(key)' is not known. Known are: \(Self.keys.joined(separator: ", ")).")
        }
    }

    private static func integer(
        _ key: String, _ value: String, in range: ClosedRange<Int>
    ) throws(SettingsError) -> Int {
        guard let number = Int(value), range.contains(number) else {
            throw SettingsError(
                "The setting '\(key)' takes a whole number from \(range.lowerBound) to \(range.upperBound), "
                    + "not '\(value)'.")
        }
        return number
    }

    private static func address(_ key: String, _ value: String) throws(SettingsError) -> String {
        let isPlain =
            value.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } && !value.contains { "<>".contains($0) }
        guard isPlain, value.split(separator: "@", omittingEmptySubsequences: false).count == 2 else {
            throw SettingsError("The setting '\(key)' takes an address, not '\(value)'.")
        }
        return value
    }

    private static func boolean(_ key: String, _ value: String) throws(SettingsError) -> Bool {
        switch value {
        case "true", "1", "yes": return true
        case "false", "0", "no": return false
        default: throw SettingsError("The setting '\(key)' takes true or false, not '\(value)'.")
        }
    }

    private static func choice<T>(
        _ key: String, _ value: String, _ make: (String) -> T?
    ) throws(SettingsError) -> T {
        guard let choice = make(value) else {
            throw SettingsError("The setting '\(key)' does not take '\(value)'.")
        }
        return choice
    }

    /// Takes every `APUS_*` variable; one that names no setting stops the start.
    public mutating func apply(environment: [String: String]) throws(SettingsError) {
        for (name, value) in environment.sorted(by: { $0.key < $1.key }) where name.hasPrefix("APUS_") {
            try set(String(name.dropFirst("APUS_".count)).lowercased(), to: value)
        }
    }

    /// Takes the members of a JSON object, named as the settings are.
    public mutating func apply(file text: String, named path: String) throws(SettingsError) {
        let object: JSONObject
        do {
            guard case .object(let members) = try JSON(parsing: text) else {
                throw SettingsError("The file \(path) must hold one JSON object.")
            }
            object = members
        } catch let error as JSONError {
            throw SettingsError("The file \(path) is not JSON: \(error.reason) at byte \(error.offset).")
        } catch {
            throw SettingsError("The file \(path): \(error)")
        }
        for member in object.members {
            switch member.value {
            case .string(let text), .number(let text): try set(member.name, to: text)
            case .bool(let flag): try set(member.name, to: flag ? "true" : "false")
            default: throw SettingsError("The setting '\(member.name)' in \(path) takes a single value.")
            }
        }
    }

    var journal: JournalLimits {
        JournalLimits(
            ageMax: .seconds(journalHours * 3600),
            bytesMax: journalHours == 0 ? 0 : Int64(journalMegabytes) << 20)
    }

    /// Refuses combinations that would leave a door open.
    public func validate() throws(SettingsError) {
        let isLoopback = host == "localhost" || host == "::1" || host.hasPrefix("127.")
        if !isLoopback, authentication == .open {
            throw SettingsError(
                "Refusing to listen on \(host) with --auth open, which lets anybody in: "
                    + "use --auth enforce, or listen on 127.0.0.1.")
        }
        if (rootAccessKeyID == nil) != (rootSecretAccessKey == nil) {
            throw SettingsError(
                "Give both APUS_ROOT_ACCESS_KEY_ID and APUS_ROOT_SECRET_ACCESS_KEY, or neither.")
        }
    }
}

/// What the command line asks for.
struct Options: Sendable {
    /// The file that the deployment wrote.
    var setup = ""
    var meters = 5000
    /// All senders together.
    var messagesPerSecond = 20.0
    /// Of each sender.
    var connections = 8
    /// Nil to go on until it is stopped.
    var seconds: Int?
    /// How long it works before the time that is reported begins.
    var warmingSeconds = 0
    /// One JSON object at the end instead of the table.
    var isJSON = false

    init(_ arguments: some Sequence<String>) throws(Setup.Invalid) {
        var rest = Array(arguments)[...]
        while let name = rest.popFirst() {
            if name == "--json" {
                isJSON = true
                continue
            }
            guard let value = rest.popFirst() else { throw Setup.Invalid(reason: "\(name) needs a value") }
            switch (name, Double(value)) {
            case ("--setup", _): setup = value
            case ("--meters", let number?) where number >= 1 && number <= 1e8: meters = Int(number)
            case ("--rate", let number?) where number >= 0: messagesPerSecond = number
            case ("--connections", let number?) where number >= 1 && number <= 1000: connections = Int(number)
            case ("--warming", let number?) where number >= 0 && number <= 3600: warmingSeconds = Int(number)
            case ("--seconds", let number?) where number >= 1: seconds = Int(number)
            default: throw Setup.Invalid(reason: "\(name) \(value) is no setting")
            }
        }
        guard !setup.isEmpty else {
            throw Setup.Invalid(
                reason: "usage: meter-simulator --setup FILE [--rate N] [--meters N] [--connections N] "
                    + "[--seconds N [--json [--warming N]]]")
        }
        if isJSON, seconds == nil {
            throw Setup.Invalid(reason: "--json needs --seconds: it reports at the end")
        }
    }
}

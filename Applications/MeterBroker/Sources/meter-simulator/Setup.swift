import Wire

/// Where the broker is and who takes part, as the deployment wrote it down.
struct Setup: Sendable {
    struct Participant: Sendable {
        let id: String
        let name: String
        /// DC (data collector), SUP (supplier), DIS (distributor), HUB (settlement).
        let role: String
        let behaviour: Behaviour
        let key: String
        let keyID: String
        /// Where its webhook listens.
        let port: Int?
    }

    enum Behaviour: String, Sendable {
        case sender, quick, slow, failing, away, puller
        /// Only in drills: it answers nothing, or every message with an error.
        case down, wrong

        /// For the table.
        var text: String {
            switch self {
            case .sender: "sends readings"
            case .quick: "takes all at once"
            case .slow: "needs 1 s for each"
            case .failing: "fails now and then"
            case .away: "gone 45 s of 105 s"
            case .puller: "fetches every 20 s"
            case .down: "DRILL: down"
            case .wrong: "DRILL: answers 500"
            }
        }
    }

    let api: String
    let operatorKey: String
    let participants: [Participant]

    struct Invalid: Error, CustomStringConvertible {
        let reason: String
        var description: String { reason }
    }

    init(_ json: JSON) throws(Invalid) {
        guard let api = json["api"]?.string, let key = json["operatorKey"]?.string,
            let list = json["participants"]?.array
        else { throw Invalid(reason: "api, operatorKey or participants are missing") }
        self.api = api
        operatorKey = key
        var participants: [Participant] = []
        for entry in list {
            guard let id = entry["id"]?.string, let name = entry["name"]?.string,
                let role = entry["role"]?.string, let key = entry["key"]?.string,
                let behaviour = entry["behaviour"]?.string.flatMap(Behaviour.init),
                let keyID = entry["keyID"]?.string
            else { throw Invalid(reason: "a participant lacks a field: \(entry.text)") }
            participants.append(
                Participant(
                    id: id, name: name, role: role, behaviour: behaviour, key: key, keyID: keyID,
                    port: entry["port"]?.integer))
        }
        self.participants = participants
    }

    func all(_ role: String) -> [Participant] { participants.filter { $0.role == role } }
}

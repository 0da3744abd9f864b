import DynamoDBInterface
import MeterBroker
import Wire

extension Registration {
    init(item: Item) {
        self.init(
            item.elements("appointments").compactMap { element in
                guard let fields = element.fields, let role = fields.text("role"),
                    let participant = fields.text("participant").flatMap(ParticipantID.init),
                    let from = fields.text("from").flatMap(SettlementDate.init)
                else { return nil }
                return Appointment(
                    participant: participant, role: role, from: from,
                    until: fields.text("until").flatMap(SettlementDate.init))
            })
    }

    var attribute: Value {
        .l(
            appointments.map { appointment in
                var fields: Item = [
                    "participant": .s(appointment.participant.digits), "role": .s(appointment.role),
                    "from": .s(appointment.from.text),
                ]
                if let until = appointment.until { fields["until"] = .s(until.text) }
                return .m(fields)
            })
    }

    /// Reads what an operator registers: `[{"participant", "role", "from", "until"?}]`.
    init(json: JSON, path: String) throws(Rejection) {
        var appointments: [Appointment] = []
        guard let elements = json.array, elements.count <= Self.appointmentsMax else {
            throw Rejection(path, "must be an array of at most \(Self.appointmentsMax) appointments")
        }
        for (index, element) in elements.enumerated() {
            let place = "\(path)[\(index)]"
            guard let participant = element["participant"]?.string.flatMap(ParticipantID.init) else {
                throw Rejection("\(place).participant", "must be ten digits")
            }
            guard let role = element["role"]?.string, !role.isEmpty, role.utf8.count <= 32 else {
                throw Rejection("\(place).role", "must be a text of at most 32 bytes")
            }
            guard let from = element["from"]?.string.flatMap(SettlementDate.init) else {
                throw Rejection("\(place).from", "must be a day such as 2026-03-29")
            }
            let until = element["until"]?.string
            guard until == nil || until.flatMap(SettlementDate.init) != nil else {
                throw Rejection("\(place).until", "must be a day such as 2026-03-29")
            }
            appointments.append(
                Appointment(
                    participant: participant, role: role, from: from, until: until.flatMap(SettlementDate.init)))
        }
        self.init(appointments)
    }

    var json: JSON {
        .array(
            appointments.map {
                [
                    "participant": .string($0.participant.digits), "role": .string($0.role),
                    "from": .string($0.from.text), "until": $0.until.map { .string($0.text) } ?? .null,
                ]
            })
    }
}

/// Who holds which role for one meter point, now, before and later.
public struct Registration: Sendable, Equatable {
    public private(set) var appointments: [Appointment]

    public init(_ appointments: [Appointment] = []) { self.appointments = appointments }

    /// A meter point rarely changes hands; a list that grows past this is a fault of the registering party.
    public static let appointmentsMax = 100

    /// Who must be told of readings of this date. A reading that comes late goes to whom held the role on
    /// the day that it is about, not to the successor.
    public func holders(on date: SettlementDate) -> [ParticipantID] {
        appointments.filter { $0.holds(on: date) }.map(\.participant)
    }

    /// Appoints a participant from a date on; whoever held the role until then ends on that date.
    public mutating func appoint(_ participant: ParticipantID, role: String, from: SettlementDate) {
        appointments = appointments.compactMap { appointment in
            guard appointment.role == role else { return appointment }
            if appointment.from >= from { return nil }
            guard appointment.holds(on: from) else { return appointment }
            return Appointment(
                participant: appointment.participant, role: role, from: appointment.from, until: from)
        }
        appointments.append(Appointment(participant: participant, role: role, from: from, until: nil))
    }
}

extension MeterMessage {
    /// Whom the hub delivers the message to: those that the sender names, then those registered for the
    /// meter point on the day of the readings; each once, the sender itself never.
    public func receivers(_ registration: Registration) -> [ParticipantID] {
        var found = recipients.all
        if let distributor { found.append(distributor) }
        if meter != nil, let date = series.first?.readings.date {
            found += registration.holders(on: date)
        }
        var seen: Set = [sender]
        return found.filter { seen.insert($0).inserted }
    }
}

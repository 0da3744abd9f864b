/// That a participant holds a role for a meter point from one settlement date until another.
public struct Appointment: Sendable, Hashable {
    public let participant: ParticipantID
    /// Supplier, distributor, data collector and so on.
    public let role: String
    public let from: SettlementDate
    /// The first day on which it no longer holds; nil while no end is known.
    public let until: SettlementDate?

    public init(participant: ParticipantID, role: String, from: SettlementDate, until: SettlementDate?) {
        self.participant = participant
        self.role = role
        self.from = from
        self.until = until
    }

    public func holds(on date: SettlementDate) -> Bool {
        from <= date && until.map { date < $0 } ?? true
    }
}

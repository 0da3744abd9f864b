/// A series and the meter point that it was read from.
public struct MeterSeries: Sendable, Equatable {
    public let meter: MeterPoint
    public let readings: ReadingSeries

    /// Names all versions of these readings: a correction is another message with the same name here.
    public var name: String { "\(meter.digits)#\(readings.date.text)#\(readings.quantity)" }
}

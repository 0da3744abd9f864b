/// A repeatable generator of numbers, so that each run matches the same events.
struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    /// A number below a bound.
    mutating func below(_ bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(bound))
    }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }
}

/// Events of some 800 bytes in the shape of GeoJSON: a lot of a city with nine properties and its outline.
struct Lots {
    static let blockCount = 7000
    static let lotCount = 120
    /// Names of streets, in the order in which rules name them.
    static let streets: [String] = {
        let heads = [
            "AC", "BAL", "CAR", "DOL", "EL", "FUL", "GEN", "HAM", "IR", "JACK", "KEAR", "LOM", "MAS", "NOR",
            "OAK",
            "PAC", "QUIN", "RICH", "SAN", "TUR",
        ]
        let middles = ["A", "BO", "CRE", "DI", "E", "FI", "GO", "HU", "I", "LO"]
        let tails = ["KER", "LAND", "MONT", "NEY", "RAL"]
        return tails.flatMap { tail in middles.flatMap { middle in heads.map { $0 + middle + tail } } }
    }()

    private var numbers = Numbers(seed: 2718)

    static func block(_ number: Int) -> String { padded(number, 4) }
    static func lot(_ number: Int) -> String { padded(number, 3) }

    /// A coordinate: a whole number and six decimals.
    static func coordinate(_ whole: Int, _ millionths: Int) -> String { "\(whole).\(padded(millionths, 6))" }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    mutating func next() -> [UInt8] {
        let block = Self.block(numbers.below(Self.blockCount))
        let lot = Self.lot(numbers.below(Self.lotCount))
        let from = numbers.below(4000)
        let points = (0..<(9 + numbers.below(8))).map { _ in point() }
        let isMany = numbers.below(20) == 0
        let properties = """
            "MAPBLKLOT":"\(block)\(lot)","BLKLOT":"\(block)\(lot)","BLOCK_NUM":"\(block)","LOT_NUM":"\(lot)",\
            "FROM_ST":"\(from)","TO_ST":"\(from + 6)","STREET":"\(numbers.pick(Self.streets))",\
            "ST_TYPE":\(numbers.pick(["\"ST\"", "\"AV\"", "\"BLVD\"", "null"])),\
            "ODD_EVEN":"\(numbers.pick(["E", "O"]))"
            """
        return Array(
            """
            {"type":"Feature","properties":{\(properties)},"geometry":{"type":"\(isMany ? "Multi" : "")Polygon",\
            "coordinates":[\(points.joined(separator: ","))],"first":\(points[0])}}
            """.utf8)
    }

    private mutating func point() -> String {
        let x = Self.coordinate(-122, 380_000 + numbers.below(120_000))
        let y = Self.coordinate(37, 710_000 + numbers.below(110_000))
        return #"{"x":\#(x),"y":\#(y),"z":\#(numbers.below(10) == 0 ? "1.5" : "0.0")}"#
    }
}

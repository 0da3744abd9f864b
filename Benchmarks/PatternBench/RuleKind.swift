/// Rules of one kind, as many as are asked for, each with values of its own.
struct RuleKind: Sendable {
    let name: String
    /// What an event must meet: three times what event-ruler did on the same machine (the better of two runs with
    /// five rules of the kind), or nil where it was not measured.
    let wanted: Int?
    let rule: @Sendable (Int) -> String

    private static func property(_ name: String, _ alternatives: String) -> String {
        #"{"properties":{"\#(name)":[\#(alternatives)]}}"#
    }

    private static func street(_ number: Int) -> String { Lots.streets[number * 7 % Lots.streets.count] }

    /// Block and lot, spread over all of them.
    private static func blockAndLot(_ number: Int) -> String {
        Lots.block(number * 6007 % Lots.blockCount) + Lots.lot(number * 31 % Lots.lotCount)
    }

    private static func x(_ number: Int) -> String {
        Lots.coordinate(-122, 380_000 + number * 7919 % 120_000)
    }

    private static func y(_ number: Int) -> String { Lots.coordinate(37, 710_000 + number * 7919 % 110_000) }

    /// A word that repeats for no other number below 26³.
    private static func letters(_ number: Int) -> String {
        let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
        return String([letters[number % 26], letters[number / 26 % 26], letters[number / 676 % 26]])
    }

    static let all: [RuleKind] = exact + affixes + exceptions + combined

    private static let exact: [RuleKind] = [
        RuleKind(name: "exact", wanted: 958_000) { property("MAPBLKLOT", #""\#(blockAndLot($0))""#) },
        RuleKind(name: "exact, three fields", wanted: nil) {
            #"{"type":["Feature"],"geometry":{"type":["Polygon"]},"properties":{"BLKLOT":["\#(blockAndLot($0))"]}}"#
        },
        RuleKind(name: "equals-ignore-case", wanted: 900_000) {
            property("STREET", #"{"equals-ignore-case":"\#(street($0).lowercased())"}"#)
        },
        RuleKind(name: "numeric", wanted: 377_000) {
            #"{"geometry":{"type":["Polygon"],"first":{"x":[{"numeric":["=",\#(x($0))]}]}}}"#
        },
        RuleKind(name: "numeric range", wanted: 377_000) {
            let low = 380_000 + $0 * 7919 % 120_000
            let range = #"">",\#(Lots.coordinate(-122, low + 100)),"<=",\#(Lots.coordinate(-122, low))"#
            return #"{"geometry":{"type":["Polygon"],"first":{"x":[{"numeric":[\#(range)]}]}}}"#
        },
    ]

    private static let affixes: [RuleKind] = [
        RuleKind(name: "prefix", wanted: 1_060_000) {
            property("STREET", #"{"prefix":"\#(street($0).prefix(6))"}"#)
        },
        RuleKind(name: "prefix, ignore case", wanted: 1_251_000) {
            property("STREET", #"{"prefix":{"equals-ignore-case":"\#(street($0).prefix(6).lowercased())"}}"#)
        },
        RuleKind(name: "suffix", wanted: 1_031_000) {
            property("STREET", #"{"suffix":"\#(street($0).suffix(5))"}"#)
        },
        RuleKind(name: "suffix, ignore case", wanted: 1_188_000) {
            property("STREET", #"{"suffix":{"equals-ignore-case":"\#(street($0).suffix(5).lowercased())"}}"#)
        },
        RuleKind(name: "wildcard", wanted: 728_000) {
            let value = blockAndLot($0)
            return property("MAPBLKLOT", #"{"wildcard":"\#(value.prefix(3))*\#(value.suffix(2))"}"#)
        },
        RuleKind(name: "wildcard, open at both ends", wanted: 728_000) {
            property("STREET", #"{"wildcard":"*\#(letters($0 * 17))*"}"#)
        },
    ]

    private static let exceptions: [RuleKind] = [
        RuleKind(name: "anything-but", wanted: 567_000) {
            property("STREET", #"{"anything-but":["\#(street($0))","\#(street($0 + 1))"]}"#)
        },
        RuleKind(name: "anything-but, ignore case", wanted: 619_000) {
            property("STREET", #"{"anything-but":{"equals-ignore-case":"\#(street($0).lowercased())"}}"#)
        },
        RuleKind(name: "anything-but prefix", wanted: 692_000) {
            property("STREET", #"{"anything-but":{"prefix":"\#(street($0).prefix(4))"}}"#)
        },
        RuleKind(name: "anything-but suffix", wanted: 633_000) {
            property("STREET", #"{"anything-but":{"suffix":"\#(street($0).suffix(4))"}}"#)
        },
        RuleKind(name: "anything-but wildcard", wanted: 644_000) {
            property("MAPBLKLOT", #"{"anything-but":{"wildcard":"\#(blockAndLot($0).prefix(3))*7"}}"#)
        },
        RuleKind(name: "anything-but and exact", wanted: 567_000) {
            #"{"properties":{"BLOCK_NUM":["\#(blockAndLot($0).prefix(4))"],"ST_TYPE":[{"anything-but":"AV"}]}}"#
        },
    ]

    private static let combined: [RuleKind] = [
        RuleKind(name: "$or", wanted: 162_000) {
            let street = #"{"STREET":["\#(street($0))"],"ODD_EVEN":["E"]}"#
            return
                #"{"properties":{"$or":[\#(street),{"BLKLOT":["\#(blockAndLot($0))"]},{"FROM_ST":["\#($0)"]}]}}"#
        },
        RuleKind(name: "arrays of objects", wanted: 90_000) {
            let point = #""x":[{"numeric":["=",\#(x($0))]}],"y":[{"numeric":[">",37.7]}],"z":[0]"#
            return #"{"geometry":{"type":["Polygon"],"coordinates":{\#(point)}}}"#
        },
        RuleKind(name: "arrays of objects, all met", wanted: 90_000) {
            let point = #""x":[{"numeric":["<",-122.3]}],"y":[{"numeric":[">",\#(y($0))]}],"z":[0]"#
            return #"{"geometry":{"coordinates":{\#(point)}}}"#
        },
        RuleKind(name: "all kinds together", wanted: 63_000) { number in
            let kinds = exact + affixes + exceptions
            return kinds[number % kinds.count].rule(number / kinds.count)
        },
    ]
}

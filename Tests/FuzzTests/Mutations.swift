/// Changed inputs of a corpus, the same for the same seed.
struct Mutations {
    private var state: UInt64
    private let corpus: [[UInt8]]
    private let tokens: [[UInt8]]

    init(seed: UInt64, corpus: [[UInt8]], tokens: [String]) {
        state = seed
        self.corpus = corpus
        self.tokens = tokens.map { Array($0.utf8) }
    }

    mutating func next() -> [UInt8] {
        var bytes = corpus[below(corpus.count)]
        for _ in 0...below(4) { change(&bytes) }
        return bytes
    }

    private mutating func change(_ bytes: inout [UInt8]) {
        let place = below(bytes.count + 1)
        let end = min(bytes.count, place + below(24))
        switch below(6) {
        case 0 where place < bytes.count: bytes[place] = UInt8(below(256))
        case 1: bytes.removeSubrange(place..<end)
        case 2: bytes.insert(contentsOf: Array(bytes[place..<end]), at: below(bytes.count + 1))
        case 3 where !tokens.isEmpty: bytes.insert(contentsOf: tokens[below(tokens.count)], at: place)
        case 4:
            let other = corpus[below(corpus.count)]
            bytes = Array(bytes[..<place]) + other.suffix(below(other.count + 1))
        default: bytes.insert(UInt8(below(128)), at: place)
        }
    }

    private mutating func below(_ bound: Int) -> Int {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        mixed ^= mixed >> 31
        return Int(mixed % UInt64(max(1, bound)))
    }
}

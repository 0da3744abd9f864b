/// All alternatives that the rules have for one field, arranged so that a value finds those it satisfies
/// without asking each.
///
/// Exact values, prefixes, suffixes and their case-ignoring kinds are hash lookups; wildcards are found by
/// the text before their first or behind their last star, or by a piece between; of `anything-but` the
/// exceptions are looked up. What is left (`cidr`, a few wildcards open on both sides) is asked one by one.
///
/// A class, because copying the references to all its tables for each value would cost more than a lookup.
final class FieldIndex: Sendable {
    /// Branches to report, and the alternative to ask first where the lookup alone does not decide.
    private struct Posting {
        var matcher: Matcher?
        var branches: [Int]
    }

    private let lists: [[Posting]]
    private let exact: ByteTable
    private let numbers: [(value: Int64, list: Int)]
    private let addresses: [InternetAddress: Int]
    private let folded: ByteTable
    private let prefixes: AffixTable
    private let suffixes: AffixTable
    private let foldedPrefixes: AffixTable
    private let foldedSuffixes: AffixTable
    private let ranges: RangeIndex
    private let pieces: PieceIndex
    private let pieceLists: [[Posting]]
    private let exceptions: ExceptionIndex?
    private let others: [(matcher: Matcher, branches: [Int])]
    private let always: [Int]
    private let usesFolding: Bool

    init(_ entries: [(matcher: Matcher, branch: Int)]) {
        var grouped: [Matcher: [Int]] = [:]
        for (matcher, branch) in entries { grouped[matcher, default: []].append(branch) }
        var kinds = Kinds()
        // Sorted, so that equal rules compile to equal tables.
        for (matcher, branches) in grouped.sorted(by: { $0.value.lexicographicallyPrecedes($1.value) }) {
            kinds.place(matcher, branches)
        }
        exact = ByteTable(kinds.list(kinds.exact))
        folded = ByteTable(kinds.list(kinds.folded)) { $0.foldedHash(0, $0.count) }
        prefixes = AffixTable(kinds.list(kinds.prefixes), isSuffix: false, folding: false)
        suffixes = AffixTable(kinds.list(kinds.suffixes), isSuffix: true, folding: false)
        foldedPrefixes = AffixTable(kinds.list(kinds.foldedPrefixes), isSuffix: false, folding: true)
        foldedSuffixes = AffixTable(kinds.list(kinds.foldedSuffixes), isSuffix: true, folding: true)
        usesFolding = !folded.isEmpty || !foldedPrefixes.isEmpty || !foldedSuffixes.isEmpty
        var numbers: [(value: Int64, list: Int)] = []
        for (value, branches) in kinds.numbers.sorted(by: { $0.key < $1.key }) {
            numbers.append((value, kinds.add(branches)))
        }
        var addresses: [InternetAddress: Int] = [:]
        for (address, branches) in kinds.addresses { addresses[address] = kinds.add(branches) }
        self.numbers = numbers
        self.addresses = addresses
        ranges = RangeIndex(kinds.ranges.map { ($0.range, kinds.add($0.branches)) })
        kinds.arrangeWildcards()
        pieces = PieceIndex(kinds.pieces.keys.enumerated().map { ($1, $0) })
        pieceLists = Array(kinds.pieces.values)
        exceptions = kinds.exceptions.isEmpty ? nil : ExceptionIndex(kinds.exceptions)
        others = kinds.others
        always = kinds.always
        lists = kinds.lists
    }

    /// The alternatives by the way they are looked up.
    private struct Kinds {
        var lists: [[Posting]] = []
        var exact: [[UInt8]: [Posting]] = [:]
        var folded: [[UInt8]: [Posting]] = [:]
        var prefixes: [[UInt8]: [Posting]] = [:]
        var suffixes: [[UInt8]: [Posting]] = [:]
        var foldedPrefixes: [[UInt8]: [Posting]] = [:]
        var foldedSuffixes: [[UInt8]: [Posting]] = [:]
        var numbers: [Int64: [Int]] = [:]
        var addresses: [InternetAddress: [Int]] = [:]
        var ranges: [(range: ClosedRange<Int64>, branches: [Int])] = []
        var pieces: [[UInt8]: [Posting]] = [:]
        var exceptions: [(excepted: [Matcher], branches: [Int])] = []
        var others: [(matcher: Matcher, branches: [Int])] = []
        var always: [Int] = []

        mutating func list(_ keys: [[UInt8]: [Posting]]) -> [(key: [UInt8], value: Int)] {
            keys.map { key, postings in
                lists.append(postings)
                return (key, lists.count - 1)
            }
        }

        mutating func add(_ branches: [Int]) -> Int {
            lists.append([Posting(branches: branches)])
            return lists.count - 1
        }

        mutating func place(_ matcher: Matcher, _ branches: [Int]) {
            let sure = [Posting(branches: branches)]
            switch matcher {
            case .string(let text): exact[Self.quoted(text), default: []] += sure
            case .address(_, let address): addresses[address, default: []] += branches
            case .literal(let text): exact[text, default: []] += sure
            case .number(let text, nil): exact[text, default: []] += sure
            case .number(_, let value?): numbers[value, default: []] += branches
            case .equalsIgnoreCase(let text): folded[text, default: []] += sure
            case .prefix(let text) where !text.isEmpty: prefixes[text, default: []] += sure
            case .suffix(let text) where !text.isEmpty: suffixes[text, default: []] += sure
            case .prefixIgnoreCase(let text) where !text.isEmpty: foldedPrefixes[text, default: []] += sure
            case .suffixIgnoreCase(let text) where !text.isEmpty: foldedSuffixes[text, default: []] += sure
            case .wildcard(let wildcard) where !wildcard.hasStar:
                exact[Self.quoted(wildcard.head), default: []] += sure
            case .wildcard(let wildcard) where !wildcard.head.isEmpty:
                prefixes[wildcard.head, default: []].append(Posting(matcher: matcher, branches: branches))
            case .wildcard(let wildcard) where !wildcard.tail.isEmpty:
                suffixes[wildcard.tail, default: []].append(Posting(matcher: matcher, branches: branches))
            case .range(let range): ranges.append((range, branches))
            case .except(let excepted): exceptions.append((excepted, branches))
            case .exists: always += branches
            case .absent: break
            default: others.append((matcher, branches))
            }
        }

        /// Moves wildcards that can be looked up by a piece there, if they are enough of them.
        mutating func arrangeWildcards() {
            var open: [[UInt8]: [Posting]] = [:]
            var rest: [(matcher: Matcher, branches: [Int])] = []
            for (matcher, branches) in others {
                if case .wildcard(let wildcard) = matcher, let key = PieceIndex.key(of: wildcard) {
                    open[key, default: []].append(Posting(matcher: matcher, branches: branches))
                } else {
                    rest.append((matcher, branches))
                }
            }
            guard open.values.reduce(0, { $0 + $1.count }) >= PieceIndex.worthwhile else { return }
            pieces = open
            others = rest
        }

        private static func quoted(_ text: [UInt8]) -> [UInt8] {
            [UInt8(ascii: "\"")] + text + [UInt8(ascii: "\"")]
        }
    }

    /// Calls `found` with every branch that has an alternative which accepts the value.
    func find(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        for branch in always { found(branch) }
        let isString = bytes[lo] == UInt8(ascii: "\"")
        if !exact.isEmpty {
            report(exact.find(bytes, lo, hi, hash: bytes.hash(lo, hi)), bytes, lo, hi, found)
        }
        if isString {
            findString(bytes, lo, hi, found)
        } else if !numbers.isEmpty || !ranges.isEmpty, let value = FixedPoint.parse(bytes, lo, hi) {
            report(list(of: value), bytes, lo, hi, found)
            ranges.find(value) { report($0, bytes, lo, hi, found) }
        }
        exceptions?.find(bytes, lo, hi, found)
        for number in others.indices where others[number].matcher.accepts(bytes, lo, hi) {
            for branch in others[number].branches { found(branch) }
        }
    }

    private func findString(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        if !prefixes.isEmpty {
            prefixes.find(bytes, lo + 1, hi - 1) { report($0, bytes, lo, hi, found) }
        }
        if !suffixes.isEmpty {
            suffixes.find(bytes, lo + 1, hi - 1) { report($0, bytes, lo, hi, found) }
        }
        if !addresses.isEmpty, let address = InternetAddress(bytes, lo + 1, hi - 1) {
            report(addresses[address] ?? -1, bytes, lo, hi, found)
        }
        if !pieces.isEmpty {
            pieces.find(bytes, lo + 1, hi - 1) { report(pieceLists[$0], bytes, lo, hi, found) }
        }
        guard usesFolding else { return }
        if bytes.isASCII(lo + 1, hi - 1) { return findFolded(bytes, lo + 1, hi - 1, found) }
        let text = CaseFolding.fold(bytes, lo + 1, hi - 1)
        findFolded(text.span, 0, text.count, found)
    }

    private func findFolded(_ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        if !folded.isEmpty {
            let list = folded.find(bytes, lo, hi, hash: bytes.foldedHash(lo, hi), folding: true)
            report(list, bytes, lo, hi, found)
        }
        foldedPrefixes.find(bytes, lo, hi) { report($0, bytes, lo, hi, found) }
        foldedSuffixes.find(bytes, lo, hi) { report($0, bytes, lo, hi, found) }
    }

    @inline(__always)
    private func report(_ list: Int, _ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void) {
        if list >= 0 { report(lists[list], bytes, lo, hi, found) }
    }

    @inline(__always)
    private func report(
        _ postings: [Posting], _ bytes: Span<UInt8>, _ lo: Int, _ hi: Int, _ found: (Int) -> Void
    ) {
        for posting in postings {
            if let matcher = posting.matcher, !matcher.accepts(bytes, lo, hi) { continue }
            for branch in posting.branches { found(branch) }
        }
    }

    private func list(of value: Int64) -> Int {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle].value < value { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low].value == value ? numbers[low].list : -1
    }
}

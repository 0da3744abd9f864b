extension AttributeValue {
    /// A set of strings as a request spells it; refused when empty or with a repeated element.
    public static func set(ofStrings elements: [String]) -> AttributeValue {
        guard !elements.isEmpty else { return .faulty(.emptyStringSet) }
        guard !elements.contains("") else { return .faulty(.emptyStringInSet) }
        // Ordered by bytes, as DynamoDB orders strings; the order of the language is another.
        let sorted = elements.sorted { isBefore($0, $1) }
        for index in sorted.indices.dropFirst() where isSame(sorted[index], sorted[index - 1]) {
            return .faulty(.repeatedStrings(elements))
        }
        return .stringSet(sorted)
    }

    /// A set of numbers.
    public static func set(ofNumbers elements: [Number]) -> AttributeValue {
        guard !elements.isEmpty else { return .faulty(.emptyNumberSet) }
        let sorted = elements.sorted()
        for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] {
            return .faulty(.repeatedNumbers)
        }
        return .numberSet(sorted)
    }

    /// A set of binary values.
    public static func set(ofBinaries elements: [[UInt8]]) -> AttributeValue {
        guard !elements.isEmpty else { return .faulty(.emptyBinarySet) }
        guard !elements.contains([]) else { return .faulty(.emptyBinaryInSet) }
        let sorted = elements.sorted { $0.lexicographicallyPrecedes($1) }
        for index in sorted.indices.dropFirst() where sorted[index] == sorted[index - 1] {
            return .faulty(.repeatedBinaries(elements))
        }
        return .binarySet(sorted)
    }

    /// Whether a string stands before another in the order of their UTF-8 bytes.
    static func isBefore(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }

    /// Whether two strings have the same bytes; Swift's equality takes different spellings of a character for
    /// equal.
    static func isSame(_ a: String, _ b: String) -> Bool { a.utf8.elementsEqual(b.utf8) }
}

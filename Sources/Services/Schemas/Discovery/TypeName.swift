/// Names of types, made of names that may hold anything.
enum TypeName {
    static let lengthMax = 100

    /// Letters and digits alone; what others separate begins with a capital: `order-line item` is
    /// `OrderLineItem`.
    static func made(of text: String) -> String {
        var name = ""
        var isStart = true
        for scalar in text.unicodeScalars {
            guard name.utf8.count < lengthMax else { break }
            guard scalar.isASCII, scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            else {
                isStart = true
                continue
            }
            if name.isEmpty, scalar.properties.numericType != nil { name = "N" }
            name += isStart ? scalar.properties.uppercaseMapping : String(scalar)
            isStart = false
        }
        return name.isEmpty ? "Value" : name
    }
}

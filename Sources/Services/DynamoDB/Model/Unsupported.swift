internal import Wire

/// Parameters that are not served yet.
enum Unsupported {
    static func refuse(_ parameters: KeyValuePairs<String, Bool>) throws(NotImplemented) {
        for (name, isPresent) in parameters where isPresent { throw NotImplemented("The parameter \(name)") }
    }
}

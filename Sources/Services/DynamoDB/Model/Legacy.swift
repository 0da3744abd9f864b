internal import Wire

/// Parameters that expressions have replaced and that are not served yet.
enum Legacy {
    static func refuse(_ parameters: KeyValuePairs<String, Bool>) throws(NotImplemented) {
        for (name, isPresent) in parameters where isPresent { throw NotImplemented("The parameter \(name)") }
    }
}

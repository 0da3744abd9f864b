internal import DynamoDBInterface

// Shapes whose names the expression library has too; this file imports the interface alone.
typealias IndexProjection = Projection
typealias TransactedUpdate = Update
typealias LegacyCondition = Condition

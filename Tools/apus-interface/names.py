"""How names of the service models become names in Swift."""
import re

KEYWORDS = set(
    "default protocol in operator return where repeat switch case is as for class struct enum func var let import "
    "public internal private fileprivate open extension static self Self init deinit subscript throw throws rethrows "
    "try catch do if else guard while break continue fallthrough true false nil Any associatedtype typealias inout "
    "super defer precedencegroup await".split())

# Types of the standard library and of our own modules that generated or written code mentions beside the shapes.
TAKEN = set(
    "Any AnyObject Array Bool Boolean Character Dictionary Double Duration Equatable Error Float Hashable Int Never "
    "Optional Range Result Self Sendable Sequence Set String Task Type UInt8 Protocol Clock Instant Regex Mutex "
    "Action Base64 BodyStream Boxed Constraints ConstraintChecker ErrorModel Failure Interface JSON JSONObject "
    "JSONError JSONReader JSONWriter Location Malformation Member NamedResource NotImplemented OperationModel "
    "Pattern PreparedCall RequestParts ResponseParts Schema ServiceModel Shape ShapeReader ShapeWriter Timestamp "
    "TimestampFormat Trait URIPattern Unit ValidationStyle Violation WireError WireLimits WireProtocol XMLNamespace "
    "ARN Call Credentials Delivery Kernel Limits Principal Service Tags Transaction Statement".split())


def plain(name):
    """A name without backticks: `QueueUrl` becomes queueUrl, `MD5OfBody` md5OfBody, `ARN` arn."""
    match = re.match(r"^([A-Z]+)(?=[A-Z][a-z]|$|[0-9_])", name)
    if match:
        result = match.group(1).lower() + name[len(match.group(1)):]
    else:
        result = name[0].lower() + name[1:]
    result = re.sub(r"[^A-Za-z0-9_]", "_", result)
    return "_" + result if result[0].isdigit() else result


def lower(name):
    result = plain(name)
    return f"`{result}`" if result in KEYWORDS else result


def upper(name):
    result = re.sub(r"[^A-Za-z0-9_]", "_", name[0].upper() + name[1:])
    return result + "Shape" if result in TAKEN else result

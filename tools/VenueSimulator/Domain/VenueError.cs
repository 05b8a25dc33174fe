namespace Artic.VenueSimulator.Domain;

/// <summary>
/// A refusal in the venue's own codes and words. Source: binance-spot-api-docs errors.md @ a5e0bc3ddc0f.
/// </summary>
public sealed record VenueError(int Code, string Message, int HttpStatus = 400)
{
    /// <summary>-1001, the book is not known.</summary>
    public static VenueError Disconnected { get; } =
        new(-1001, "Internal error; unable to process your request. Please try again.", 503);

    /// <summary>-1020.</summary>
    public static VenueError Unsupported { get; } = new(-1020, "This operation is not supported.", 404);

    /// <summary>-1021, too old.</summary>
    public static VenueError TimestampOutsideWindow { get; } =
        new(-1021, "Timestamp for this request is outside of the recvWindow.");

    /// <summary>-1021, too far ahead.</summary>
    public static VenueError TimestampAhead { get; } =
        new(-1021, "Timestamp for this request was 1000ms ahead of the server's time.");

    /// <summary>-1022.</summary>
    public static VenueError BadSignature { get; } = new(-1022, "Signature for this request is not valid.");

    /// <summary>-1101.</summary>
    public static VenueError DuplicateParameter { get; } = new(-1101, "Duplicate values for a parameter detected.");

    /// <summary>-1115.</summary>
    public static VenueError InvalidTimeInForce { get; } = new(-1115, "Invalid timeInForce.");

    /// <summary>-1116.</summary>
    public static VenueError InvalidOrderType { get; } = new(-1116, "Invalid orderType.");

    /// <summary>-1117.</summary>
    public static VenueError InvalidSide { get; } = new(-1117, "Invalid side.");

    /// <summary>-1121.</summary>
    public static VenueError InvalidSymbol { get; } = new(-1121, "Invalid symbol.");

    /// <summary>-1127.</summary>
    public static VenueError LookupTooLong { get; } = new(-1127, "More than 24 hours between startTime and endTime.");

    /// <summary>-1131.</summary>
    public static VenueError RecvWindowTooLarge { get; } = new(-1131, "recvWindow must be less than 60000.");

    /// <summary>-1135.</summary>
    public static VenueError InvalidJson { get; } = new(-1135, "Invalid JSON Request");

    /// <summary>-2010, nothing trades.</summary>
    public static VenueError MarketClosed { get; } = new(-2010, "Market is closed.");

    /// <summary>-2010, balance.</summary>
    public static VenueError InsufficientBalance { get; } =
        new(-2010, "Account has insufficient balance for requested action.");

    /// <summary>-2010, the client order id is open.</summary>
    public static VenueError DuplicateOrder { get; } = new(-2010, "Duplicate order sent.");

    /// <summary>-2010, a limit maker that would take.</summary>
    public static VenueError WouldTake { get; } = new(-2010, "Order would immediately match and take.");

    /// <summary>-2010, market order by quote amount.</summary>
    public static VenueError QuoteQuantity { get; } =
        new(-2010, "Quote order qty market orders are not support for this symbol.");

    /// <summary>-2011, nothing to cancel.</summary>
    public static VenueError CancelUnknown { get; } = new(-2011, "Unknown order sent.");

    /// <summary>-2011, its cancelRestrictions do not hold.</summary>
    public static VenueError CancelRestricted { get; } =
        new(-2011, "Order was not canceled due to cancel restrictions.");

    /// <summary>-2013.</summary>
    public static VenueError NoSuchOrder { get; } = new(-2013, "Order does not exist.");

    /// <summary>-2014.</summary>
    public static VenueError KeyFormat { get; } = new(-2014, "API-key format invalid.", 401);

    /// <summary>-2015.</summary>
    public static VenueError KeyRejected { get; } =
        new(-2015, "Invalid API-key, IP, or permissions for action.", 401);

    /// <summary>-2035.</summary>
    public static VenueError AlreadySubscribed { get; } = new(-2035, "User Data Stream subscription already active.");

    /// <summary>-2036.</summary>
    public static VenueError NotSubscribed { get; } = new(-2036, "User Data Stream subscription not active.");

    /// <summary>-1003.</summary>
    public static VenueError TooMuchWeight(int limit) => new(
        -1003, $"Too much request weight used; current limit is {limit} request weight per 1 MINUTE. "
        + "Please use WebSocket Streams for live updates to avoid polling the API.", 429);

    /// <summary>-1013 with the filter's name.</summary>
    public static VenueError Filter(string filter) => new(-1013, $"Filter failure: {filter}");

    /// <summary>-1100 with the pattern that the value breaks.</summary>
    public static VenueError IllegalCharacters(string name, string legal) =>
        new(-1100, $"Illegal characters found in parameter '{name}'; legal range is '{legal}'.");

    /// <summary>-1102.</summary>
    public static VenueError Missing(string name) =>
        new(-1102, $"Mandatory parameter '{name}' was not sent, was empty/null, or malformed.");

    /// <summary>-1104.</summary>
    public static VenueError Unread(int read, int sent) =>
        new(-1104, $"Not all sent parameters were read; read '{read}' parameter(s) but was sent '{sent}'.");

    /// <summary>-1106.</summary>
    public static VenueError NotRequired(string name) => new(-1106, $"Parameter '{name}' sent when not required.");

    /// <summary>-1111.</summary>
    public static VenueError Precision(string name) => new(-1111, $"Parameter '{name}' has too much precision.");

    /// <summary>-1130.</summary>
    public static VenueError InvalidParameter(string name) =>
        new(-1130, $"Data sent for parameter '{name}' is not valid.");
}

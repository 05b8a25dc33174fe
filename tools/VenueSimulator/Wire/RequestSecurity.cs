using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Artic.Core.Domain;
using Artic.VenueSimulator.Domain;

namespace Artic.VenueSimulator.Wire;

/// <summary>
/// Decides whether a signed request is the account's and young enough. Source: binance-spot-api-docs rest-api.md @
/// a5e0bc3ddc0f. Thread: any.
/// </summary>
public sealed class RequestSecurity(string? apiKey, byte[]? secret)
{
    /// <summary>recvWindow where none is sent.</summary>
    public const long DefaultRecvWindowUs = 5_000_000;

    /// <summary>The largest recvWindow.</summary>
    public const long MaxRecvWindowUs = 60_000_000;

    private const long MaxAheadUs = 1_000_000;
    private const long FirstMicrosecondStamp = 100_000_000_000_000;

    /// <summary>Hex HMAC-SHA256 of the payload.</summary>
    public static string Sign(ReadOnlySpan<byte> key, ReadOnlySpan<byte> payload) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, payload));

    /// <summary>Null where the request may go on at <paramref name="utcNs"/>. Reads timestamp and recvWindow.</summary>
    public VenueError? Check(ApiRequest request, long utcNs)
    {
        ApiParameters parameters = request.Parameters;
        string timestamp = parameters.Required("timestamp");
        string? recvWindow = parameters.Optional("recvWindow");
        if (string.IsNullOrEmpty(request.ApiKey))
        {
            return VenueError.KeyFormat;
        }

        if (apiKey is null || secret is null || request.ApiKey != apiKey)
        {
            return VenueError.KeyRejected;
        }

        if (string.IsNullOrEmpty(request.Signature))
        {
            return VenueError.Missing("signature");
        }

        return parameters.Error ?? CheckTime(timestamp, recvWindow, utcNs / 1_000) ?? CheckSignature(request);
    }

    /// <summary>
    /// Accepts where the timestamp is less than 1000 ms ahead and not older than the window. Timestamps are in ms, or
    /// in µs where they have more than 14 digits; the window is in ms with up to three decimals.
    /// </summary>
    public static VenueError? CheckTime(string timestamp, string? recvWindow, long serverUs)
    {
        if (!long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out long stamp)
            || stamp >= FirstMicrosecondStamp * 10_000)
        {
            return VenueError.IllegalCharacters("timestamp", "^[0-9]{1,20}$");
        }

        long windowUs = DefaultRecvWindowUs;
        if (recvWindow is not null && !FixedPoint.TryParse(Encoding.UTF8.GetBytes(recvWindow), 3, out windowUs))
        {
            return VenueError.IllegalCharacters("recvWindow", "^[0-9]{1,5}(\\.[0-9]{1,3})?$");
        }

        if (windowUs < 0 || windowUs > MaxRecvWindowUs)
        {
            return VenueError.RecvWindowTooLarge;
        }

        long stampUs = stamp >= FirstMicrosecondStamp ? stamp : stamp * 1_000;
        return stampUs >= serverUs + MaxAheadUs ? VenueError.TimestampAhead
            : serverUs - stampUs > windowUs ? VenueError.TimestampOutsideWindow
            : null;
    }

    private VenueError? CheckSignature(ApiRequest request)
    {
        byte[] expected = Encoding.ASCII.GetBytes(Sign(secret, request.SignedPayload));
        byte[] sent = Encoding.UTF8.GetBytes(request.Signature!.ToLowerInvariant());
        return CryptographicOperations.FixedTimeEquals(expected, sent) ? null : VenueError.BadSignature;
    }
}

using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Artic.VenueSimulator.Domain;
using Artic.VenueSimulator.Matching;

namespace Artic.VenueSimulator.Languages;

/// <summary>
/// One market data connection that speaks another venue's language about the same order flow. Thread: the engine's.
/// </summary>
public abstract class MarketSession
{
    /// <summary>More levels than any book here has.</summary>
    protected const int AllLevels = int.MaxValue;

    private static readonly JsonWriterOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>A session over the traded instrument.</summary>
    protected MarketSession(IOrderFlow flow, TradeTape tape)
    {
        Flow = flow;
        Tape = tape;
        Format = new PairFormat(flow.Instrument);
    }

    /// <summary>Gets every market message.</summary>
    public required Action<ReadOnlyMemory<byte>> Said { get; init; }

    /// <summary>Gets every answer to a request.</summary>
    public required Action<ReadOnlyMemory<byte>> Answered { get; init; }

    /// <summary>Ends the connection.</summary>
    public required Action Closed { get; init; }

    /// <summary>The instrument's name in this language.</summary>
    public abstract string Symbol { get; }

    /// <summary>The market.</summary>
    protected IOrderFlow Flow { get; }

    /// <summary>Its trades.</summary>
    protected TradeTape Tape { get; }

    /// <summary>Its numbers.</summary>
    protected PairFormat Format { get; }

    /// <summary>True where something that comes from the market is subscribed to.</summary>
    public abstract bool IsSubscribed { get; }

    /// <summary>The connection is there.</summary>
    public abstract void Open(long utcNs);

    /// <summary>A text frame came from the client; whatever it is, it is answered or ignored.</summary>
    public abstract void Handle(ReadOnlyMemory<byte> frame, long utcNs);

    /// <summary>The market has said something; the tape has it already.</summary>
    public abstract void OnMarket(MarketMessage message, long utcNs);

    /// <summary>About a second has passed.</summary>
    public abstract void OnSecond(long utcNs);

    /// <summary>RFC 3339 in microseconds.</summary>
    protected static string Time(long utcNs) =>
        DateTime.UnixEpoch.AddTicks(utcNs / 100).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 of a time in milliseconds.</summary>
    protected static string TimeOfMs(long utcMs) => Time(utcMs * 1_000_000);

    /// <summary>Encodes an object.</summary>
    protected byte[] Json(Action<Utf8JsonWriter> write)
    {
        _buffer.ResetWrittenCount();
        using Utf8JsonWriter writer = new(_buffer, s_options);
        writer.WriteStartObject();
        write(writer);
        writer.WriteEndObject();
        writer.Flush();
        return _buffer.WrittenSpan.ToArray();
    }

    /// <summary>The whole book of now.</summary>
    protected DepthSnapshot Book() => Flow.Depth(AllLevels);

    /// <summary>Best bid and ask of now; an empty side is 0.</summary>
    protected ((long PriceE8, long QuantityE8) Bid, (long PriceE8, long QuantityE8) Ask) Top()
    {
        DepthSnapshot top = Flow.Depth(1);
        return (top.Bids.Count > 0 ? top.Bids[0] : default, top.Asks.Count > 0 ? top.Asks[0] : default);
    }

    /// <summary>A member that is a text; null where there is none, or it is something else.</summary>
    protected static string? TextOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.String ? member.GetString() : null;

    /// <summary>A member that is an array of texts; null where it is anything else.</summary>
    protected static List<string>? TextsOf(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement member)
        && member.ValueKind == JsonValueKind.Array
        && member.EnumerateArray().All(each => each.ValueKind == JsonValueKind.String)
            ? [.. member.EnumerateArray().Select(each => each.GetString()!)]
            : null;

    /// <summary>Parses a frame; null where it is no JSON object.</summary>
    protected static JsonDocument? Parse(ReadOnlyMemory<byte> frame)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(frame);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

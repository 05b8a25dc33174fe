using System.Text;
using System.Text.Json;
using Artic.VenueSimulator.Wire;

namespace Artic.VenueSimulator.Matching;

/// <summary>
/// One recorded message: the exact JSON, and what the replay must know of it. <see cref="Kind"/> is None for messages
/// of streams that this venue does not have; <see cref="IsSnapshot"/> for the REST snapshot.
/// </summary>
public sealed record ReplayFrame(long ReceivedNs, byte[] Json)
{
    /// <summary>The stream that it belongs to.</summary>
    public StreamKind Kind { get; private set; }

    /// <summary>True for the REST depth snapshot.</summary>
    public bool IsSnapshot { get; private set; }

    /// <summary>The instrument's symbol, upper case; empty for a snapshot of which the capture does not say it.</summary>
    public string Symbol { get; internal set; } = "";

    /// <summary>Where <c>data</c> starts in <see cref="Json"/>.</summary>
    public int RawOffset { get; private set; }

    /// <summary>How long <c>data</c> is.</summary>
    public int RawLength { get; private set; }

    /// <summary>First update id of a diff.</summary>
    public long FirstUpdateId { get; private set; }

    /// <summary>Last update id of a diff, a book ticker or a snapshot; 0 for a trade.</summary>
    public long LastUpdateId { get; private set; }

    /// <summary>Id of a trade.</summary>
    public long TradeId { get; private set; }

    /// <summary>The venue's time of a trade, UTC in ms.</summary>
    public long TradeTimeMs { get; private set; }

    /// <summary>Price of a trade.</summary>
    public long PriceE8 { get; private set; }

    /// <summary>Quantity of a trade.</summary>
    public long QuantityE8 { get; private set; }

    /// <summary>True where the aggressor of a trade sold.</summary>
    public bool BuyerIsMaker { get; private set; }

    /// <summary>Reads a message; InvalidDataException where it is no JSON object of the expected shape.</summary>
    public static ReplayFrame Parse(long receivedNs, byte[] json)
    {
        ReplayFrame frame = new(receivedNs, json);
        try
        {
            frame.Read();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException(e.Message, e);
        }

        return frame;
    }

    /// <summary>The message in both its forms, exactly as recorded.</summary>
    public MarketMessage ToMessage() => new(Kind, Json, RawOffset, RawLength)
    {
        Trade = Kind == StreamKind.Trade
            ? new PublicTrade(TradeTimeMs, TradeId, PriceE8, QuantityE8, BuyerIsMaker)
            : null,
    };

    private void Read()
    {
        Utf8JsonReader reader = new(Json);
        Expect(reader.Read() && reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = reader.GetString()!;
            reader.Read();
            if (name == "stream")
            {
                string stream = reader.GetString() ?? "";
                Symbol = stream.Split('@')[0].ToUpperInvariant();
                Kind = MarketDataCodec.ParseStream(stream.Split('@')[0], stream);
            }
            else if (name == "data")
            {
                RawOffset = (int)reader.TokenStartIndex;
                ReadData(ref reader);
                RawLength = (int)reader.BytesConsumed - RawOffset;
            }
            else if (name == "lastUpdateId")
            {
                IsSnapshot = true;
                LastUpdateId = reader.GetInt64();
            }
            else
            {
                reader.Skip();
            }
        }

        Expect(IsSnapshot || RawLength > 0);
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        Expect(reader.TokenType == JsonTokenType.StartObject);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Encoding.UTF8.GetString(reader.ValueSpan);
            reader.Read();
            switch (name)
            {
                case "U":
                    FirstUpdateId = reader.GetInt64();
                    break;
                case "u":
                    LastUpdateId = reader.GetInt64();
                    break;
                case "t":
                    TradeId = reader.GetInt64();
                    break;
                case "T":
                    TradeTimeMs = reader.GetInt64();
                    break;
                case "p" when Kind == StreamKind.Trade:
                    Expect(JsonDecimal.TryRead(ref reader, out long priceE8));
                    PriceE8 = priceE8;
                    break;
                case "q" when Kind == StreamKind.Trade:
                    Expect(JsonDecimal.TryRead(ref reader, out long quantityE8));
                    QuantityE8 = quantityE8;
                    break;
                case "m":
                    BuyerIsMaker = reader.GetBoolean();
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }
    }

    private static void Expect(bool condition)
    {
        if (!condition)
        {
            throw new JsonException("not a recorded Binance message");
        }
    }
}

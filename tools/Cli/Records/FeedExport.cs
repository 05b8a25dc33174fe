using System.Globalization;
using System.Text;
using System.Text.Json;
using Artic.Messaging.Records;
using Artic.Streams.Log;
using Artic.V1;

namespace Artic.Cli.Records;

/// <summary>
/// The <c>feed</c> stream as lines: <c>receive time in UTC ns, blank, JSON</c>, each message's bytes as they came. A message of
/// a market stream or a depth snapshot is such a line. What else the feed has is a line that begins with #, which readers
/// pass over; in hftbacktest's format it is left out:
/// <list type="bullet">
/// <item><c># snapshot SYMBOL</c> stands before each snapshot, which does not say itself whose it is.</item>
/// <item><c># TIME connection STATE</c>: the connection to the venue changed.</item>
/// <item><c># TIME exchange_info BASE64</c>: definitions, which may have line breaks.</item>
/// <item><c># TIME frame BASE64</c>: a frame that is no message of a stream: garbage, or an answer to a request.</item>
/// </list>
/// Thread: one; blocks on the disk.
/// </summary>
public sealed class FeedExport(RecordReader feed, IReadOnlyDictionary<uint, string> symbols, ExportFormat format, Stream output)
{
    private readonly ConnectionChanged _connection = new();

    /// <summary>Records read.</summary>
    public long Records { get; private set; }

    /// <summary>Lines written that are messages.</summary>
    public long Messages { get; private set; }

    /// <summary>Bytes written, before compression.</summary>
    public long Bytes { get; private set; }

    /// <summary>
    /// Writes the line or lines of the next record; false where there is none. StreamTrimmedException where the stream's start
    /// is not kept; other IOExceptions where a record is damaged or the disk is full.
    /// </summary>
    public bool TryWriteNext()
    {
        if (!feed.TryRead(out Record record))
        {
            return false;
        }

        Records++;
        long utcNs = record.Header.OriginNs + feed.UtcOffsetNs;
        switch (RecordCodec.TypeOf(record))
        {
            case RecordType.RawFrame:
                ReadOnlySpan<byte> frame = RecordCodec.ReadFrame(record, out FrameChannel channel);
                WriteFrame(frame, channel, record.Header.InstrumentId, utcNs);
                break;
            case RecordType.ConnectionChanged:
                RecordCodec.Read(record, _connection);
                WriteNote($"# {_connection.UtcNs} connection {_connection.State}");
                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>
    /// True where a frame is one object of one line with a member <c>data</c> or <c>lastUpdateId</c>: what readers of exports know.
    /// </summary>
    public static bool IsMessage(ReadOnlySpan<byte> frame)
    {
        if (frame.IndexOfAny((byte)'\n', (byte)'\r') >= 0)
        {
            return false;
        }

        bool found = false;
        try
        {
            Utf8JsonReader reader = new(frame);
            bool isObject = reader.Read() && reader.TokenType == JsonTokenType.StartObject;
            while (isObject && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isData = reader.ValueTextEquals("data"u8);
                bool isSnapshot = reader.ValueTextEquals("lastUpdateId"u8);
                _ = reader.Read();
                found |= (isData && reader.TokenType == JsonTokenType.StartObject)
                    || (isSnapshot && reader.TokenType == JsonTokenType.Number);
                reader.Skip();
            }

            return isObject && found && !reader.Read();
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private void WriteFrame(ReadOnlySpan<byte> frame, FrameChannel channel, uint instrumentId, long utcNs)
    {
        bool isMarket = channel is FrameChannel.MarketStream or FrameChannel.DepthSnapshot;
        if (!isMarket || !IsMessage(frame))
        {
            string what = channel == FrameChannel.ExchangeInfo ? "exchange_info" : "frame";
            WriteNote($"# {utcNs} {what} {Convert.ToBase64String(frame)}");
            return;
        }

        if (channel == FrameChannel.DepthSnapshot && symbols.TryGetValue(instrumentId, out string? symbol))
        {
            WriteNote($"# snapshot {symbol}");
        }

        Write(Encoding.ASCII.GetBytes(utcNs.ToString(CultureInfo.InvariantCulture) + " "));
        Write(frame);
        Write("\n"u8);
        Messages++;
    }

    private void WriteNote(string line)
    {
        if (format == ExportFormat.Artic)
        {
            Write(Encoding.UTF8.GetBytes(line + "\n"));
        }
    }

    private void Write(ReadOnlySpan<byte> bytes)
    {
        output.Write(bytes);
        Bytes += bytes.Length;
    }
}

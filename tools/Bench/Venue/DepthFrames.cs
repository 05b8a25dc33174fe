using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Artic.Bench.Venue;

/// <summary>
/// The depth messages of one instrument, ready to send as WebSocket frames: four texts in turn, in which only numbers are
/// written anew. Best bid and best ask rise and fall by a tick in turn and every quantity changes, so that each message
/// gives one new quote. Thread: one. Allocates nothing after construction.
/// </summary>
public sealed class DepthFrames
{
    private const int Turns = 4;
    private const int HeaderBytes = 4;
    private const int IdDigits = 10;
    private const int TimeDigits = 13;
    private const int SnapshotLevels = 200;

    // A marker of as many characters as the number that takes its place.
    private const string TimeMark = "TTTTTTTTTTTTT";
    private const string FirstMark = "FFFFFFFFFF";
    private const string LastMark = "LLLLLLLLLL";
    private const string QuantityMark = "QQQQQ";

    private readonly byte[][] _frames = new byte[Turns][];
    private readonly int[][] _quantities = new int[Turns][];
    private readonly int _timeAt;
    private readonly int _firstAt;
    private readonly int _lastAt;

    /// <param name="instrument">Its number, from 0.</param>
    public DepthFrames(int instrument)
    {
        string symbol = BenchInstrument.Symbol(instrument);
        for (int turn = 0; turn < Turns; turn++)
        {
            string text = Text(symbol, turn);
            byte[] frame = new byte[HeaderBytes + text.Length];
            frame[0] = 0x81;
            frame[1] = 126;
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(2), (ushort)text.Length);
            _ = Encoding.ASCII.GetBytes(text, frame.AsSpan(HeaderBytes));
            _frames[turn] = frame;
            List<int> places = [];
            for (int at = 0; (at = text.IndexOf(QuantityMark, at, StringComparison.Ordinal)) >= 0; at += QuantityMark.Length)
            {
                places.Add(HeaderBytes + at);
            }

            _quantities[turn] = [.. places];
            _timeAt = HeaderBytes + text.IndexOf(TimeMark, StringComparison.Ordinal);
            _firstAt = HeaderBytes + text.IndexOf(FirstMark, StringComparison.Ordinal);
            _lastAt = HeaderBytes + text.IndexOf(LastMark, StringComparison.Ordinal);
        }
    }

    /// <summary>
    /// The frame of the instrument's message <paramref name="number"/>, from 0; valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Next(long number, long firstUpdateId, long lastUpdateId, long utcMs)
    {
        int turn = (int)(number % Turns);
        byte[] frame = _frames[turn];
        Write(frame.AsSpan(_timeAt, TimeDigits), utcMs);
        Write(frame.AsSpan(_firstAt, IdDigits), firstUpdateId);
        Write(frame.AsSpan(_lastAt, IdDigits), lastUpdateId);
        long quantity = 10_000 + (number % 89_999);
        foreach (int at in _quantities[turn])
        {
            Write(frame.AsSpan(at, QuantityMark.Length), quantity);
        }

        return frame;
    }

    /// <summary>The book before the first message, as REST gives it.</summary>
    public static string Snapshot()
    {
        StringBuilder text = new($"{{\"lastUpdateId\":{BenchInstrument.FirstUpdateId},\"bids\":[");
        for (int i = 0; i < SnapshotLevels; i++)
        {
            _ = text.Append(i > 0 ? "," : "").Append(Level(-i, "1.50000000"));
        }

        _ = text.Append("],\"asks\":[");
        for (int i = 0; i < SnapshotLevels; i++)
        {
            _ = text.Append(i > 0 ? "," : "").Append(Level(4 + i, "1.50000000"));
        }

        return text.Append("]}").ToString();
    }

    /// <summary>The two levels that come and go: a tick above the lowest best bid, a tick below the highest best ask.</summary>
    private static string Text(string symbol, int turn)
    {
        const string quantity = QuantityMark + ".00000000";
        const string gone = "0.00000000";
        string bid = Level(turn == 3 ? 0 : 1, turn == 2 ? gone : quantity);
        string ask = Level(turn == 0 ? 4 : 3, turn == 3 ? gone : quantity);
#pragma warning disable CA1308 // Stream names are lower case.
        return
            $"{{\"stream\":\"{symbol.ToLowerInvariant()}@depth@100ms\",\"data\":{{\"e\":\"depthUpdate\",\"E\":{TimeMark}," +
            $"\"s\":\"{symbol}\",\"U\":{FirstMark},\"u\":{LastMark}," +
            $"\"b\":[{bid},{Level(-1, quantity)},{Level(-2, quantity)}]," +
            $"\"a\":[{ask},{Level(5, quantity)},{Level(6, quantity)}]}}}}";
#pragma warning restore CA1308
    }

    private static string Level(int ticks, string quantity) =>
        $"[\"{(60_000m + (ticks * 0.01m)).ToString("F8", CultureInfo.InvariantCulture)}\",\"{quantity}\"]";

    private static void Write(Span<byte> digits, long value)
    {
        for (int i = digits.Length - 1; i >= 0; i--)
        {
            digits[i] = (byte)('0' + (value % 10));
            value /= 10;
        }
    }
}

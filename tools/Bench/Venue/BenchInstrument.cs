namespace Artic.Bench.Venue;

/// <summary>Names of the bench venue's instruments and the update ids that count its ticks.</summary>
public static class BenchInstrument
{
    /// <summary>
    /// The update id of every book before the first tick: all that follow, and those a round of instruments before it,
    /// have ten digits.
    /// </summary>
    public const long FirstUpdateId = 2_000_000_000;

    /// <summary>What all instruments are paid with.</summary>
    public const string QuoteAsset = "USDT";

    /// <summary>What all instruments buy and sell: one balance for a thousand of them.</summary>
    public const string BaseAsset = "BASE";

    /// <summary>The name of instrument <paramref name="number"/>, from 0.</summary>
    public static string Symbol(int number) => $"B{number:D4}{QuoteAsset}";

    /// <summary>The tick of a depth frame, from 0, by its last update id; -1 for a frame without one.</summary>
    public static long TickOf(ReadOnlySpan<byte> frame)
    {
        int at = frame.IndexOf("\"u\":"u8);
        return at >= 0 && System.Buffers.Text.Utf8Parser.TryParse(frame[(at + 4)..], out long id, out _)
            ? id - FirstUpdateId - 1
            : -1;
    }
}

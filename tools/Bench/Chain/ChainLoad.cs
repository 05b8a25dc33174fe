namespace Artic.Bench.Chain;

/// <summary>The load of one run. Immutable.</summary>
/// <param name="RatePerSecond">Ticks a second.</param>
/// <param name="Seconds">Measured seconds.</param>
/// <param name="Instruments">Instruments, which take turns.</param>
/// <param name="Burst">Ticks that leave back to back.</param>
public sealed record ChainLoad(int RatePerSecond, int Seconds, int Instruments, int Burst)
{
    private const int WarmUpSeconds = 2;

    /// <summary>Quotes of one instrument until every feature of the model is there, and some.</summary>
    private const int WarmUpQuotes = 40;

    /// <summary>Ticks that are sent but not measured.</summary>
    public long WarmUpTicks => Math.Max((long)WarmUpSeconds * RatePerSecond, (long)WarmUpQuotes * Instruments);

    /// <summary>Ticks in all.</summary>
    public long Ticks => WarmUpTicks + ((long)Seconds * RatePerSecond);
}

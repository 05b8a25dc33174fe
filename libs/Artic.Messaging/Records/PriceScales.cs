namespace Artic.Messaging.Records;

/// <summary>
/// The decimal scale of prices in market records: 0, so that nothing is written, stands for the usual one. Thread: any.
/// </summary>
public static class PriceScales
{
    /// <summary>The scale of nearly all instruments, and of all that are traded.</summary>
    public const int Usual = 8;

    /// <summary>A scale as a record has it.</summary>
    public static uint ToRecord(int scale) => scale == Usual ? 0 : (uint)scale;

    /// <summary>The scale that a record says.</summary>
    public static int FromRecord(uint scale) => scale == 0 ? Usual : (int)scale;
}

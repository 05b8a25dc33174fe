namespace Artic.ExecutionEngine.Binance;

/// <summary>Asset names as one word: the first eight letters, so that comparing allocates nothing.</summary>
public static class AssetName
{
    /// <summary>Packs ASCII text.</summary>
    public static ulong Pack(ReadOnlySpan<byte> text)
    {
        ulong packed = 0;
        for (int i = 0; i < Math.Min(8, text.Length); i++)
        {
            packed |= (ulong)text[i] << (8 * i);
        }

        return packed;
    }
}

namespace Artic.Bench.Venue;

/// <summary>A short text of a request, kept in memory that is used again. Thread: one.</summary>
public sealed class TextField
{
    private readonly byte[] _bytes = new byte[96];

    /// <summary>Bytes; 0: it was not there.</summary>
    public int Length { get; private set; }

    /// <summary>The text.</summary>
    public ReadOnlySpan<byte> Value => _bytes.AsSpan(0, Length);

    /// <summary>Forgets it.</summary>
    public void Clear() => Length = 0;

    /// <summary>Takes a text; false where it is longer than any that is expected.</summary>
    public bool TrySet(ReadOnlySpan<byte> text)
    {
        if (text.Length > _bytes.Length)
        {
            return false;
        }

        text.CopyTo(_bytes);
        Length = text.Length;
        return true;
    }
}

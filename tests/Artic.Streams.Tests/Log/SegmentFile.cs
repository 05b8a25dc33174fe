namespace Artic.Streams.Tests.Log;

/// <summary>
/// The bytes of a segment file, by the places that the format promises: whoever moves a field breaks a test.
/// </summary>
internal static class SegmentFile
{
    public const int Magic = 0;
    public const int Version = 8;
    public const int Stream = 12;
    public const int RunHash = 16;
    public const int Index = 24;
    public const int FirstSequence = 32;
    public const int Epoch = 40;

    /// <summary>The first record.</summary>
    public const int Data = 4096;

    /// <summary>In a record's header.</summary>
    public const int Length = 0;
    public const int Sequence = 8;

    public const uint Sealed = uint.MaxValue;

    public static long Read64(string path, long offset) => BitConverter.ToInt64(Read(path, offset, 8));

    public static uint Read32(string path, long offset) => BitConverter.ToUInt32(Read(path, offset, 4));

    public static void Write64(string path, long offset, long value) =>
        Write(path, offset, BitConverter.GetBytes(value));

    public static void Write32(string path, long offset, uint value) =>
        Write(path, offset, BitConverter.GetBytes(value));

    /// <summary>Where the records end: at the seal, or at what is not written yet.</summary>
    public static long End(string path)
    {
        long at = Data;
        uint length;
        while ((length = Read32(path, at)) is not (0 or Sealed))
        {
            at += (length + 7) & ~7L;
        }

        return at;
    }

    public static void Cut(string path, long length)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.SetLength(length);
    }

    private static byte[] Read(string path, long offset, int count)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = offset;
        byte[] bytes = new byte[count];
        file.ReadExactly(bytes);
        return bytes;
    }

    private static void Write(string path, long offset, byte[] bytes)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = offset;
        file.Write(bytes);
    }
}

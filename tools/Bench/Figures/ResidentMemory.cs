using System.Globalization;

namespace Artic.Bench.Figures;

/// <summary>What a process has in memory, by the kernel's <c>/proc/PID/status</c>. Thread: any.</summary>
public static class ResidentMemory
{
    /// <summary>Bytes that it has alone, and bytes of files and of shared memory; 0 of a process that has ended.</summary>
    public static (long Private, long Shared) BytesOf(int process)
    {
        try
        {
            string[] lines = File.ReadAllLines($"/proc/{process}/status");
            return (Kilobytes(lines, "RssAnon:") * 1024, (Kilobytes(lines, "RssShmem:") + Kilobytes(lines, "RssFile:")) * 1024);
        }
        catch (IOException)
        {
            // It has ended.
            return (0, 0);
        }
    }

    /// <summary>A line's number; 0 where there is none, as of a process that has ended and is not yet waited for.</summary>
    private static long Kilobytes(string[] lines, string name) =>
        Array.Find(lines, text => text.StartsWith(name, StringComparison.Ordinal)) is { } line
            ? long.Parse(line.AsSpan(name.Length, line.Length - name.Length - "kB".Length), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture)
            : 0;
}

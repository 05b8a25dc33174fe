using System.Globalization;
using Artic.Runs;

namespace Artic.Bench.Soak;

/// <summary>A look at memory.</summary>
/// <param name="AtNs">CLOCK_MONOTONIC.</param>
/// <param name="Bytes">What each process has resident, alone and shared; last the stream's files in /dev/shm, all shared.</param>
internal sealed record SoakSample(long AtNs, (long Private, long Shared)[] Bytes)
{
    /// <summary>Looks at the processes and at a folder in memory.</summary>
    public static SoakSample Take(long nowNs, IReadOnlyList<ChildProcess> processes, string hotFolder) => new(
        nowNs, [.. processes.Select(process => ResidentBytes(process.ProcessNumber)), (0, FolderBytes(hotFolder))]);

    private static (long Private, long Shared) ResidentBytes(int process)
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

    private static long FolderBytes(string folder)
    {
        long bytes = 0;
        foreach (string file in Directory.GetFiles(folder))
        {
            try
            {
                bytes += new FileInfo(file).Length;
            }
            catch (FileNotFoundException)
            {
                // Its name went round just now.
            }
        }

        return bytes;
    }
}

using System.Globalization;
using Artic.Runs;

namespace Artic.Bench.Soak;

/// <summary>A look at memory.</summary>
/// <param name="AtNs">CLOCK_MONOTONIC.</param>
/// <param name="Bytes">What each process has resident, shared memory included; last the stream's files in /dev/shm.</param>
internal sealed record SoakSample(long AtNs, long[] Bytes)
{
    /// <summary>Looks at the processes and at a folder in memory.</summary>
    public static SoakSample Take(long nowNs, IReadOnlyList<ChildProcess> processes, string hotFolder) => new(
        nowNs, [.. processes.Select(process => ResidentBytes(process.ProcessNumber)), FolderBytes(hotFolder)]);

    private static long ResidentBytes(int process)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{process}/status")
                .FirstOrDefault(text => text.StartsWith("VmRSS:", StringComparison.Ordinal));
            return line == null ? 0 : long.Parse(line.AsSpan(6, line.Length - 9), NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture) * 1024;
        }
        catch (IOException)
        {
            // It has ended.
            return 0;
        }
    }

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

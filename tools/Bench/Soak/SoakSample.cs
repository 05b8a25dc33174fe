using Artic.Bench.Figures;
using Artic.Runs;

namespace Artic.Bench.Soak;

/// <summary>A look at memory.</summary>
/// <param name="AtNs">CLOCK_MONOTONIC.</param>
/// <param name="Bytes">What each process has resident, alone and shared; last the stream's files in /dev/shm, all shared.</param>
internal sealed record SoakSample(long AtNs, (long Private, long Shared)[] Bytes)
{
    /// <summary>Looks at the processes and at a folder in memory.</summary>
    public static SoakSample Take(long nowNs, IReadOnlyList<ChildProcess> processes, string hotFolder) => new(
        nowNs, [.. processes.Select(process => ResidentMemory.BytesOf(process.ProcessNumber)), (0, FolderBytes(hotFolder))]);

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

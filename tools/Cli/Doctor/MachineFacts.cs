using System.Globalization;
using Artic.Core.Time;
using Artic.Runs;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Cli.Doctor;

/// <summary>What has to be tried or measured rather than read from <c>/proc</c> and <c>/sys</c>.</summary>
public sealed class MachineFacts
{
    private const int SyncTries = 32;

    /// <summary>Cores that this process may use.</summary>
    public required int[] AllowedCores { get; init; }

    /// <summary>Cores that hot threads would get.</summary>
    public required int[] HotCores { get; init; }

    /// <summary>What 'auto' takes.</summary>
    public required IdleStrategy Idle { get; init; }

    /// <summary>Why.</summary>
    public required string IdleReason { get; init; }

    /// <summary>Threads may have real-time priorities.</summary>
    public required bool RealTime { get; init; }

    /// <summary>Size of <c>/dev/shm</c>.</summary>
    public required long SharedMemoryBytes { get; init; }

    /// <summary>Free in <c>/dev/shm</c>.</summary>
    public required long SharedMemoryFreeBytes { get; init; }

    /// <summary>The folder of all runs, or the nearest one above it that exists.</summary>
    public required string RunsFolder { get; init; }

    /// <summary>Half of the measured syncs of 4 KiB to it took no longer; 0: could not be written to.</summary>
    public required long SyncP50Ns { get; init; }

    /// <summary>The longest of them.</summary>
    public required long SyncMaxNs { get; init; }

    /// <summary>One cache line from a house core to a hot one, as measured now; 0: there is one core only.</summary>
    public required double CoreToCoreNs { get; init; }

    /// <summary>Binaries of the pipeline that are not there.</summary>
    public required string[] MissingBinaries { get; init; }

    /// <summary>Looks at this machine; takes some milliseconds. Blocks.</summary>
    public static MachineFacts Look(Installation installation, IEnumerable<string> binaries)
    {
        ThreadPlan plan = ThreadPlan.Choose(IdleStrategy.Auto);
        DriveInfo sharedMemory = new("/dev/shm");
        string runs = installation.Runs;
        while (!Directory.Exists(runs))
        {
            runs = Path.GetDirectoryName(runs)!;
        }

        (long p50, long max) = MeasureSync(runs);
        return new MachineFacts
        {
            AllowedCores = ThreadSettings.AllowedCores(),
            HotCores = plan.HotCores,
            Idle = plan.Idle,
            IdleReason = plan.Why,
            RealTime = ThreadPlan.MayUseRealTime(),
            SharedMemoryBytes = sharedMemory.IsReady ? sharedMemory.TotalSize : 0,
            SharedMemoryFreeBytes = sharedMemory.IsReady ? sharedMemory.AvailableFreeSpace : 0,
            RunsFolder = runs,
            SyncP50Ns = p50,
            SyncMaxNs = max,
            CoreToCoreNs = plan.HouseCores[0] == plan.HotCores[0] ? 0 : CacheLine.OneWayNs(plan.HouseCores[0], plan.HotCores[0]),
            MissingBinaries = [.. binaries.Where(name => !File.Exists(installation.Binary(name)))],
        };
    }

    private static (long P50Ns, long MaxNs) MeasureSync(string folder)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $".doctor-{Environment.ProcessId}"));
        try
        {
            using FileStream file = new(
                path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            byte[] block = new byte[4096];
            long[] spans = new long[SyncTries];
            for (int i = 0; i < spans.Length; i++)
            {
                long begin = Clock.MonotonicNs();
                RandomAccess.Write(file.SafeFileHandle, block, (long)i * block.Length);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
                spans[i] = Clock.MonotonicNs() - begin;
            }

            Array.Sort(spans);
            return (spans[spans.Length / 2], spans[^1]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (0, 0);
        }
    }
}

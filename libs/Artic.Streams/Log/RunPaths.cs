namespace Artic.Streams.Log;

/// <summary>
/// Where the parts of a run lie: the folder of the run on disk, and its hot memory in <c>/dev/shm</c>. Immutable.
/// </summary>
public sealed class RunPaths
{
    /// <param name="runFolder">The run's folder on disk; its last part is the run's name.</param>
    public RunPaths(string runFolder)
    {
        RunFolder = Path.GetFullPath(runFolder).TrimEnd('/');
        RunId = Path.GetFileName(RunFolder);
        RunHash = HashOf(RunFolder);
        HotFolder = $"/dev/shm/artic-{RunId}-{RunHash & 0xFFFFFFFF:x8}";
    }

    private RunPaths(RunPaths run, string mirrors)
    {
        RunFolder = Path.Combine(run.RunFolder, mirrors);
        RunId = run.RunId;
        RunHash = HashOf(RunFolder);
        HotFolder = Path.Combine(run.HotFolder, mirrors);
    }

    /// <summary>The run's folder on disk.</summary>
    public string RunFolder { get; }

    /// <summary>The run's name.</summary>
    public string RunId { get; }

    /// <summary>Stands in every segment, so that a foreign file is refused.</summary>
    public ulong RunHash { get; }

    /// <summary>The run's name as a number, the same on every host that takes part in it.</summary>
    public ulong NameHash => HashOf(RunId);

    /// <summary>The run's folder in memory: apart for each run folder, though two may bear one name.</summary>
    public string HotFolder { get; }

    /// <summary>The run's configuration.</summary>
    public string Configuration => Path.Combine(RunFolder, "config.json");

    /// <summary>Hot segments of a stream.</summary>
    public string HotStream(StreamId stream) => Path.Combine(HotFolder, "streams", NameOf(stream));

    /// <summary>Archived segments of a stream.</summary>
    public string ArchiveStream(StreamId stream) => Path.Combine(RunFolder, "streams", NameOf(stream));

    /// <summary>Snapshots of the loop that writes a stream.</summary>
    public string Snapshots(StreamId stream) => Path.Combine(RunFolder, "snapshots", NameOf(stream));

    /// <summary>The doorbells.</summary>
    public string Doorbells => Path.Combine(HotFolder, "doorbells");

    /// <summary>The kill word, the risk manager's page and the engine's page.</summary>
    public string ControlFolder => Path.Combine(HotFolder, "control");

    /// <summary>The counters of a process.</summary>
    public string Counters(string service) => Path.Combine(HotFolder, "counters", service);

    /// <summary>ZeroMQ's sockets; short, because a Unix socket's path holds 107 bytes.</summary>
    public string Sockets => Path.Combine(HotFolder, "sockets");

    /// <summary>Where a service keeps its copies of streams that it takes by ZeroMQ: apart from the run's own streams, which
    /// may be on the same host.</summary>
    public RunPaths MirrorsOf(string service) => new(this, Path.Combine("mirrors", service));

    /// <summary>Logs of the processes.</summary>
    public string Logs => Path.Combine(RunFolder, "logs");

    /// <summary>The stream's name in paths and topics.</summary>
#pragma warning disable CA1308 // Names in paths are lower case.
    public static string NameOf(StreamId stream) => stream.ToString().ToLowerInvariant();
#pragma warning restore CA1308

    /// <summary>The token that commands to a service bear: its own, where each has one, or the run's.</summary>
    public string TokenOf(string service)
    {
        string own = Path.Combine(RunFolder, "tokens", service);
        return File.Exists(own) ? own : Path.Combine(RunFolder, "token");
    }

    /// <summary>Makes the folders that all processes share.</summary>
    public void CreateFolders()
    {
        foreach (string folder in (string[])[
            Path.Combine(HotFolder, "streams"), ControlFolder, Path.Combine(HotFolder, "counters"), Sockets,
            Path.Combine(RunFolder, "streams"), Logs])
        {
            _ = Directory.CreateDirectory(folder);
        }
    }

    /// <summary>FNV-1a, 64 bits (Fowler, Noll and Vo): stable between processes and versions.</summary>
    private static ulong HashOf(string text)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211);
        }

        return hash;
    }
}

using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting;

/// <summary>
/// The two threads for all that must happen beside the path: one makes segments ready, publishes records and counts the
/// process's figures; the other writes and syncs the archives, and may wait for the disk as long as that takes.
/// Jobs are added before <see cref="Start"/>.
/// </summary>
public sealed class Housekeeper
{
    private const long PeriodNs = 1_000_000;
    private const long SpacePeriodNs = 1_000_000_000;

    private readonly List<Action> _jobs = [];
    private readonly List<RecordWriter> _writers = [];
    private readonly List<StreamArchiver> _archivers = [];
    private readonly DriveInfo _memory = new("/dev/shm");
    private readonly Action<Exception> _onFailure;
    private readonly Thread _house;
    private readonly Thread _archive;
    private DriveInfo? _disk;
    private long _spaceNs;
    private volatile bool _stopping;

    /// <param name="onFailure">Called where a job throws; its thread has ended then.</param>
    public Housekeeper(Action<Exception> onFailure)
    {
        _onFailure = onFailure;
        _house = new Thread(() => Repeat("artic-house", DoJobs)) { Name = "artic-house", IsBackground = true };
        _archive = new Thread(() => Repeat("artic-archive", Archive)) { Name = "artic-archive", IsBackground = true };
    }

    /// <summary>Bytes that are committed but not archived, the most of all streams of this process.</summary>
    public long ArchiveLagBytes { get; private set; }

    /// <summary>Times that a disk refused, of all streams of this process.</summary>
    public long ArchiveFaults { get; private set; }

    /// <summary>What the disk said last, where it refuses now; null while all is well.</summary>
    public string? ArchiveFault { get; private set; }

    /// <summary>Free space where the archives are; 0 where the disk does not say. Looked at each second.</summary>
    public long ArchiveFreeBytes { get; private set; }

    /// <summary>Free shared memory, where the streams are; looked at each second.</summary>
    public long MemoryFreeBytes { get; private set; }

    /// <summary>Segments that a writing thread had to make itself since none was ready, of all streams of this process.</summary>
    public long LateSegments
    {
        get
        {
            long late = 0;
            foreach (RecordWriter writer in _writers)
            {
                late += writer.LateSegments;
            }

            return late;
        }
    }

    /// <summary>Adds a job that is done about every millisecond.</summary>
    public void Add(Action job) => _jobs.Add(job);

    /// <summary>Keeps a stream's next segment ready and its archive up to date.</summary>
    public void Keep(RunPaths paths, RecordWriter writer, ArchivePolicy policy)
    {
        _disk ??= new DriveInfo(paths.RunFolder);
        _archivers.Add(new StreamArchiver(paths, writer, policy));
        _writers.Add(writer);
        _jobs.Add(writer.PrepareNext);
    }

    /// <summary>Keeps a reader's next segment mapped.</summary>
    public void Keep(RecordReader reader) => _jobs.Add(reader.MapAhead);

    /// <summary>Starts the threads.</summary>
    public void Start()
    {
        _house.Start();
        _archive.Start();
    }

    /// <summary>
    /// Ends the threads; the archives are complete, synced and marked as ended afterwards. Gives what the disk said where they
    /// are not.
    /// </summary>
    public string? Stop()
    {
        _stopping = true;
        _house.Join();
        _archive.Join();
        string? fault = null;
        foreach (StreamArchiver archiver in _archivers)
        {
            if (!archiver.Finish())
            {
                fault = archiver.LastFault;
            }

            archiver.Dispose();
        }

        return fault;
    }

    private void DoJobs()
    {
        foreach (Action job in _jobs)
        {
            job();
        }
    }

    private void Archive()
    {
        long lag = 0;
        long faults = 0;
        string? fault = null;
        foreach (StreamArchiver archiver in _archivers)
        {
            archiver.Work(Clock.MonotonicNs());
            lag = Math.Max(lag, archiver.LagBytes);
            faults += archiver.Faults;
            fault ??= archiver.LastFault;
        }

        long now = Clock.MonotonicNs();
        if (now - _spaceNs >= SpacePeriodNs)
        {
            _spaceNs = now;
            ArchiveFreeBytes = FreeOf(_disk);
            MemoryFreeBytes = FreeOf(_memory);
        }

        ArchiveLagBytes = lag;
        ArchiveFaults = faults;
        ArchiveFault = fault;
    }

    private static long FreeOf(DriveInfo? drive)
    {
        try
        {
            return drive?.AvailableFreeSpace ?? 0;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private void Repeat(string name, Action work)
    {
        try
        {
            ThreadSettings.SetName(name);
            ThreadSettings.StandBehind();
            while (!_stopping)
            {
                work();
                Poll.Pause(PeriodNs);
            }
        }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _onFailure(error);
        }
    }
}

using Artic.Core.Time;
using Artic.Streams.Log;
using Artic.Streams.Native;
using Artic.Streams.Waiting;

namespace Artic.Hosting;

/// <summary>
/// One thread for all that must happen beside the path: segments made ready, archives written, records published,
/// process figures counted. Jobs are added before <see cref="Start"/>.
/// </summary>
public sealed class Housekeeper
{
    private const long PeriodNs = 1_000_000;
    private const long SyncPeriodNs = 1_000_000_000;

    private readonly List<Action> _jobs = [];
    private readonly List<StreamArchiver> _archivers = [];
    private readonly Action<Exception> _onFailure;
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _lastSyncNs;

    /// <param name="onFailure">Called where a job throws; the thread has ended then.</param>
    public Housekeeper(Action<Exception> onFailure)
    {
        _onFailure = onFailure;
        _thread = new Thread(Run) { Name = "artic-house", IsBackground = true };
    }

    /// <summary>Bytes that are committed but not archived, the most of all streams of this process.</summary>
    public long ArchiveLagBytes { get; private set; }

    /// <summary>Adds a job that is done about every millisecond.</summary>
    public void Add(Action job) => _jobs.Add(job);

    /// <summary>Keeps a stream's next segment ready and its archive up to date.</summary>
    public void Keep(RunPaths paths, RecordWriter writer)
    {
        _archivers.Add(new StreamArchiver(paths, writer));
        _jobs.Add(writer.PrepareNext);
    }

    /// <summary>Keeps a reader's next segment mapped.</summary>
    public void Keep(RecordReader reader) => _jobs.Add(reader.MapAhead);

    /// <summary>Starts the thread.</summary>
    public void Start() => _thread.Start();

    /// <summary>Ends the thread; the archives are complete and synced afterwards.</summary>
    public void Stop()
    {
        _stopping = true;
        _thread.Join();
        Archive(sync: true);
        foreach (StreamArchiver archiver in _archivers)
        {
            archiver.Dispose();
        }
    }

    private void Run()
    {
        try
        {
            ThreadSettings.SetName("artic-house");
            while (!_stopping)
            {
                foreach (Action job in _jobs)
                {
                    job();
                }

                long now = Clock.MonotonicNs();
                bool sync = now - _lastSyncNs >= SyncPeriodNs;
                Archive(sync);
                _lastSyncNs = sync ? now : _lastSyncNs;
                _ = Poll.Until(static () => false, PeriodNs, PeriodNs);
            }
        }
#pragma warning disable CA1031 // The top of a thread: the process ends with the reason.
        catch (Exception error)
#pragma warning restore CA1031
        {
            _onFailure(error);
        }
    }

    private void Archive(bool sync)
    {
        long lag = 0;
        foreach (StreamArchiver archiver in _archivers)
        {
            _ = archiver.Work(sync);
            lag = Math.Max(lag, archiver.LagBytes);
        }

        ArchiveLagBytes = lag;
    }
}

using Artic.Core.Time;
using Artic.Hosting.Logs;
using Artic.Streams.Counters;

namespace Artic.Hosting;

/// <summary>
/// The figures of the process itself: memory, processor, collections, archive. Counters go on where the process before left off.
/// Thread: housekeeping and a scrape may refresh at once; both then write the same.
/// </summary>
public sealed class ProcessFigures
{
    private const long NanosecondsPerSecond = 1_000_000_000;

    private readonly Housekeeper _housekeeper;
    private readonly Func<long> _refusedClients;
    private readonly JsonLog _log;
    private readonly Counter _collections;
    private readonly Counter _allocated;
    private readonly Counter _processor;
    private readonly Counter _resident;
    private readonly Counter _lag;
    private readonly Counter _faults;
    private readonly Counter _late;
    private readonly Counter _archiveFree;
    private readonly Counter _memoryFree;
    private readonly Counter _refused;
    private readonly long _collectionsBefore;
    private readonly long _allocatedBefore;
    private readonly long _processorBefore;
    private readonly long _faultsBefore;
    private readonly long _lateBefore;
    private readonly long _refusedBefore;
    private int _collectionsAtStart = -1;
    private string? _fault;

    /// <param name="counters">Where they are shown.</param>
    /// <param name="housekeeper">Who writes the archives.</param>
    /// <param name="refusedClients">Subscribers whose key is not listed, so far.</param>
    /// <param name="log">Where it says when the archive's disk begins or ends to refuse.</param>
    public ProcessFigures(CountersFile counters, Housekeeper housekeeper, Func<long> refusedClients, JsonLog log)
    {
        _housekeeper = housekeeper;
        _refusedClients = refusedClients;
        _log = log;
        _collections = counters.Counter("gc_collections_total");
        _allocated = counters.Counter("gc_allocated_bytes_total");
        _processor = counters.Counter("process_cpu_seconds_total");
        _resident = counters.Counter("process_resident_memory_bytes");
        _lag = counters.Counter("archive_lag_bytes");
        _faults = counters.Counter("archive_faults_total");
        _late = counters.Counter("late_segments_total");
        _archiveFree = counters.Counter("archive_free_bytes");
        _memoryFree = counters.Counter("shared_memory_free_bytes");
        _refused = counters.Counter("curve_clients_refused_total");
        _collectionsBefore = _collections.Value;
        _allocatedBefore = _allocated.Value;
        _processorBefore = _processor.Value;
        _faultsBefore = _faults.Value;
        _lateBefore = _late.Value;
        _refusedBefore = _refused.Value;
        counters.Counter("process_start_time_seconds").Set(Clock.UtcNs() / NanosecondsPerSecond);
    }

    /// <summary>What the start has left behind is not counted. Thread: the hot thread, once.</summary>
    public void CountCollectionsFromHere() => Volatile.Write(ref _collectionsAtStart, GC.CollectionCount(0));

    /// <summary>Brings all up to date but what only a page wants.</summary>
    public void Refresh()
    {
        int atStart = Volatile.Read(ref _collectionsAtStart);
        _collections.Set(_collectionsBefore + (atStart < 0 ? 0 : GC.CollectionCount(0) - atStart));
        _allocated.Set(_allocatedBefore + GC.GetTotalAllocatedBytes());
        _lag.Set(_housekeeper.ArchiveLagBytes);
        _faults.Set(_faultsBefore + _housekeeper.ArchiveFaults);
        _late.Set(_lateBefore + _housekeeper.LateSegments);
        _archiveFree.Set(_housekeeper.ArchiveFreeBytes);
        _memoryFree.Set(_housekeeper.MemoryFreeBytes);
        _refused.Set(_refusedBefore + _refusedClients());
        if (_housekeeper.ArchiveFault != _fault)
        {
            _fault = _housekeeper.ArchiveFault;
            _log.Warn(_fault == null ? "the archive is written again" : $"the archive cannot be written: {_fault}");
        }
    }

    /// <summary>The same with processor time and memory, whose reading may allocate: nothing does so steadily on the path.</summary>
    public void RefreshForPage()
    {
        Refresh();
        _processor.Set(_processorBefore + (Environment.CpuUsage.TotalTime.Ticks * TimeSpan.NanosecondsPerTick));
        _resident.Set(Environment.WorkingSet);
    }
}

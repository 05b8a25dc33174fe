using Artic.Streams.Counters;

namespace Artic.Hosting.Subscription;

/// <summary>The figures of all mirrors of a process. Thread: the mirrors'.</summary>
internal sealed class MirrorCounters(CountersFile file)
{
    private readonly Counter _records = file.Counter("mirror_records_total");
    private readonly Counter _gaps = file.Counter("mirror_gaps_total");
    private readonly Counter _recovered = file.Counter("mirror_recovered_total");
    private readonly Counter _refused = file.Counter("mirror_refused_total");
    private readonly Counter _lag = file.Counter("mirror_lag_records");

    /// <summary>Records were appended.</summary>
    public void Appended(int records) => _records.Add(records);

    /// <summary>Something was missing.</summary>
    public void Gap() => _gaps.Increment();

    /// <summary>A record came by replay.</summary>
    public void Recovered() => _recovered.Increment();

    /// <summary>A message was refused.</summary>
    public void Refused() => _refused.Increment();

    /// <summary>Records that the owner has published and that are not here yet; the most of all streams.</summary>
    public void ShowLag(long records) => _lag.Set(records);
}

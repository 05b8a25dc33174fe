using Artic.Streams.Counters;

namespace Artic.Hosting.Publishing;

/// <summary>The figures of a process's replay sockets, all streams together. Thread: the server's writes.</summary>
internal sealed class ReplayCounters(CountersFile file)
{
    private readonly Counter _requests = file.Counter("replay_requests_total");
    private readonly Counter _records = file.Counter("replay_records_total");
    private readonly Counter _refused = file.Counter("replay_refused_total");
    private readonly Counter _dropped = file.Counter("replay_pages_dropped_total");

    /// <summary>Something came.</summary>
    public void Requested() => _requests.Increment();

    /// <summary>It was answered with an error.</summary>
    public void Refused() => _refused.Increment();

    /// <summary>A page with so many records left.</summary>
    public void Sent(int records) => _records.Add(records);

    /// <summary>A page did not leave: its asker is gone, or takes no more.</summary>
    public void Dropped() => _dropped.Increment();
}

using Artic.Streams.Native;

namespace Artic.Bench.Venue;

/// <summary>
/// When a venue accepted each order, CLOCK_MONOTONIC in nanoseconds, in a file that another process maps. One writer at a
/// time (the engine has one order connection); any number of readers.
/// </summary>
public sealed unsafe class OrderTimes : IDisposable
{
    private readonly MappedFile _file;
    private readonly long _room;

    private OrderTimes(MappedFile file)
    {
        _file = file;
        _room = (file.Length / sizeof(long)) - 1;
    }

    /// <summary>Makes the file, with room for <paramref name="orders"/>.</summary>
    public static OrderTimes Create(string path, long orders) =>
        new(MappedFile.OpenOrCreate(path, (orders + 1) * sizeof(long)));

    /// <summary>Opens what a venue writes.</summary>
    public static OrderTimes Open(string path) => new(MappedFile.OpenReadOnly(path));

    /// <summary>Orders so far.</summary>
    public long Count => Volatile.Read(ref *(long*)_file.Pointer);

    /// <summary>When an order was accepted, 0 the first; below <see cref="Count"/>.</summary>
    public long this[long order] => ((long*)_file.Pointer)[order + 1];

    /// <summary>Adds one; beyond the room, none.</summary>
    public void Add(long nowNs)
    {
        long count = Count;
        if (count < _room)
        {
            ((long*)_file.Pointer)[count + 1] = nowNs;

            // ORDER: the time before the count that shows it.
            Volatile.Write(ref *(long*)_file.Pointer, count + 1);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

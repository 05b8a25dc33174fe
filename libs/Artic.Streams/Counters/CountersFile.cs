using System.Text;
using Artic.Core.Histogram;
using Artic.Streams.Native;

namespace Artic.Streams.Counters;

/// <summary>
/// The counters and histograms of one service in a mapped file, named within it, so that anyone can read them, also
/// after a crash. They go on where the last process of this run left off. Thread: slots are handed out at start; each
/// has one writing thread. Reading is free of locks. Allocates only when a slot is handed out.
/// </summary>
public sealed unsafe class CountersFile : IDisposable
{
    private const int NameBytes = 56;
    private const int MaxCounters = 192;
    private const int MaxHistograms = 8;
    private const int CounterBytes = NameBytes + sizeof(long);
    private const int HistogramBytes = 64 + LatencyHistogram.SizeBytes;
    private const int HistogramsOffset = MaxCounters * CounterBytes;

    private readonly MappedFile _file;

    private CountersFile(MappedFile file) => _file = file;

    /// <summary>Opens a service's file for writing, making it where it is missing.</summary>
    public static CountersFile OpenOrCreate(string path) =>
        new(MappedFile.OpenOrCreate(path, HistogramsOffset + (MaxHistograms * HistogramBytes)));

    /// <summary>Opens it for reading; null where there is none.</summary>
    public static CountersFile? TryOpen(string path) =>
        File.Exists(path) && new FileInfo(path).Length > 0 ? new CountersFile(MappedFile.OpenReadOnly(path)) : null;

    /// <summary>Finds the counter of this name or takes a free slot for it.</summary>
    public Counter Counter(string name) => new((long*)(Slot(name, 0, CounterBytes, MaxCounters) + NameBytes));

    /// <summary>Finds the histogram of this name or takes a free slot for it.</summary>
    public LatencyHistogram Histogram(string name) =>
        new((long*)(Slot(name, HistogramsOffset, HistogramBytes, MaxHistograms) + 64));

    /// <summary>The value of a counter; 0 where there is none of this name.</summary>
    public long Value(string name)
    {
        byte* slot = Find(name, 0, CounterBytes, MaxCounters);
        return slot == null ? 0 : Volatile.Read(ref *(long*)(slot + NameBytes));
    }

    /// <summary>All counters in the order of their slots.</summary>
    public IEnumerable<(string Name, long Value)> Counters()
    {
        for (int i = 0; i < MaxCounters; i++)
        {
            string name = NameAt(i * CounterBytes);
            if (name.Length == 0)
            {
                yield break;
            }

            yield return (name, ValueAt((i * CounterBytes) + NameBytes));
        }
    }

    /// <summary>All histograms in the order of their slots.</summary>
    public IEnumerable<(string Name, LatencyHistogram Histogram)> Histograms()
    {
        for (int i = 0; i < MaxHistograms; i++)
        {
            string name = NameAt(HistogramsOffset + (i * HistogramBytes));
            if (name.Length == 0)
            {
                yield break;
            }

            yield return (name, HistogramAt(HistogramsOffset + (i * HistogramBytes) + 64));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private string NameAt(int offset)
    {
        ReadOnlySpan<byte> name = new(_file.Pointer + offset, NameBytes);
        int end = name.IndexOf((byte)0);
        return Encoding.ASCII.GetString(end < 0 ? name : name[..end]);
    }

    private long ValueAt(int offset) => Volatile.Read(ref *(long*)(_file.Pointer + offset));

    private LatencyHistogram HistogramAt(int offset) => new((long*)(_file.Pointer + offset));

    private byte* Find(string name, int offset, int size, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (NameAt(offset + (i * size)) == name)
            {
                return _file.Pointer + offset + (i * size);
            }
        }

        return null;
    }

    private byte* Slot(string name, int offset, int size, int count)
    {
        if (name.Length is 0 or >= NameBytes)
        {
            throw new ArgumentException($"a counter's name has 1 to {NameBytes - 1} characters: '{name}'");
        }

        byte* slot = Find(name, offset, size, count);
        for (int i = 0; slot == null && i < count; i++)
        {
            if (_file.Pointer[offset + (i * size)] == 0)
            {
                slot = _file.Pointer + offset + (i * size);
                _ = Encoding.ASCII.GetBytes(name, new Span<byte>(slot, NameBytes));
            }
        }

        return slot != null ? slot : throw new InvalidOperationException($"no slot is left for '{name}'");
    }
}

/// <summary>One counter or gauge in a counters file. Thread: one writer.</summary>
public readonly unsafe struct Counter
{
    private readonly long* _at;

    internal Counter(long* at) => _at = at;

    /// <summary>The value.</summary>
    public long Value => Volatile.Read(ref *_at);

    /// <summary>Adds one.</summary>
    public void Increment() => Volatile.Write(ref *_at, *_at + 1);

    /// <summary>Adds <paramref name="amount"/>.</summary>
    public void Add(long amount) => Volatile.Write(ref *_at, *_at + amount);

    /// <summary>Sets the value, for what a rebuilt state knows exactly.</summary>
    public void Set(long value) => Volatile.Write(ref *_at, value);

    /// <summary>Keeps the larger of the two.</summary>
    public void Max(long value)
    {
        if (value > *_at)
        {
            Volatile.Write(ref *_at, value);
        }
    }
}

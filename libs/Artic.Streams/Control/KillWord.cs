using Artic.Core.Time;
using Artic.Streams.Native;

namespace Artic.Streams.Control;

/// <summary>
/// The kill word of a run: a generation that only rises, in a page of its own, apart from lease and state. Raising it
/// needs no other process to be alive. Thread: any, in any process.
/// </summary>
public sealed unsafe class KillWord : IDisposable
{
    // A cache line of its own: the word is looked at before every order.
    private const int RaisedAt = 64;

    private readonly MappedFile _file;

    private KillWord(MappedFile file) => _file = file;

    /// <summary>Opens the page of a run, making it where it is missing.</summary>
    public static KillWord Open(string controlFolder) =>
        new(MappedFile.OpenOrCreate(Path.Combine(controlFolder, "kill"), 4096));

    /// <summary>The same for whoever only reads: to write in it breaks the process.</summary>
    public static KillWord OpenToRead(string controlFolder) =>
        new(MappedFile.OpenOrCreateToRead(Path.Combine(controlFolder, "kill"), 4096));

    /// <summary>The highest generation that anyone has raised.</summary>
    public long Generation => Volatile.Read(ref *(long*)_file.Pointer);

    /// <summary>CLOCK_MONOTONIC at which it was last raised, for whoever measures; nothing depends on it. 0: never.</summary>
    public long RaisedNs => Volatile.Read(ref *(long*)(_file.Pointer + RaisedAt));

    /// <summary>Lifts the word to at least <paramref name="generation"/>; it never sinks.</summary>
    public void RaiseTo(long generation)
    {
        long seen = Generation;
        while (seen < generation)
        {
            long before = Interlocked.CompareExchange(ref *(long*)_file.Pointer, generation, seen);
            if (before == seen)
            {
                Volatile.Write(ref *(long*)(_file.Pointer + RaisedAt), Clock.MonotonicNs());
                return;
            }

            seen = before;
        }
    }

    /// <summary>
    /// Lifts the word above itself and <paramref name="floor"/>, by a generation that nobody else gets, and gives it.
    /// <paramref name="announce"/> hears each generation before it is tried.
    /// </summary>
    public long Raise(long floor, Action<long>? announce = null)
    {
        while (true)
        {
            long seen = Generation;
            long next = Math.Max(seen, floor) + 1;
            announce?.Invoke(next);
            if (Interlocked.CompareExchange(ref *(long*)_file.Pointer, next, seen) == seen)
            {
                Volatile.Write(ref *(long*)(_file.Pointer + RaisedAt), Clock.MonotonicNs());
                return next;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

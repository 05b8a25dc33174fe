using System.Runtime.InteropServices;
using Artic.Streams.Native;

namespace Artic.Streams.Log;

/// <summary>
/// What a stream's owner and its readers in hot memory tell each other, beside the records: who owns it, how far the
/// archive is behind, and which segment each reader stands in. Fields of one writer lie on cache lines of their own.
/// Thread: as said at each member. Owner: whoever opened it.
/// </summary>
public sealed unsafe class StreamPage : IDisposable
{
    /// <summary>Readers in hot memory that a stream can have.</summary>
    public const int MaxReaders = 64;

    /// <summary>A reader that stands in no hot segment.</summary>
    internal const long NotPinned = -1;

    private const int LineBytes = 64;
    private const int ReadersOffset = 4096;
    private const int SizeBytes = ReadersOffset + (MaxReaders * LineBytes);
    private const ulong MagicNumber = 0x31474150_49545241; // "ARTIPAG1"

    private readonly MappedFile _file;

    private StreamPage(MappedFile file) => _file = file;

    /// <summary>Epoch of the owner that may be heard; it is raised before the owner touches anything.</summary>
    internal ref long Fence => ref *(long*)(_file.Pointer + LineBytes);

    /// <summary>The same, once the segments of the owner before are sealed; where the two differ, a change of owners is
    /// under way.</summary>
    internal ref long Epoch => ref *(long*)(_file.Pointer + LineBytes + 8);

    /// <summary>The first segment of that epoch.</summary>
    internal ref long EpochFirstIndex => ref *(long*)(_file.Pointer + LineBytes + 16);

    /// <summary>Process that owns the stream, for people and for error messages; 0: none yet.</summary>
    public int OwnerProcess
    {
        get => Volatile.Read(ref *(int*)(_file.Pointer + LineBytes + 24));
        internal set => Volatile.Write(ref *(int*)(_file.Pointer + LineBytes + 24), value);
    }

    /// <summary>Bytes that are committed but not in the archive yet. Written by the owner's archiver.</summary>
    public long ArchiveLagBytes
    {
        get => Volatile.Read(ref *(long*)(_file.Pointer + (2 * LineBytes)));
        internal set => Volatile.Write(ref *(long*)(_file.Pointer + (2 * LineBytes)), value);
    }

    /// <summary>The archive is so far behind, or has failed for so long, that nothing new may be begun: what is left of
    /// hot memory is kept for the ends of what is open. Written by the owner's archiver, read by any.</summary>
    public bool ArchiveIsBehind
    {
        get => Volatile.Read(ref *(int*)(_file.Pointer + (2 * LineBytes) + 8)) != 0;
        internal set => Volatile.Write(ref *(int*)(_file.Pointer + (2 * LineBytes) + 8), value ? 1 : 0);
    }

    /// <summary>Archived segments before this one were removed. Written by who removes them, before it does.</summary>
    internal long FirstKeptIndex
    {
        get => Volatile.Read(ref *(long*)(_file.Pointer + (3 * LineBytes)));
        set => Volatile.Write(ref *(long*)(_file.Pointer + (3 * LineBytes)), value);
    }

    /// <summary>
    /// Makes the page of a stream that has no owner yet, so that its rights can be set before there are readers; its folder is there.
    /// Gives its path.
    /// </summary>
    public static string Reserve(RunPaths paths, StreamId stream)
    {
        string path = PathOf(paths, stream);
        MappedFile.OpenOrCreate(path, SizeBytes).Dispose();
        return path;
    }

    /// <summary>Opens the stream's page, making it where it is missing. For owners.</summary>
    internal static StreamPage OpenOrCreate(RunPaths paths, StreamId stream)
    {
        string path = PathOf(paths, stream);
        MappedFile file = MappedFile.OpenOrCreate(path, SizeBytes);
        Identity* identity = (Identity*)file.Pointer;
        if (identity->Magic == 0)
        {
            for (int i = 0; i < MaxReaders; i++)
            {
                ((ReaderSlot*)(file.Pointer + ReadersOffset + (i * LineBytes)))->Pinned = NotPinned;
            }

            *identity = new Identity
            {
                Magic = MagicNumber, Version = SegmentHeader.FormatVersion, Stream = stream, RunHash = paths.RunHash,
            };
        }

        return Check(file, path, paths, stream);
    }

    /// <summary>Opens the page of a stream that has or had an owner; null where it has none yet.
    /// Errors: <see cref="StreamCorruptException"/> for a foreign file.</summary>
    public static StreamPage? TryOpen(RunPaths paths, StreamId stream)
    {
        string path = PathOf(paths, stream);
        if (!File.Exists(path))
        {
            return null;
        }

        MappedFile file = MappedFile.OpenWritable(path);
        if (file.Length >= SizeBytes && ((Identity*)file.Pointer)->Magic == 0)
        {
            // Its maker is between two lines.
            file.Dispose();
            return null;
        }

        return Check(file, path, paths, stream);
    }

    /// <summary>
    /// A place for a reader's pin. Errors: <see cref="InvalidOperationException"/> where all are taken by live
    /// processes.
    /// </summary>
    internal ReaderSlot* ClaimReader()
    {
        int process = Environment.ProcessId;
        long startTicks = ProcessHandle.StartTicksOf(process);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < MaxReaders; i++)
            {
                ReaderSlot* slot = SlotAt(i);
                if (round == 1)
                {
                    FreeIfDead(slot);
                }

                if (Interlocked.CompareExchange(ref slot->Process, process, 0) == 0)
                {
                    slot->StartTicks = startTicks;
                    Volatile.Write(ref slot->Pinned, NotPinned);
                    return slot;
                }
            }
        }

        throw new InvalidOperationException($"the stream has {MaxReaders} readers in hot memory, which is the most");
    }

    /// <summary>True where a reader stands in the segment, or stood there when its process died.</summary>
    internal bool IsPinned(long index)
    {
        for (int i = 0; i < MaxReaders; i++)
        {
            ReaderSlot* slot = SlotAt(i);
            if (Volatile.Read(ref slot->Process) != 0 && Volatile.Read(ref slot->Pinned) == index)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The lowest segment that a reader stands in; <see cref="long.MaxValue"/> without one.</summary>
    internal long LowestPinned()
    {
        long lowest = long.MaxValue;
        for (int i = 0; i < MaxReaders; i++)
        {
            ReaderSlot* slot = SlotAt(i);
            long pinned = Volatile.Read(ref slot->Pinned);
            if (Volatile.Read(ref slot->Process) != 0 && pinned != NotPinned)
            {
                lowest = Math.Min(lowest, pinned);
            }
        }

        return lowest;
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static string PathOf(RunPaths paths, StreamId stream) => Path.Combine(paths.HotStream(stream), "page");

    private static StreamPage Check(MappedFile file, string path, RunPaths paths, StreamId stream)
    {
        Identity* identity = (Identity*)file.Pointer;
        if (file.Length < SizeBytes || identity->Magic != MagicNumber ||
            identity->Version != SegmentHeader.FormatVersion || identity->Stream != stream ||
            identity->RunHash != paths.RunHash)
        {
            file.Dispose();
            throw new StreamCorruptException(
                $"{path} is not the page of stream '{RunPaths.NameOf(stream)}' of {paths.RunId} in format " +
                $"{SegmentHeader.FormatVersion}");
        }

        return new StreamPage(file);
    }

    private static void FreeIfDead(ReaderSlot* slot)
    {
        int process = Volatile.Read(ref slot->Process);
        if (process != 0 && ProcessHandle.StartTicksOf(process) != slot->StartTicks)
        {
            Volatile.Write(ref slot->Pinned, NotPinned);
            _ = Interlocked.CompareExchange(ref slot->Process, 0, process);
        }
    }

    private ReaderSlot* SlotAt(int i) => (ReaderSlot*)(_file.Pointer + ReadersOffset + (i * LineBytes));

    [StructLayout(LayoutKind.Sequential)]
    private struct Identity
    {
        public ulong Magic;
        public uint Version;
        public StreamId Stream;
        public ulong RunHash;
    }

    /// <summary>One reader: the segment that it stands in may not be used again while it does.</summary>
    [StructLayout(LayoutKind.Sequential, Size = LineBytes)]
    internal struct ReaderSlot
    {
        public int Process;
        public long StartTicks;
        public long Pinned;
    }
}
